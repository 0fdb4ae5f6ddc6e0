package org.vss4j.requester;

import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.BackupSchema.Feature;
import org.vss4j.writer.FileSet;

/**
 * What kind of backup the writers are told of, as a {@code VSS_BACKUP_TYPE}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_backup_type">VSS_BACKUP_TYPE</a>
 */
public enum BackupType {
    /** A full backup: writers note it, and may truncate their logs and move the base of differential backups. */
    FULL(1),
    /** What has changed since the last full or incremental backup. */
    INCREMENTAL(2),
    /** What has changed since the last full backup. */
    DIFFERENTIAL(3),
    /** The log files only. */
    LOG(4),
    /** A copy that leaves no trace in the history of writers that support it; others take it for a full backup. */
    COPY(5),
    /** None of the others. */
    OTHER(6);

    private final int value;

    BackupType(int value) {
        this.value = value;
    }

    int value() {
        return value;
    }

    /**
     * Tells whether a writer can take part in backups of this type. One that cannot should take them for full ones, so it may
     * truncate its logs after a {@link #COPY}.
     *
     * @param schema what the writer can do
     * @return whether it has the {@code VSS_BACKUP_SCHEMA} bit; a full backup, and one of another kind, need none
     */
    public boolean isSupportedBy(BackupSchema schema) {
        return switch (this) {
            case INCREMENTAL ->
                schema.supports(Feature.INCREMENTAL) || schema.supports(Feature.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL);
            case DIFFERENTIAL ->
                schema.supports(Feature.DIFFERENTIAL) || schema.supports(Feature.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL);
            case LOG -> schema.supports(Feature.LOG);
            case COPY -> schema.supports(Feature.COPY);
            case FULL, OTHER -> true;
        };
    }

    /** Whether files have to be taken from a shadow copy in backups of this type. */
    boolean takesFromCopy(FileSet files) {
        int bit = switch (this) {
            case DIFFERENTIAL -> 0x200;
            case INCREMENTAL -> 0x400;
            case LOG -> 0x800;
            case FULL, COPY, OTHER -> 0x100;
        };
        return (files.backupTypeMask() & bit) != 0;
    }
}
