package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Deletes trees of files. */
public final class FileTrees {
    /*
     * Every entry is simply deleted. A directory that can't be, since it is not empty, waits until the directory that it
     * was found in has been closed, so that only one is open at a time. What waits forms a stack: a directory that has
     * been emptied stays below those found in it and is deleted when it is on top again.
     */

    private final Deque<Directory> waiting = new ArrayDeque<>();
    private final Failures failures = new Failures();

    private FileTrees() {}

    /**
     * Deletes a tree, or a single file or symbolic link; never follows a link. Directories of the tree, and on Windows
     * files, that forbid it are made writable. A path where there is nothing is fine.
     *
     * @throws IOException if not everything could be deleted, after all else was: the first failure, with more of them
     *     suppressed in it
     */
    public static void delete(Path tree) throws IOException {
        FileTrees deletion = new FileTrees();
        deletion.visit(tree, null);
        deletion.run();
        deletion.failures.throwFirst();
    }

    private void run() {
        while (!waiting.isEmpty()) {
            Directory directory = waiting.element();
            if (directory.emptied) {
                waiting.remove();
                finish(directory);
            } else {
                directory.emptied = true;
                empty(directory);
            }
        }
    }

    private void empty(Directory directory) {
        try (DirectoryStream<Path> entries = open(directory.path)) {
            for (Path entry : entries) {
                visit(entry, directory.path);
            }
        } catch (DirectoryIteratorException e) {
            directory.unlisted = e.getCause();
        } catch (IOException e) {
            directory.unlisted = e;
        }
    }

    private void visit(Path entry, @Nullable Path parent) {
        try {
            delete(entry, parent);
        } catch (DirectoryNotEmptyException ignored) {
            waiting.push(new Directory(entry, parent));
        } catch (AccessDeniedException e) {
            // Denied by the directory around it, if it is one itself: that says nothing about what is in it.
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                waiting.push(new Directory(entry, parent));
            } else {
                failures.add(Reason.naming(entry, e));
            }
        } catch (IOException e) {
            failures.add(Reason.naming(entry, e));
        }
    }

    /** Deletes what should be empty by now, unless something in it could not be deleted. */
    private void finish(Directory directory) {
        try {
            delete(directory.path, directory.parent);
        } catch (DirectoryNotEmptyException e) {
            if (directory.unlisted != null) {
                failures.add(Reason.naming(directory.path, directory.unlisted));
            } else if (failures.isEmpty()) {
                failures.add(Reason.naming(directory.path, e));
            }
        } catch (IOException e) {
            failures.add(Reason.naming(directory.path, e));
        }
    }

    private static DirectoryStream<Path> open(Path directory) throws IOException {
        BasicFileAttributes seen =
                Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        try {
            return Directories.open(directory, seen);
        } catch (AccessDeniedException e) {
            if (!DeletionRights.openUp(directory)) {
                throw e;
            }
            return Directories.open(directory, seen);
        }
    }

    private static void delete(Path entry, @Nullable Path parent) throws IOException {
        try {
            Files.deleteIfExists(entry);
        } catch (AccessDeniedException e) {
            if (!DeletionRights.unlock(entry) && (parent == null || !DeletionRights.openUp(parent))) {
                throw e;
            }
            Files.deleteIfExists(entry);
        }
    }

    /** A directory with entries. */
    private static final class Directory {

        final Path path;

        /** The directory it was found in; null at the top, where nothing around the tree may be changed. */
        final @Nullable Path parent;

        boolean emptied;

        /** Why its entries are not known, or not all; no matter if it is deleted nevertheless, or gone. */
        @Nullable
        IOException unlisted;

        Directory(Path path, @Nullable Path parent) {
            this.path = path;
            this.parent = parent;
        }
    }
}
