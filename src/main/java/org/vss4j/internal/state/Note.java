package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.vss4j.internal.files.Reason;

/** One thing that will be undone if this process dies; made by a {@link StateDirectory}. May be used by any thread. */
public final class Note {

    private final Path file;

    Note(Path file) {
        this.file = file;
    }

    /**
     * Withdraws this note: there is nothing to undo any more. When this returns, it is gone from the disk too. Once
     * withdrawn, does nothing.
     */
    public void done() throws IOException {
        try {
            if (Files.deleteIfExists(file)) {
                Disk.of(file).forceNames(Objects.requireNonNull(file.getParent()));
            }
        } catch (NoSuchFileException ignored) {
            // The folder has gone with it.
            return;
        } catch (IOException e) {
            throw Reason.naming(file, e);
        }
    }
}
