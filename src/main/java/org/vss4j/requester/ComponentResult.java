package org.vss4j.requester;

import java.util.Optional;

/**
 * What became of a component in a backup.
 *
 * @param component which
 * @param backupStamp the stamp that the writer gave this backup of it, or empty; a later incremental or differential
 *     backup takes it by {@link ComponentSelection#withPreviousStamp}
 * @param failure why the backup has to do without it; empty if it need not
 */
public record ComponentResult(SelectedComponent component, String backupStamp, Optional<WriterFailure> failure) {

    /**
     * Tells whether the backup has the component.
     *
     * @return whether nothing failed
     */
    public boolean succeeded() {
        return failure.isEmpty();
    }
}
