package org.vss4j.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.comserver.ServerExports;

/** The simulator's exports by themselves, on a machine whose clock stands still, for calls that no requester would make. */
public final class RawSimulator {
    private final SimulatorClock.Manual clock = SimulatorClock.manual(Instant.parse("2026-02-03T04:05:06.7Z"));
    private final Machine machine;

    /**
     * A machine.
     *
     * @param store an existing folder, where copies go
     */
    public RawSimulator(
            List<Path> volumes,
            Map<VssMethod, Duration> durations,
            Map<VssMethod, Fault> faults,
            Path store,
            List<SimulatedWriter> writers) {
        this(volumes, List.of(), durations, faults, store, writers);
    }

    /**
     * A machine.
     *
     * @param unsupported the volumes of which no copies can be made
     * @param store an existing folder, where copies go
     */
    public RawSimulator(
            List<Path> volumes,
            List<Path> unsupported,
            Map<VssMethod, Duration> durations,
            Map<VssMethod, Fault> faults,
            Path store,
            List<SimulatedWriter> writers) {
        try {
            machine = new Machine(
                    SimulatedVolumes.of(volumes, unsupported),
                    clock,
                    durations,
                    new Faults(),
                    new OneFolder(store),
                    writers,
                    new FreezeObserver() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        faults.forEach((method, fault) -> fault(method, WhichCalls.all(), fault));
    }

    /** What goes wrong with some calls of a method. */
    public RawSimulator fault(VssMethod method, WhichCalls calls, Fault fault) {
        machine.faults().add(method, calls, fault);
        return this;
    }

    /** Without locks and notes. */
    private record OneFolder(Path root) implements Store {
        @Override
        public Path folder() {
            return root;
        }
    }

    /** Its exports; objects that are made by them can be used while this is reachable. */
    public VssExports exports() {
        return ServerExports.of(out -> {
            out.accept(new SimulatedBackup(machine));
            return 0;
        });
    }

    /** Where the files of a copy are. */
    public Path folderOf(String deviceObject) {
        return machine.folderOf(deviceObject).orElse(Path.of("gone"));
    }

    /** Advances the clock. */
    public void advance(Duration duration) {
        clock.advance(duration);
    }
}
