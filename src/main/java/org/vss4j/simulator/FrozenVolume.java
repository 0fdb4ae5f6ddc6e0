package org.vss4j.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.vss4j.internal.copy.CopyObserver;
import org.vss4j.internal.copy.TreeCopier;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.state.Exclusions;

/** A volume's files in the store: a simulated shadow copy. Not safe for use by many threads. */
final class FrozenVolume {
    private final SimulatedVolume volume;
    private Path folder;

    FrozenVolume(SimulatedVolume volume, Path folder) {
        this.volume = volume;
        this.folder = folder;
    }

    /** Where the files are. */
    Path root() {
        return folder;
    }

    /** Takes note of where the files are now. */
    void hasMovedTo(Path newFolder) {
        folder = newFolder;
    }

    SimulatedVolume volume() {
        return volume;
    }

    /**
     * Copies the volume's files.
     *
     * @param machine whose store is no part of the copy, and which is told what was copied and what could not be read; where
     *     another volume of it is mounted, the copy has an empty folder
     * @param operation stops the copy when it has ended
     */
    void freeze(Machine machine, SimulatedAsync operation) throws IOException {
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
                return exclusions.contains(source) || mountPoints.contains(source.getParent());
            }

            @Override
            public boolean excludes(Path folder, FileKey key) {
                return exclusions.contains(key);
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
        if (volume.files().isEmpty()) {
            TreeCopier.copy(volume.root(), folder, observer);
            return;
        }
        Files.createDirectory(folder);
        for (Path file : volume.files()) {
            TreeCopier.copy(file, folder.resolve(file.getFileName()), observer);
        }
    }

    void delete() throws IOException {
        FileTrees.delete(folder);
    }
}
