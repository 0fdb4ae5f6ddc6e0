package org.vss4j.internal.files;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this process removes, counted: so that whoever waits for the end of it sees that it goes on. Safe for use by many
 * threads.
 */
public final class Removals {

    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicLong ENTRIES = new AtomicLong();

    private Removals() {}

    /** A removal that is under way until it is closed. */
    public interface Removal extends AutoCloseable {

        @Override
        void close();
    }

    /** Begins a removal. */
    public static Removal begin() {
        RUNNING.incrementAndGet();
        return RUNNING::decrementAndGet;
    }

    /** One file or folder has been removed. */
    public static void removed() {
        ENTRIES.incrementAndGet();
    }

    /** Tells whether something is being removed. */
    public static boolean areUnderWay() {
        return RUNNING.get() > 0;
    }

    /** How many files and folders have been removed. */
    public static long entries() {
        return ENTRIES.get();
    }
}
