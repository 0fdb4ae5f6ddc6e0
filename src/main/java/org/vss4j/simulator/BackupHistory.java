package org.vss4j.simulator;

import java.util.ArrayList;
import java.util.List;

/** Of which backups the writers of a machine took note, the first ones. Safe for use by many threads. */
final class BackupHistory {
    private static final int KEPT = 10_000;

    private final List<HistoryEntry> entries = new ArrayList<>();

    synchronized void add(HistoryEntry entry) {
        if (entries.size() < KEPT) {
            entries.add(entry);
        }
    }

    synchronized List<HistoryEntry> entries() {
        return List.copyOf(entries);
    }
}
