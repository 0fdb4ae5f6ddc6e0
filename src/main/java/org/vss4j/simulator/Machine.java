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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.read.SnapshotProperties;

/**
 * What all objects of one simulator share: the machine on which the service runs.
 *
 * @param volumes what can be copied
 * @param clock tells how long operations take
 * @param durations how long a method's operation takes; zero for one that is not there
 * @param faults what goes wrong with a method
 * @param state where all copies lie, those of other processes too
 * @param persistent the copies in the store that outlive the objects and processes that made them
 * @param creation whose snapshot set is being made: one at a time on a machine
 * @param objects the objects that have references
 * @param unreadable what could not be copied
 * @param failures what the store's file system refused
 * @param log the calls that were made
 * @param writers the writers that run
 * @param observer watches volumes being copied
 */
record Machine(
        SimulatedVolumes volumes,
        SimulatorClock clock,
        Map<VssMethod, Duration> durations,
        Map<VssMethod, Fault> faults,
        Store state,
        PersistentCopies persistent,
        Creation creation,
        Set<SimulatedBackup> objects,
        UnreadableFiles unreadable,
        StoreFailures failures,
        CallLog log,
        List<SimulatedWriter> writers,
        FreezeObserver observer) {

    Machine(
            SimulatedVolumes volumes,
            SimulatorClock clock,
            Map<VssMethod, Duration> durations,
            Map<VssMethod, Fault> faults,
            Store state,
            List<SimulatedWriter> writers,
            FreezeObserver observer) {
        this(
                volumes,
                clock,
                Map.copyOf(durations),
                Map.copyOf(faults),
                state,
                new PersistentCopies(state.root()),
                new Creation(state),
                ConcurrentHashMap.newKeySet(),
                new UnreadableFiles(),
                new StoreFailures(state.root()),
                new CallLog(),
                List.copyOf(writers),
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
        boolean never =
                fault(method) instanceof Fault.Hangs || duration.compareTo(Duration.between(now, Instant.MAX)) > 0;
        return never ? Instant.MAX : now.plus(duration);
    }

    @Nullable
    Fault fault(VssMethod method) {
        return faults.get(method);
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
