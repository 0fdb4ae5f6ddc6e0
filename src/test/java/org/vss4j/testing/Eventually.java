package org.vss4j.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what comes about by itself, with a deadline that only a defect reaches. */
public final class Eventually {
    /** How long to wait, unless something else is said. */
    public static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofMillis(2);

    private Eventually() {}

    /** What is waited for; what asking throws fails the test. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until a condition holds; fails, naming it, if it does not come to hold. */
    public static void eventually(String condition, Condition holds) {
        within(DEADLINE, condition, holds);
    }

    /** As {@link #eventually}, with another deadline. */
    public static void within(Duration deadline, String condition, Condition holds) {
        long start = System.nanoTime();
        while (!holds(condition, holds)) {
            if (System.nanoTime() - start > deadline.toNanos()) {
                throw new AssertionError("Not in " + deadline.toMillis() + " ms: " + condition);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean holds(String name, Condition condition) {
        try {
            return condition.holds();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("Asking whether " + name, e);
        }
    }
}
