package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a path leads that may lead to nothing yet: the links on the way are resolved, as far as there is something. */
public final class RealPath {
    private RealPath() {}

    /**
     * Returns the real path.
     *
     * @throws IOException if the file system cannot tell: one line that names how far it came, and the reason
     */
    public static Path of(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        for (Path there = absolute; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(absolute)).normalize();
            } catch (NoSuchFileException ignored) {
                // Its parent, then.
            } catch (IOException e) {
                throw Reason.naming(there, e);
            }
        }
        return absolute.normalize();
    }
}
