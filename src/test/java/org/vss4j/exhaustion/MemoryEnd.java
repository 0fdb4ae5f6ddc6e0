package org.vss4j.exhaustion;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A call that is made near the end of the memory, which is free again when it has returned. */
final class MemoryEnd {
    private static final int LARGE = 64 * 1024;

    /** How often what was given free is taken: each time the JVM looks for memory in vain. */
    private static final int REFILLS = 10;

    /** What fills the memory. */
    private static volatile @Nullable Link filling;

    private MemoryEnd() {}

    /** Whether a thread keeps the memory full. */
    private static volatile boolean isKeptFull;

    /** A piece of memory in a chain. */
    private static final class Link {
        @Nullable
        Link next;

        @SuppressWarnings("UnusedVariable")
        byte @Nullable [] bytes;
    }

    static @Nullable Throwable call(Hardship.Trial trial) {
        try {
            fill();
        } catch (OutOfMemoryError e) {
            free(trial.degree());
        }
        Throwable thrown = Hardship.plainly(trial.subject());
        filling = null;
        return thrown;
    }

    /** Returns when the memory is full, which goes on for a while: another thread takes whatever others give free. */
    static void fillForAWhile() {
        CountDownLatch full = new CountDownLatch(1);
        isKeptFull = true;
        Thread.ofPlatform().name("full for a while").start(() -> {
            for (int i = 0; i < REFILLS; i++) {
                try {
                    fill();
                } catch (OutOfMemoryError e) {
                    full.countDown();
                }
            }
            filling = null;
            isKeptFull = false;
        });
        awaitUninterruptibly(full);
    }

    /** Waits until no thread keeps the memory full; allocates nothing. */
    static void awaitFree() {
        while (isKeptFull) {
            Thread.onSpinWait();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // Nobody has a reason to.
            }
        }
    }

    private static void fill() {
        for (int size = LARGE; ; size = Math.max(size / 8, 1)) {
            try {
                while (true) {
                    Link link = new Link();
                    link.next = filling;
                    filling = link;
                    if (size > 1) {
                        link.bytes = new byte[size];
                    }
                }
            } catch (OutOfMemoryError e) {
                if (size == 1) {
                    throw e;
                }
            }
        }
    }

    /** Gives the last links free, which are the small ones. */
    private static void free(int links) {
        Link last = filling;
        for (int i = 0; i < links * 4 && last != null; i++) {
            last = last.next;
        }
        filling = last;
    }
}
