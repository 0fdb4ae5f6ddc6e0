package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens directories to list them, and not what has taken the place of one. */
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

    /**
     * Opens a directory of ours, or a link to it. What else has taken its place is refused: a FIFO would be waited for.
     *
     * @param glob which names are of interest
     * @throws NotDirectoryException if it is none
     * @throws java.nio.file.NoSuchFileException if there is nothing
     */
    @SuppressWarnings("StreamResourceLeak") // The caller closes it.
    public static DirectoryStream<Path> ofOurs(Path directory, String glob) throws IOException {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        return Files.newDirectoryStream(directory, glob);
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
