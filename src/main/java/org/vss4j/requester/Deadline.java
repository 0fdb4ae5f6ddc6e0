package org.vss4j.requester;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A point in time, by {@link System#nanoTime}, until which something has to be done. */
final class Deadline {
    /** Short enough for nanoseconds. */
    private static final Duration LONG_SLEEP = Duration.ofDays(1);

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

    /** How long a thread that waits until then may sleep. */
    long nanosToWait() {
        Duration left = remaining();
        return left.compareTo(LONG_SLEEP) < 0 ? left.toNanos() : LONG_SLEEP.toNanos();
    }

    /** Fails if it is past, so that nothing is begun then. */
    void requireNotPast(String method) throws TimeoutException {
        if (isPast()) {
            throw isUp(method + " is not called");
        }
    }

    /** What is thrown for a deadline that is past. */
    TimeoutException isUp(String what) {
        return new TimeoutException(what + ", for the time of " + timeout.toMillis() + " ms is up");
    }
}
