package org.vss4j.simulator;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.writer.WriterState;

/** What a writer is told. It can veto all of it but {@link #ABORT}. */
public enum WriterEvent {
    /** It is asked what it has, by {@code GatherWriterMetadata}. A writer that vetoes is not heard of again. */
    IDENTIFY(WriterState.STABLE, WriterState.FAILED_AT_IDENTIFY),
    /** It gets ready, by {@code PrepareForBackup}. */
    PREPARE_BACKUP(WriterState.STABLE, WriterState.FAILED_AT_PREPARE_BACKUP),
    /** A snapshot is about to be made, by {@code DoSnapshotSet}. */
    PREPARE_SNAPSHOT(WriterState.WAITING_FOR_FREEZE, WriterState.FAILED_AT_PREPARE_SNAPSHOT),
    /** It has to hold its writes, by {@code DoSnapshotSet}: what it writes now is in the copy, and nothing after it. */
    FREEZE(WriterState.WAITING_FOR_THAW, WriterState.FAILED_AT_FREEZE),
    /** It may go on to write, by {@code DoSnapshotSet}. */
    THAW(WriterState.WAITING_FOR_POST_SNAPSHOT, WriterState.FAILED_AT_THAW),
    /** The snapshot is made, by {@code DoSnapshotSet}. */
    POST_SNAPSHOT(WriterState.WAITING_FOR_BACKUP_COMPLETE, WriterState.FAILED_AT_POST_SNAPSHOT),
    /** The backup is done, by {@code BackupComplete}. */
    BACKUP_COMPLETE(WriterState.STABLE, WriterState.FAILED_AT_BACKUP_COMPLETE),
    /** The backup is given up, by {@code AbortBackup}, or by the service when a {@code DoSnapshotSet} fails. It may come twice. */
    ABORT(WriterState.STABLE, null),
    /** The object of the backup is released, or its process has died. */
    BACKUP_SHUTDOWN(WriterState.STABLE, WriterState.FAILED_AT_BACKUP_SHUTDOWN);

    private final WriterState next;
    private final @Nullable WriterState failed;

    WriterEvent(WriterState next, @Nullable WriterState failed) {
        this.next = next;
        this.failed = failed;
    }

    /** How a writer stands that has heard it, and not failed. */
    WriterState next() {
        return next;
    }

    /** Whether there is a state for a writer that fails at it. */
    boolean canBeVetoed() {
        return failed != null;
    }

    /**
     * How a writer stands that has vetoed.
     *
     * @return a state of failure
     * @throws NullPointerException of {@link #ABORT}, which no writer can veto
     */
    public WriterState failedState() {
        return Objects.requireNonNull(failed, () -> this + " cannot be vetoed");
    }
}
