package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** Whether paths are too long for the system, which has no number for that: it is asked. */
final class PathLengths {

    private PathLengths() {}

    /**
     * Goes on only if all paths of a tree are short enough, also when it has been moved.
     *
     * @throws IOException one line that names the tree
     */
    static void requireShort(Path tree, Path moved) throws IOException {
        Deque<Path> folders = new ArrayDeque<>();
        add(tree, folders);
        while (!folders.isEmpty()) {
            Path folder = folders.pop();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    requireShort(moved.resolve(tree.relativize(entry)));
                    add(entry, folders);
                }
            } catch (DirectoryIteratorException e) {
                throw refused(tree, Objects.requireNonNull(e.getCause()));
            } catch (AccessDeniedException | NoSuchFileException | NotDirectoryException ignored) {
                // It has a right that can be taken when it is deleted, or is gone.
            } catch (IOException e) {
                throw refused(tree, e);
            }
        }
    }

    private static void add(Path entry, Deque<Path> folders) throws IOException {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            folders.push(entry);
        }
    }

    /** Of a path that is short enough the system says that there is nothing, since nothing has been moved there yet. */
    private static void requireShort(Path path) throws IOException {
        try {
            BasicFileAttributes unused =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException expected) {
            return;
        }
    }

    private static IOException refused(Path tree, IOException e) {
        FileSystemException refused = new FileSystemException(
                PathText.of(tree),
                null,
                "it could not be deleted afterwards, for a path in it is too long (" + Reason.of(e) + ")");
        refused.initCause(e);
        return refused;
    }
}
