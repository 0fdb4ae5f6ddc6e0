package org.vss4j.exhaustion;

import org.jspecify.annotations.Nullable;

/** A call that is made near the end of the memory, which is free again when it has returned. */
final class MemoryEnd {
    private static final int LARGE = 64 * 1024;

    /** What fills the memory. */
    private static @Nullable Link filling;

    private MemoryEnd() {}

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
        for (int i = 0; i < links * 4 && filling != null; i++) {
            filling = filling.next;
        }
    }
}
