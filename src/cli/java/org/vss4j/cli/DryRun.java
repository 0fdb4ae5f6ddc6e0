package org.vss4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.ProviderChoice;
import org.vss4j.requester.SnapshotContext;

/** The calls of VSS that commands make, in the words of Microsoft. */
final class DryRun {
    private static final List<String> METADATA =
            List.of("GatherWriterMetadata()", "GetWriterMetadataCount()", "GetWriterMetadata(…) for each writer");

    private static final List<String> WRITER_STATUS = List.of(
            "GatherWriterStatus()",
            "GetWriterStatusCount()",
            "GetWriterStatusEx(…) for each writer",
            "FreeWriterStatus()");

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

    /** The beginning of a session. */
    private static List<String> open(BackupOptions options) {
        SnapshotContext context = options.context();
        List<String> calls = new ArrayList<>(List.of(
                "CreateVssBackupComponents()", "InitializeForBackup(NULL)", "SetContext(" + context(options) + ")"));
        if (context.hasWriters()) {
            calls.add("SetBackupState(" + isOfComponents(options) + ", false, VSS_BT_" + options.type() + ", false)");
        }
        return calls;
    }

    /** The context, and what is asked for beside it. */
    private static String context(BackupOptions options) {
        return options.context()
                + options.attributes().stream()
                        .sorted()
                        .map(attribute -> " + " + attribute)
                        .collect(Collectors.joining());
    }

    private static boolean isOfComponents(BackupOptions options) {
        return options.selection().includesAnything();
    }

    /** What asks the writers what they have. */
    static List<String> writers() {
        List<String> calls = open(BackupOptions.defaults());
        calls.addAll(METADATA);
        return calls;
    }

    /** What finds out whether all answer: a session, and in it a query by an object of its own. */
    static List<String> doctor() {
        List<String> calls = open(BackupOptions.defaults());
        calls.addAll(query("VSS_OBJECT_PROVIDER"));
        calls.addAll(METADATA);
        calls.addAll(WRITER_STATUS);
        return calls;
    }

    /** The making of shadow copies, until they can be read. */
    static List<String> make(BackupOptions options, List<String> volumes) {
        boolean writers = options.context().hasWriters();
        List<String> calls = open(options);
        if (writers) {
            calls.addAll(METADATA);
            if (isOfComponents(options)) {
                calls.add("AddComponent(…) for each component");
            }
            calls.add("FreeWriterMetadata()");
        }
        String provider =
                options.provider().equals(ProviderChoice.any()) ? "GUID_NULL" : "the provider " + options.provider();
        calls.add("StartSnapshotSet()");
        if (volumes.isEmpty()) {
            calls.add("AddToSnapshotSet(…, " + provider + ") for each volume that the components need");
        }
        volumes.forEach(volume -> calls.add("AddToSnapshotSet(" + volume + ", " + provider + ")"));
        if (writers) {
            calls.add("PrepareForBackup()");
            calls.addAll(WRITER_STATUS);
        }
        calls.add("DoSnapshotSet()");
        if (writers) {
            calls.addAll(WRITER_STATUS);
        }
        if (volumes.isEmpty()) {
            calls.add("GetSnapshotProperties(…) for each of them");
        }
        volumes.forEach(volume -> calls.add("GetSnapshotProperties(…)"));
        return calls;
    }

    /** The end of a backup that went well. */
    static List<String> complete(BackupOptions options) {
        if (!options.context().hasWriters()) {
            return List.of();
        }
        List<String> calls = new ArrayList<>();
        if (isOfComponents(options)) {
            calls.add("SetBackupSucceeded(…) for each component");
        }
        calls.add("BackupComplete()");
        calls.addAll(WRITER_STATUS);
        return calls;
    }
}
