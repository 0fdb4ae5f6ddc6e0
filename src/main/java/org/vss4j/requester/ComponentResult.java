package org.vss4j.requester;

import java.util.Optional;

/**
 * What became of a component in a backup.
 *
 * @param component which
 * @param backupStamp the stamp that the writer gave this backup of it, or empty; a later incremental or differential
 *     backup takes it by {@link ComponentSelection#withPreviousStamp}
 * @param failure why the backup has to do without it; empty if it need not
 * @param told what its writer has been told of it
 */
public record ComponentResult(
        SelectedComponent component, String backupStamp, Optional<WriterFailure> failure, Told told) {
    /** What a writer has been told of the backup of a component. */
    public enum Told {
        /** Nothing: it did not come to {@code BackupComplete}. */
        NOTHING,
        /** Nobody knows: {@code BackupComplete} was called, and has not finished, or has failed. */
        UNCERTAIN,
        /** That it succeeded. */
        SUCCEEDED,
        /** That it failed. */
        FAILED
    }

    /**
     * Tells whether the backup has the component, as far as it has come; whether the writer knows is {@link #told}.
     *
     * @return whether nothing failed
     */
    public boolean succeeded() {
        return failure.isEmpty();
    }
}
