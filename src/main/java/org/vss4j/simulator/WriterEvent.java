package org.vss4j.simulator;

import org.vss4j.writer.WriterState;

/** What a writer is told, and can veto. */
public enum WriterEvent {
    /** It is asked what it has, by {@code GatherWriterMetadata}. A writer that vetoes is not heard of again. */
    IDENTIFY(VssMethod.GATHER_WRITER_METADATA, WriterState.FAILED_AT_IDENTIFY),
    /** It gets ready, by {@code PrepareForBackup}. */
    PREPARE_BACKUP(VssMethod.PREPARE_FOR_BACKUP, WriterState.FAILED_AT_PREPARE_BACKUP),
    /** A snapshot is about to be made, by {@code DoSnapshotSet}. */
    PREPARE_SNAPSHOT(VssMethod.DO_SNAPSHOT_SET, WriterState.FAILED_AT_PREPARE_SNAPSHOT),
    /** It has to hold its writes, by {@code DoSnapshotSet}. */
    FREEZE(VssMethod.DO_SNAPSHOT_SET, WriterState.FAILED_AT_FREEZE),
    /** It may go on to write, by {@code DoSnapshotSet}. */
    THAW(VssMethod.DO_SNAPSHOT_SET, WriterState.FAILED_AT_THAW),
    /** The snapshot is made, by {@code DoSnapshotSet}. */
    POST_SNAPSHOT(VssMethod.DO_SNAPSHOT_SET, WriterState.FAILED_AT_POST_SNAPSHOT),
    /** The backup is done, by {@code BackupComplete}. */
    BACKUP_COMPLETE(VssMethod.BACKUP_COMPLETE, WriterState.FAILED_AT_BACKUP_COMPLETE);

    private final VssMethod method;
    private final WriterState failed;

    WriterEvent(VssMethod method, WriterState failed) {
        this.method = method;
        this.failed = failed;
    }

    /** The method by whose operation writers learn of it. */
    VssMethod method() {
        return method;
    }

    /**
     * How a writer stands that has vetoed.
     *
     * @return a state of failure
     */
    public WriterState failedState() {
        return failed;
    }
}
