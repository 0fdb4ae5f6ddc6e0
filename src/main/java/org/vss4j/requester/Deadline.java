package org.vss4j.requester;

import java.time.Duration;

/** A point in time, by {@link System#nanoTime}, until which something has to be done. */
final class Deadline {
    private final Duration timeout;
    private final long start = System.nanoTime();

    /** A deadline that far from now. */
    Deadline(Duration timeout) {
        this.timeout = timeout;
    }

    /** How long it is until then; zero if that is past. */
    Duration remaining() {
        Duration left = timeout.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isPast() {
        return remaining().isZero();
    }
}
