package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens directories to list them, but not what a symbolic link leads to that has taken a directory's place. */
public final class Directories {

    private Directories() {}

    /**
     * Opens a directory.
     *
     * @param seen what was seen at {@code directory}, without following links. The JDK follows links when it opens a
     *     directory; so that one which opens is compared with this, where files have keys.
     */
    @SuppressWarnings("StreamResourceLeak") // The caller closes it.
    public static DirectoryStream<Path> open(Path directory, BasicFileAttributes seen) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        try {
            if (stream instanceof SecureDirectoryStream<Path> opened) {
                requireSame(directory, seen, opened);
            }
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private static void requireSame(Path directory, BasicFileAttributes seen, SecureDirectoryStream<Path> opened)
            throws IOException {
        BasicFileAttributes found =
                opened.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
        if (found.fileKey() != null && !found.fileKey().equals(seen.fileKey())) {
            throw new FileSystemException(directory.toString(), null, "replaced while it was read");
        }
    }
}
