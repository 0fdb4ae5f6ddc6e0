package org.vss4j.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What all objects of one simulator share: the machine on which the service runs.
 *
 * @param volumes what can be copied
 * @param clock tells how long operations take
 * @param durations how long a method's operation takes; zero for one that is not there
 * @param faults what goes wrong with a method
 * @param store where all copies lie, those of other processes too
 * @param folder where this simulator's copies lie
 * @param creator whose snapshot set is being made: one at a time on a machine
 * @param objects the objects that have references
 * @param unreadable what could not be copied
 * @param log the calls that were made
 * @param writers the writers that run
 */
record Machine(
        List<SimulatedVolume> volumes,
        SimulatorClock clock,
        Map<VssMethod, Duration> durations,
        Map<VssMethod, Fault> faults,
        Path store,
        Path folder,
        AtomicReference<@Nullable SimulatedBackup> creator,
        Set<SimulatedBackup> objects,
        UnreadableFiles unreadable,
        CallLog log,
        List<SimulatedWriter> writers) {

    Machine(
            List<SimulatedVolume> volumes,
            SimulatorClock clock,
            Map<VssMethod, Duration> durations,
            Map<VssMethod, Fault> faults,
            Path store,
            Path folder,
            List<SimulatedWriter> writers) {
        this(
                List.copyOf(volumes),
                clock,
                Map.copyOf(durations),
                Map.copyOf(faults),
                store,
                folder,
                new AtomicReference<>(),
                ConcurrentHashMap.newKeySet(),
                new UnreadableFiles(),
                new CallLog(),
                List.copyOf(writers));
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
}
