package org.vss4j.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.vss4j.internal.com.read.SnapshotProperties;

/**
 * What all objects of one simulator share: the machine on which the service runs.
 *
 * @param volumes what can be copied
 * @param clock tells how long operations take
 * @param durations how long a method's operation takes; zero for one that is not there
 * @param faults what goes wrong with the methods
 * @param state where all copies lie, those of other processes too
 * @param persistent the copies in the store that outlive the objects and processes that made them
 * @param creation whose snapshot set is being made: one at a time on a machine
 * @param objects the objects that have references
 * @param unreadable what could not be copied
 * @param changed what was changed in copies that are gone
 * @param storeFailures what the store's file system refused
 * @param log the calls that were made
 * @param writers the writers that run
 * @param writerFailures how writers were left by earlier backups
 * @param history of which backups the writers took note
 * @param observer watches volumes being copied
 */
record Machine(
        SimulatedVolumes volumes,
        SimulatorClock clock,
        Map<VssMethod, Duration> durations,
        Faults faults,
        Store state,
        PersistentCopies persistent,
        Creation creation,
        Set<SimulatedBackup> objects,
        UnreadableFiles unreadable,
        ChangedFiles changed,
        StoreFailures storeFailures,
        CallLog log,
        List<SimulatedWriter> writers,
        WriterFailures writerFailures,
        BackupHistory history,
        FreezeObserver observer) {

    Machine(
            SimulatedVolumes volumes,
            SimulatorClock clock,
            Map<VssMethod, Duration> durations,
            Faults faults,
            Store state,
            List<SimulatedWriter> writers,
            FreezeObserver observer) {
        this(
                volumes,
                clock,
                Map.copyOf(durations),
                faults.afresh(),
                state,
                new PersistentCopies(state.root()),
                new Creation(state),
                ConcurrentHashMap.newKeySet(),
                new UnreadableFiles(),
                new ChangedFiles(),
                new StoreFailures(state.root()),
                new CallLog(),
                List.copyOf(writers),
                new WriterFailures(),
                new BackupHistory(),
                observer);
    }

    /** Where all copies lie, those of other processes too. */
    Path store() {
        return state.root();
    }

    /**
     * Where this simulator's copies lie; made on first use.
     *
     * @throws UncheckedIOException if that is not possible
     */
    Path folder() {
        try {
            return state.folder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When an operation that a method begins now comes to its end by itself. */
    Instant end(VssMethod method) {
        Instant now = clock.instant();
        Duration duration = durations.getOrDefault(method, Duration.ZERO);
        return duration.compareTo(Duration.between(now, Instant.MAX)) > 0 ? Instant.MAX : now.plus(duration);
    }

    /**
     * The folder that stands for a device object; empty if it is that of no copy.
     *
     * @throws UncheckedIOException if the store cannot be read
     */
    Optional<Path> folderOf(String deviceObject) {
        try {
            for (SimulatedBackup object : objects) {
                Optional<Path> found = object.copies().folderOf(deviceObject);
                if (found.isPresent()) {
                    return found;
                }
            }
            return persistent.folderOf(deviceObject);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a persistent copy.
     *
     * @return whether it was there
     */
    boolean deletePersistent(UUID setId, UUID copyId) throws IOException {
        return persistent.delete(setId, copyId, changed::add);
    }

    /** The permissions that a file of a copy of ours had on the volume, given the mode of its copy. */
    int permissions(Path frozen, int mode) {
        return objects.stream()
                .flatMap(object -> object.copies().holding(frozen).stream())
                .findFirst()
                .map(copy -> copy.permissions(frozen, mode))
                .orElse(mode & 0_7777);
    }

    /**
     * The copies that are complete, the oldest first: those of this simulator, and the persistent ones of all.
     *
     * @throws UncheckedIOException if the store cannot be read
     */
    List<SnapshotProperties> copies() {
        try {
            List<SnapshotProperties> copies = new ArrayList<>(persistent.list());
            objects.forEach(object -> copies.addAll(object.copies().released()));
            copies.sort(Comparator.comparingLong(SnapshotProperties::creation).thenComparing(SnapshotProperties::id));
            return copies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
