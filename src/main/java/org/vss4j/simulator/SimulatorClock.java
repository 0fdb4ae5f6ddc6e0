package org.vss4j.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The simulator's time: it tells how long an operation takes, and when a shadow copy was made. The timeouts that a caller
 * gives to the service run on real time. Safe for use by many threads.
 */
public abstract sealed class SimulatorClock implements InstantSource {
    private SimulatorClock() {}

    /**
     * The system's clock.
     *
     * @return a clock that runs by itself
     */
    public static SimulatorClock system() {
        return new SystemClock();
    }

    /**
     * A clock that stands still until it is advanced.
     *
     * @param start what it shows at first
     * @return the clock
     */
    public static Manual manual(Instant start) {
        return new Manual(start);
    }

    /** How long, in real nanoseconds, someone can sleep who waits for an instant; then he has to look again. */
    abstract long sleepUntil(Instant instant);

    /** Has someone told whenever the clock jumps. */
    abstract void addListener(Runnable listener);

    abstract void removeListener(Runnable listener);

    private static final class SystemClock extends SimulatorClock {
        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        long sleepUntil(Instant instant) {
            // An hour at most: whoever waits longer looks again, and nanoseconds can hold it.
            Instant next = instant().plusSeconds(3_600);
            return Duration.between(instant(), instant.isBefore(next) ? instant : next)
                    .toNanos();
        }

        @Override
        void addListener(Runnable listener) {
            // It never jumps.
        }

        @Override
        void removeListener(Runnable listener) {
            // It has none.
        }
    }

    /** A clock that stands still until it is advanced. */
    public static final class Manual extends SimulatorClock {
        private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
        private Instant now;

        private Manual(Instant start) {
            this.now = start;
        }

        /**
         * Moves the clock; operations whose duration is over then come to their end.
         *
         * @param duration by how much
         * @throws IllegalArgumentException if it is negative
         */
        public void advance(Duration duration) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException("The duration is negative: " + duration);
            }
            synchronized (this) {
                now = now.plus(duration);
            }
            listeners.forEach(Runnable::run);
        }

        @Override
        public synchronized Instant instant() {
            return now;
        }

        @Override
        long sleepUntil(Instant instant) {
            return Long.MAX_VALUE;
        }

        @Override
        void addListener(Runnable listener) {
            listeners.add(listener);
        }

        @Override
        void removeListener(Runnable listener) {
            listeners.remove(listener);
        }
    }
}
