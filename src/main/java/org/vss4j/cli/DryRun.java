package org.vss4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.vss4j.requester.SnapshotContext;

/** The calls of VSS that commands make, in the words of Microsoft. */
final class DryRun {
    private DryRun() {}

    /** A query, or the beginning of a deletion. */
    static List<String> query(String what) {
        return List.of(
                "CreateVssBackupComponents()",
                "InitializeForBackup(NULL)",
                "SetContext(VSS_CTX_ALL)",
                "Query(GUID_NULL, VSS_OBJECT_NONE, " + what + ")",
                "Next(…)");
    }

    /** A deletion, one by one. */
    static List<String> delete(List<UUID> ids, String type) {
        List<String> calls = new ArrayList<>(query("VSS_OBJECT_SNAPSHOT"));
        ids.forEach(id -> calls.add("DeleteSnapshots(" + id + ", " + type + ", FALSE)"));
        return calls;
    }

    /** The making of shadow copies, until they can be read. */
    static List<String> make(SnapshotContext context, List<String> volumes) {
        boolean writers = context.hasWriters();
        List<String> calls = new ArrayList<>();
        calls.add("CreateVssBackupComponents()");
        calls.add("InitializeForBackup(NULL)");
        calls.add("SetContext(" + context + ")");
        if (writers) {
            calls.add("SetBackupState(false, false, VSS_BT_COPY, false)");
            calls.addAll(List.of("GatherWriterMetadata()", "FreeWriterMetadata()"));
        }
        calls.add("StartSnapshotSet()");
        volumes.forEach(volume -> calls.add("AddToSnapshotSet(" + volume + ", GUID_NULL)"));
        if (writers) {
            calls.addAll(List.of("PrepareForBackup()", "GatherWriterStatus()", "FreeWriterStatus()"));
        }
        calls.add("DoSnapshotSet()");
        if (writers) {
            calls.addAll(List.of("GatherWriterStatus()", "FreeWriterStatus()"));
        }
        volumes.forEach(volume -> calls.add("GetSnapshotProperties(…)"));
        return calls;
    }

    /** The end of a backup that went well. */
    static List<String> complete(SnapshotContext context) {
        return context.hasWriters()
                ? List.of("BackupComplete()", "GatherWriterStatus()", "FreeWriterStatus()")
                : List.of();
    }
}
