package org.vss4j.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.vss4j.internal.copy.CopyObserver;
import org.vss4j.internal.copy.TreeCopier;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.state.Exclusions;

/** A volume's files in the store: a simulated shadow copy. Not safe for use by many threads. */
final class FrozenVolume {
    private final SimulatedVolume volume;
    private Path root;
    private FrozenModes modes;

    FrozenVolume(SimulatedVolume volume, Path root) {
        this.volume = volume;
        this.root = root;
        this.modes = new FrozenModes(folder());
    }

    /** Where the files are. */
    Path root() {
        return root;
    }

    /** The folder of the copy: the files, and what is on record of them. */
    Path folder() {
        return Objects.requireNonNull(root.getParent());
    }

    /** Takes note of where the files are now. */
    void hasMovedTo(Path newRoot) {
        root = newRoot;
        modes = new FrozenModes(folder());
    }

    /** The permissions that a file had, given its path in the copy and the mode of its copy. */
    int permissions(Path frozen, int mode) {
        return modes.of(root.relativize(frozen), mode);
    }

    /** Gives each path in the copy that was changed. */
    void check(Consumer<Path> changed) {
        CopySeal.check(folder(), root, changed);
    }

    SimulatedVolume volume() {
        return volume;
    }

    /**
     * Copies the volume's files.
     *
     * @param machine whose store is no part of the copy, and which is told what was copied and what could not be read; where
     *     another volume of it is mounted, the copy has an empty folder
     * @param leftOut what is no part of it either
     * @param operation stops the copy when it has ended
     */
    void freeze(Machine machine, FilesNotInSnapshot leftOut, SimulatedAsync operation) throws IOException {
        Exclusions exclusions = Exclusions.of(volume.root(), volume.root(), machine.store());
        Set<Path> mountPoints = machine.volumes().mountedIn(volume);
        CopyObserver observer = new CopyObserver() {
            @Override
            public void unreadable(Path source, String reason) {
                machine.unreadable().add(source, reason);
            }

            @Override
            public void checkpoint() {
                operation.checkpoint();
            }

            @Override
            public boolean excludes(Path source) {
                return exclusions.contains(source)
                        || mountPoints.contains(source.getParent())
                        || leftOut.contains(source);
            }

            @Override
            public boolean excludes(Path folder, FileKey key) {
                return exclusions.contains(key);
            }

            @Override
            public int permissionsOf(Path source, int mode) {
                return modes.freeze(volume.root().relativize(source), mode);
            }

            @Override
            public void copied(long bytes) {
                machine.observer().copied(bytes);
            }

            @Override
            public void finished(Path source, long bytes) {
                machine.observer().finished(source);
            }

            @Override
            public void notKept(Path source, String what) {
                machine.observer().notKept(source, what);
            }
        };
        FrozenModes written = modes;
        try (written) {
            copy(observer);
        }
    }

    private void copy(CopyObserver observer) throws IOException {
        if (volume.files().isEmpty()) {
            TreeCopier.copy(volume.root(), root, observer);
            return;
        }
        Files.createDirectory(root);
        for (Path file : volume.files()) {
            TreeCopier.copy(file, root.resolve(file.getFileName()), observer);
        }
    }

    void delete() throws IOException {
        FileTrees.delete(folder());
    }
}
