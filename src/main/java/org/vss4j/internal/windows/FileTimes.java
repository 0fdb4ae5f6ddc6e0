package org.vss4j.internal.windows;

import java.time.Duration;
import java.time.Instant;

/** Windows' file times: steps of 100 nanoseconds since the beginning of 1601, UTC. */
public final class FileTimes {
    private static final Instant EPOCH = Instant.parse("1601-01-01T00:00:00Z");
    private static final long STEPS_PER_SECOND = 10_000_000;
    private static final int NANOS_PER_STEP = 100;

    private FileTimes() {}

    /** The instant of a file time. */
    public static Instant toInstant(long fileTime) {
        return EPOCH.plusSeconds(Math.floorDiv(fileTime, STEPS_PER_SECOND))
                .plusNanos(Math.floorMod(fileTime, STEPS_PER_SECOND) * NANOS_PER_STEP);
    }

    /** The file time of an instant, rounded down. */
    public static long of(Instant instant) {
        Duration since = Duration.between(EPOCH, instant);
        return Math.addExact(
                Math.multiplyExact(since.getSeconds(), STEPS_PER_SECOND), since.getNano() / NANOS_PER_STEP);
    }
}
