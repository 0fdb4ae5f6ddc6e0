package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.MountPoints;

/**
 * What is no part of a copy: the root of the state directories, also what of it is mounted elsewhere, and what a process is
 * building, or has moved aside, under a temporary name that is noted there. A file of the user's that only looks like that is
 * part of it. The folder of this process, into which the simulator copies, is known by its name alone: so no copy goes into
 * itself, whatever shows it.
 */
public final class Exclusions {

    private final Path live;
    private final Path seenAt;
    private final Path root;
    private final Set<FileKey> folders;

    private Exclusions(Path live, Path seenAt, Path root, Set<FileKey> folders) {
        this.live = live;
        this.seenAt = seenAt;
        this.root = root;
        this.folders = folders;
    }

    /**
     * Returns what is no part of a copy of a tree.
     *
     * @param live where the tree is in the live file system
     * @param seenAt where it is read
     * @param root the real path of the root of the state directories
     */
    public static Exclusions of(Path live, Path seenAt, Path root) throws IOException {
        Set<FileKey> folders = new HashSet<>();
        FileKey.of(root).ifPresent(folders::add);
        MountPoints.of(root).forEach(point -> FileKey.of(point).ifPresent(folders::add));
        return new Exclusions(live.toRealPath(), seenAt, root, folders);
    }

    /** Tells whether an entry of the tree is no part of the copy. */
    public boolean contains(Path source) {
        Path path = live.resolve(seenAt.relativize(source));
        return path.equals(root)
                || ProcessFolder.isOfThisProcess(path)
                || (TemporaryName.matches(path) && isNoted(path));
    }

    /** Tells whether a folder of the tree is the root, or is mounted from it, by whatever path it is reached. */
    public boolean contains(FileKey folder) {
        return folders.contains(folder);
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
