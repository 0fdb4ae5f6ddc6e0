package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileKey;

/**
 * What is no part of a copy: the root of the state directories, and what a process is building, or has moved aside, under a
 * temporary name that is noted there. A file of the user's that only looks like that is part of it.
 */
public final class Exclusions {

    private final Path live;
    private final Path seenAt;
    private final Path root;
    private final @Nullable FileKey rootKey;

    private Exclusions(Path live, Path seenAt, Path root) {
        this.live = live;
        this.seenAt = seenAt;
        this.root = root;
        this.rootKey = FileKey.of(root).orElse(null);
    }

    /**
     * Returns what is no part of a copy of a tree.
     *
     * @param live where the tree is in the live file system
     * @param seenAt where it is read
     * @param root the real path of the root of the state directories
     */
    public static Exclusions of(Path live, Path seenAt, Path root) throws IOException {
        return new Exclusions(live.toRealPath(), seenAt, root);
    }

    /** Tells whether an entry of the tree is no part of the copy. */
    public boolean contains(Path source) {
        Path path = live.resolve(seenAt.relativize(source));
        return path.equals(root) || (TemporaryName.matches(path) && isNoted(path));
    }

    /** Tells whether a folder of the tree is the root, by whatever path it is reached. */
    public boolean contains(FileKey folder) {
        return folder.equals(rootKey);
    }

    /** Asks anew each time, for such names are few, and other processes come and go. */
    private boolean isNoted(Path path) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                if (isNoted(path, folder)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException ignored) {
            return false;
        }
    }

    private static boolean isNoted(Path path, Path folder) {
        try {
            return ProcessFolder.notesIn(folder).paths().stream().anyMatch(noted -> isSame(noted, path));
        } catch (IOException ignored) {
            // Not a folder of a process, or one that has just gone.
            return false;
        }
    }

    /** By name, or by what it is: a folder may be mounted at two places. */
    private static boolean isSame(Path noted, Path path) {
        return noted.equals(path)
                || (Objects.equals(noted.getFileName(), path.getFileName())
                        && FileKey.of(noted)
                                .filter(key -> FileKey.of(path).equals(Optional.of(key)))
                                .isPresent());
    }
}
