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

/**
 * The deletion of one tree by its paths, of which none may be longer than the system's longest.
 */
final class PathRemoval {
    /*
     * Every entry is simply deleted. Of a directory that can't be, since it is not empty, the name waits until the
     * directory that it was found in has been closed, so that only one is open at a time. The unfinished directories form
     * a stack: one is deleted when it is on top and no name waits in it.
     */

    private final Deque<Directory> unfinished = new ArrayDeque<>();
    private final Failures failures = new Failures();
    private final Runnable checkpoint;

    private PathRemoval(Runnable checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** Deletes a tree. */
    static void of(Path tree, Runnable checkpoint) throws IOException {
        PathRemoval removal = new PathRemoval(checkpoint);
        removal.run(tree);
        removal.failures.throwFirst();
    }

    private void run(Path tree) {
        if (waits(tree, null)) {
            enter(tree, null);
        }
        while (!unfinished.isEmpty()) {
            Directory directory = unfinished.element();
            Path next = directory.waiting.poll(directory.path);
            if (next == null) {
                unfinished.remove();
                finish(directory);
            } else {
                enter(next, directory.path);
            }
        }
    }

    private void enter(Path path, @Nullable Path parent) {
        Directory directory = new Directory(path, parent);
        unfinished.push(directory);
        try (DirectoryStream<Path> entries = open(path)) {
            for (Path entry : entries) {
                if (waits(entry, path)) {
                    directory.waiting.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            directory.unlisted = e.getCause();
        } catch (IOException e) {
            directory.unlisted = e;
        }
    }

    /** Deletes an entry; tells whether it is a directory that has to be emptied first. */
    private boolean waits(Path entry, @Nullable Path parent) {
        checkpoint.run();
        try {
            delete(entry, parent);
        } catch (DirectoryNotEmptyException ignored) {
            return true;
        } catch (AccessDeniedException e) {
            // Denied by the directory around it, if it is one itself: that says nothing about what is in it.
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
            failures.add(Reason.naming(entry, e));
        } catch (IOException e) {
            // A file system that is read-only refuses that also for what is not there.
            if (!Files.notExists(entry, LinkOption.NOFOLLOW_LINKS)) {
                failures.add(Reason.naming(entry, e));
            }
        }
        return false;
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
        if (deleteIfExists(entry, parent)) {
            Removals.removed();
        }
    }

    private static boolean deleteIfExists(Path entry, @Nullable Path parent) throws IOException {
        try {
            return Files.deleteIfExists(entry);
        } catch (AccessDeniedException e) {
            if (!DeletionRights.unlock(entry) && (parent == null || !DeletionRights.openUp(parent))) {
                throw e;
            }
            return Files.deleteIfExists(entry);
        }
    }

    /** A directory with entries. */
    private static final class Directory {

        final Path path;

        /** The directory it was found in; null at the top, where nothing around the tree may be changed. */
        final @Nullable Path parent;

        /** Those of its directories that have not been entered yet. */
        final Names waiting = new Names();

        /** Why its entries are not known, or not all; no matter if it is deleted nevertheless, or gone. */
        @Nullable
        IOException unlisted;

        Directory(Path path, @Nullable Path parent) {
            this.path = path;
            this.parent = parent;
        }
    }
}
