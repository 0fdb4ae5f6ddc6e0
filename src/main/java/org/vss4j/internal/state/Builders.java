package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.PathText;

/** The live processes of a root that build something beside its place, as their notes say. */
final class Builders {
    private Builders() {}

    /**
     * Goes on only if nobody builds something for a target, or still removes what was there. The caller has the
     * {@link RootLock}, under which all note what they build.
     *
     * @throws IOException if somebody does: it names the target and the process
     */
    static void requireNone(Path root, Path target) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Builders::isOfAProcess)) {
            for (Path folder : folders) {
                if (builds(folder, target) && ProcessFolder.isAlive(folder)) {
                    throw new FileSystemException(
                            PathText.of(target),
                            null,
                            "another vss4j is making it (process " + ProcessFolder.processOf(folder)
                                    + "): wait until that has ended, or choose another target");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static boolean isOfAProcess(Path entry) {
        return ProcessFolder.isName(entry.getFileName().toString());
    }

    private static boolean builds(Path folder, Path target) {
        try {
            return ProcessFolder.notesIn(folder).paths().stream().anyMatch(path -> isFor(path, target));
        } catch (IOException ignored) {
            // It has just gone.
            return false;
        }
    }

    private static boolean isFor(Path path, Path target) {
        return TemporaryName.isBeside(path, target) && isSame(folderOf(path), folderOf(target));
    }

    private static Path folderOf(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    /** By name, or by what it is: a folder may be mounted at two places. */
    private static boolean isSame(Path folder, Path other) {
        return folder.equals(other)
                || FileKey.of(folder)
                        .filter(key -> FileKey.of(other).filter(key::equals).isPresent())
                        .isPresent();
    }
}
