package org.vss4j.requester;

import java.util.Arrays;
import java.util.stream.Stream;

/** Stack traces of what was thrown on one thread, and is thrown again on the one that waited for it. */
final class Traces {
    private Traces() {}

    /** The same, with the frames of the current thread behind those of the other. */
    static <E extends Throwable> E joined(E thrown) {
        StackTraceElement[] here = new Throwable().getStackTrace();
        thrown.setStackTrace(Stream.concat(Arrays.stream(thrown.getStackTrace()), Arrays.stream(here))
                .toArray(StackTraceElement[]::new));
        return thrown;
    }
}
