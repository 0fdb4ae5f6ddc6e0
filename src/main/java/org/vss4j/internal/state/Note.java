package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vss4j.internal.files.Reason;

/** One thing that will be undone if this process dies; made by a {@link StateDirectory}. May be used by any thread. */
public final class Note {

    private final Path file;

    Note(Path file) {
        this.file = file;
    }

    /** Withdraws this note: there is nothing to undo any more. Once withdrawn, does nothing. */
    public void done() throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Reason.naming(file, e);
        }
    }
}
