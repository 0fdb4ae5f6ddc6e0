package org.vss4j.simulator;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.vss4j.VssException;
import org.vss4j.internal.files.NamedPlace;
import org.vss4j.requester.BackupType;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;

/**
 * The volumes of a snapshot set, as a writer looks at them: whether all its files are there that have to be taken from a copy.
 * Of a folder whose name has no meaning on this machine that is not known, and then the writer is content.
 *
 * @param machine all volumes that there are
 * @param roots the root directories of those in the set
 */
record SetVolumes(SimulatedVolumes machine, Set<Path> roots) {
    /** Copies the set. */
    SetVolumes {
        roots = Set.copyOf(roots);
    }

    /** Whether files of a component that are needed in a type of backup are on none of them. */
    boolean lackFilesOf(WriterComponent component, BackupType type) {
        return Stream.of(component.files(), component.databaseFiles(), component.databaseLogFiles())
                .flatMap(List::stream)
                .filter(files -> (files.backupTypeMask() & snapshotRequired(type)) != 0)
                .map(files -> NamedPlace.of(folder(files), System::getenv))
                .filter(Objects::nonNull)
                .anyMatch(place -> !holds(place));
    }

    private boolean holds(Path place) {
        try {
            return roots.contains(machine.holding(place));
        } catch (VssException e) {
            // It is on no volume at all.
            return false;
        }
    }

    private static String folder(FileSet files) {
        return files.alternateLocation().isEmpty() ? files.path() : files.alternateLocation();
    }

    /** The bit by which files have to be taken from a copy, of {@code VSS_FILE_SPEC_BACKUP_TYPE}. */
    private static int snapshotRequired(BackupType type) {
        return switch (type) {
            case FULL, COPY, OTHER -> 0x100;
            case DIFFERENTIAL -> 0x200;
            case INCREMENTAL -> 0x400;
            case LOG -> 0x800;
        };
    }
}
