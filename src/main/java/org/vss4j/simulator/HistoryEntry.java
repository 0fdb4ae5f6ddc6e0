package org.vss4j.simulator;

import java.util.Objects;
import org.vss4j.requester.BackupType;

/**
 * That a writer took note of a backup of one of its components: from here on a database counts what has changed, and it may
 * truncate its logs.
 *
 * @param writer the writer's name
 * @param component the full path of the component
 * @param type for what the writer took the backup: {@link BackupType#FULL} or {@link BackupType#INCREMENTAL}
 */
public record HistoryEntry(String writer, String component, BackupType type) {
    /** Checks that nothing is null. */
    public HistoryEntry {
        Objects.requireNonNull(writer, "writer");
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(type, "type");
    }
}
