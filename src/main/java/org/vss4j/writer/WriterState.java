package org.vss4j.writer;

/**
 * How far a writer has come, as a {@code VSS_WRITER_STATE}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_writer_state">VSS_WRITER_STATE</a>
 */
public enum WriterState {
    /** Nobody knows how it stands, which is an error of the writer. */
    UNKNOWN(0),
    /** Nothing is under way, and nothing has failed. */
    STABLE(1),
    /** It waits to be frozen. */
    WAITING_FOR_FREEZE(2),
    /** It waits to be thawed. */
    WAITING_FOR_THAW(3),
    /** It waits for the event PostSnapshot. */
    WAITING_FOR_POST_SNAPSHOT(4),
    /** It waits to be told that the backup is complete. */
    WAITING_FOR_BACKUP_COMPLETE(5),
    /** It vetoed when it was asked what it has. */
    FAILED_AT_IDENTIFY(6),
    /** It vetoed at the event PrepareBackup. */
    FAILED_AT_PREPARE_BACKUP(7),
    /** It vetoed at the event PrepareSnapshot. */
    FAILED_AT_PREPARE_SNAPSHOT(8),
    /** It vetoed at the event Freeze. */
    FAILED_AT_FREEZE(9),
    /** It vetoed at the event Thaw. */
    FAILED_AT_THAW(10),
    /** It vetoed at the event PostSnapshot. */
    FAILED_AT_POST_SNAPSHOT(11),
    /** It vetoed at the event BackupComplete. */
    FAILED_AT_BACKUP_COMPLETE(12),
    /** It vetoed at the event PreRestore. */
    FAILED_AT_PRE_RESTORE(13),
    /** It vetoed at the event PostRestore. */
    FAILED_AT_POST_RESTORE(14),
    /** It vetoed at the event BackupShutdown. */
    FAILED_AT_BACKUP_SHUTDOWN(15);

    private final int value;

    WriterState(int value) {
        this.value = value;
    }

    /**
     * The number that Microsoft gives it.
     *
     * @return a {@code VSS_WRITER_STATE}
     */
    public int value() {
        return value;
    }

    /**
     * Tells whether the writer has vetoed.
     *
     * @return whether it is one of the states of failure
     */
    public boolean isFailure() {
        return compareTo(FAILED_AT_IDENTIFY) >= 0;
    }

    /**
     * The state with a number.
     *
     * @param value a {@code VSS_WRITER_STATE}
     * @return the state; {@link #UNKNOWN} for a number that is none
     */
    public static WriterState of(int value) {
        return value > 0 && value < values().length ? values()[value] : UNKNOWN;
    }
}
