package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Path;
import org.vss4j.internal.posix.Posix;

/** Deletes trees of files. */
public final class FileTrees {

    private FileTrees() {}

    /**
     * Deletes a tree, or a single file or symbolic link; never follows a link. Directories of the tree, and on Windows
     * files, that forbid it are made writable. A path where there is nothing is fine.
     *
     * @throws IOException if not everything could be deleted, after all else was: the first failure, with more of them
     *     suppressed in it
     */
    public static void delete(Path tree) throws IOException {
        delete(tree, () -> {});
    }

    /**
     * Deletes a tree as {@link #delete(Path)} does, unless it is stopped.
     *
     * @param checkpoint called before each entry; what it throws ends the deletion
     */
    @SuppressWarnings("try")
    public static void delete(Path tree, Runnable checkpoint) throws IOException {
        try (Removals.Removal removal = Removals.begin()) {
            if (Posix.reaches(tree)) {
                PosixRemoval.of(tree, checkpoint);
            } else {
                PathRemoval.of(tree, checkpoint);
            }
        }
    }

    /**
     * Goes on only if a tree can be deleted when it has been moved. On Linux it always can, as far as it depends on the
     * length of paths: elsewhere a path must not be longer than the system's longest.
     *
     * @param moved where it will be
     * @throws IOException one line that names the tree
     */
    public static void requireDeletable(Path tree, Path moved) throws IOException {
        if (!Posix.reaches(tree)) {
            PathLengths.requireShort(tree, moved);
        }
    }

    /** Gives the owner of a file or directory all rights on it, as far as they are ours to give. */
    public static void openUp(Path entry) {
        boolean unused = DeletionRights.openUp(entry);
    }
}
