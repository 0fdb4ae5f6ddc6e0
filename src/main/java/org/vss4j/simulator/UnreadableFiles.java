package org.vss4j.simulator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What could not be read, up to a number, and how much it was. Safe for use by many threads. */
final class UnreadableFiles {
    private static final int KEPT = 1_000;

    private final List<UnreadablePath> kept = new ArrayList<>();
    private long count;

    synchronized void add(Path path, String reason) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(new UnreadablePath(path, reason));
        }
    }

    synchronized List<UnreadablePath> kept() {
        return List.copyOf(kept);
    }

    synchronized long count() {
        return count;
    }
}
