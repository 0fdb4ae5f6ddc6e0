package org.vss4j.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Where the files are; what stands for the device object. */
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
     * @param store what is never part of a copy: where all copies lie
     * @param operation stops the copy when it has ended
     * @param failures told what could not be read
     * @param watching told what has been copied
     */
    void freeze(Path store, SimulatedAsync operation, UnreadableFiles failures, FreezeObserver watching)
            throws IOException {
        Exclusions exclusions = Exclusions.of(volume.path(), volume.path(), store);
        CopyObserver observer = new CopyObserver() {
            @Override
            public void unreadable(Path source, String reason) {
                failures.add(source, reason);
            }

            @Override
            public void checkpoint() {
                operation.checkpoint();
            }

            @Override
            public boolean excludes(Path source) {
                return exclusions.contains(source);
            }

            @Override
            public boolean excludes(Path folder, FileKey key) {
                return exclusions.contains(key);
            }

            @Override
            public void copied(long bytes) {
                watching.copied(bytes);
            }

            @Override
            public void finished(Path source, long bytes) {
                watching.finished(source);
            }
        };
        if (volume.isDirectory()) {
            TreeCopier.copy(volume.path(), folder, observer);
        } else {
            Files.createDirectory(folder);
            TreeCopier.copy(volume.path(), folder.resolve(volume.path().getFileName()), observer);
        }
    }

    void delete() throws IOException {
        FileTrees.delete(folder);
    }
}
