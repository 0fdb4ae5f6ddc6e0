package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;

/** One thing that will be undone if this process dies; made by a {@link StateDirectory}. May be used by any thread. */
public final class Note {

    private final Path file;

    /** The notes of the same directory that have nothing to undo any more, and could not be removed. */
    private final Set<Path> dropped;

    Note(Path file, Set<Path> dropped) {
        this.file = file;
        this.dropped = dropped;
    }

    /**
     * Withdraws this note, which has nothing to undo any more, whatever comes of it: if it can't be removed now, the state
     * directory only removes it when it is closed, or says then that it is left.
     */
    public void drop() {
        try {
            done();
        } catch (IOException ignored) {
            dropped.add(file);
        }
    }

    /**
     * Withdraws this note: there is nothing to undo any more. When this returns, it is gone from the disk too. Once
     * withdrawn, does nothing.
     *
     * @throws IOException if that was not possible: one line that names the note
     */
    public void done() throws IOException {
        remove(file);
    }

    /** Removes a note, or another file of that kind, if it is there. */
    static void remove(Path file) throws IOException {
        try {
            if (Files.deleteIfExists(file)) {
                Disk.of(file).forceNames(Objects.requireNonNull(file.getParent()));
            }
        } catch (NoSuchFileException ignored) {
            // The folder has gone with it.
            return;
        } catch (IOException e) {
            throw new IOException("could not remove the note " + PathText.of(file) + ": " + Reason.of(e), e);
        }
    }
}
