package org.vss4j;

import java.time.Duration;

/** Durations as nanoseconds. */
final class Durations {
    /** Longer than nanoseconds can hold. */
    static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private Durations() {}

    /**
     * The duration in nanoseconds; what they cannot hold is {@link Long#MAX_VALUE}, which is 292 years.
     *
     * @throws IllegalArgumentException if it is negative
     */
    static long toNanos(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The duration is negative: " + duration);
        }
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }
}
