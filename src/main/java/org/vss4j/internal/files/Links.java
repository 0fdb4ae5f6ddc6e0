package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.vss4j.internal.windows.Platform;
import org.vss4j.internal.windows.ReparsePoints;
import org.vss4j.internal.windows.Win32Exception;

/** What leads elsewhere: symbolic links, and on Windows junctions and folders in which a volume is mounted. */
public final class Links {
    private Links() {}

    /**
     * Where the last name of a path leads.
     *
     * @param path an absolute path; the folders before the last name are followed
     * @return what is written in the link, perhaps relative; empty if it is no link, or nothing is there
     * @throws IOException if the system cannot tell: one line that names the path, and the reason
     */
    public static Optional<Path> target(Path path) throws IOException {
        return Platform.isWindows() ? onWindows(path) : symbolic(path);
    }

    private static Optional<Path> onWindows(Path path) throws IOException {
        try {
            return ReparsePoints.target(path).map(Path::of);
        } catch (Win32Exception | InvalidPathException e) {
            FileSystemException failure = new FileSystemException(PathText.of(path), null, e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static Optional<Path> symbolic(Path path) throws IOException {
        try {
            boolean isLink = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isSymbolicLink();
            return isLink ? Optional.of(Files.readSymbolicLink(path)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (isBelowAFile(path)) {
                return Optional.empty();
            }
            throw Reason.naming(path, e);
        }
    }

    /** Whether a path leads on from what is no folder, and so to nothing: the JDK has no exception of its own for that. */
    private static boolean isBelowAFile(Path path) {
        Path folder = path.getParent();
        return folder != null && Files.exists(folder) && !Files.isDirectory(folder);
    }
}
