package org.vss4j.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what comes about by itself, with a deadline that only a defect reaches. */
public final class Eventually {
    /** How long to wait, unless something else is said. */
    public static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofMillis(2);

    private Eventually() {}

    /** Waits until a condition holds; fails, naming it, if it does not come to hold. */
    public static void eventually(String condition, BooleanSupplier holds) {
        within(DEADLINE, condition, holds);
    }

    /** As {@link #eventually}, with another deadline. */
    public static void within(Duration deadline, String condition, BooleanSupplier holds) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - start > deadline.toNanos()) {
                throw new AssertionError("Not in " + deadline.toMillis() + " ms: " + condition);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
