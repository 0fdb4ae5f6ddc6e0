package org.vss4j.requester;

/**
 * What a shadow copy is made for, as a {@code VSS_SNAPSHOT_CONTEXT}. Copies of both contexts go when the session is
 * closed, or its process ends.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_snapshot_context">VSS_SNAPSHOT_CONTEXT</a>
 */
public enum SnapshotContext {
    /** A backup with writers: databases and other programs bring their files into a consistent state first. */
    BACKUP(0x00, Writers.TAKE_PART),
    /** A backup without writers: the files are as if the power had failed at that instant. */
    FILE_SHARE_BACKUP(0x10, Writers.STAY_OUT);

    enum Writers {
        TAKE_PART,
        STAY_OUT
    }

    private final int value;
    private final Writers writers;

    SnapshotContext(int value, Writers writers) {
        this.value = value;
        this.writers = writers;
    }

    int value() {
        return value;
    }

    /**
     * Tells whether writers take part.
     *
     * @return whether they do
     */
    public boolean hasWriters() {
        return writers == Writers.TAKE_PART;
    }
}
