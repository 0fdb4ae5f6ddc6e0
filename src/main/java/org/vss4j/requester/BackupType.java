package org.vss4j.requester;

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
    /** A copy that leaves no trace in any writer's history. */
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
}
