package org.vss4j.cli;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.state.LeftoversException;

/** What a command could not clean up when it was done, or given up. */
final class Leftovers {
    private Leftovers() {}

    /** Tells whether a failure is nothing else: it came when all was done, and the command's places were closed. */
    static boolean isAll(Throwable failure) {
        return failure instanceof LeftoversException
                || (failure instanceof UncheckedIOException && failure.getCause() instanceof LeftoversException);
    }

    /** Returns the lines about it in a failure: it is thrown while a command's places are closed, beside what it failed of. */
    static List<String> of(Throwable failure) {
        List<String> lines = new ArrayList<>();
        collect(failure, lines);
        return lines.stream().distinct().toList();
    }

    private static void collect(@Nullable Throwable failure, List<String> lines) {
        if (failure == null) {
            return;
        }
        if (failure instanceof LeftoversException leftovers) {
            lines.addAll(leftovers.lines());
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, lines);
        }
        collect(failure.getCause(), lines);
    }
}
