package org.vss4j.requester;

import java.util.Map;
import org.vss4j.requester.ComponentResult.Told;

/** How far the writers have been told what became of the components of a backup. Safe for use by many threads. */
final class Telling {
    private volatile Map<SelectedComponent, Boolean> said = Map.of();
    private volatile boolean heard;

    /**
     * VSS knows what the writers are to be told, and {@code BackupComplete}, which tells them, is about to be called.
     *
     * @param succeeded whether the backup of each component did
     */
    void begins(Map<SelectedComponent, Boolean> succeeded) {
        said = Map.copyOf(succeeded);
    }

    /** {@code BackupComplete} has finished. */
    void isOver() {
        heard = true;
    }

    /** What the writer of a component has been told of it. */
    Told of(SelectedComponent component) {
        Boolean succeeded = said.get(component);
        if (succeeded == null) {
            return Told.NOTHING;
        } else if (!heard) {
            return Told.UNCERTAIN;
        }
        return succeeded ? Told.SUCCEEDED : Told.FAILED;
    }
}
