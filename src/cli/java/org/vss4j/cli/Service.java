package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.FreezeObserver;
import org.vss4j.simulator.Leftover;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.UnreadablePath;
import org.vss4j.simulator.VssSimulator;

/**
 * The Volume Shadow Copy Service that a command uses.
 *
 * @param name how it is named in a report
 * @param vss the service
 * @param simulator what stands behind it, or null
 */
record Service(String name, Vss vss, @Nullable VssSimulator simulator) implements AutoCloseable {

    private static final int ALL_BITS = 0_7777;

    /** Which service to use. */
    enum Kind {
        AUTO,
        SYSTEM,
        SIMULATOR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Service system() {
        return new Service("system", Vss.system(), null);
    }

    static Service library(Path library) {
        return new Service("library", Vss.load(library), null);
    }

    /** The writer of a simulator that is asked for its writers. */
    static SimulatedWriter simulatedWriter() {
        return SimulatedWriter.database("Simulated Database");
    }

    static Service simulator(
            List<Path> volumes,
            List<SimulatedWriter> writers,
            Path state,
            List<Simulation> simulations,
            FreezeObserver observer)
            throws IOException {
        VssSimulator.Builder builder = VssSimulator.builder().state(state).observer(observer);
        volumes.forEach(builder::volume);
        writers.forEach(builder::writer);
        simulations.forEach(simulation -> simulation.apply(builder));
        VssSimulator simulator = build(builder);
        return new Service("simulator", simulator.vss(), simulator);
    }

    private static VssSimulator build(VssSimulator.Builder builder) throws IOException {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new Places.UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** What the service itself could not read, so that it is not in the shadow copy. */
    List<UnreadablePath> unreadable() {
        return simulator == null ? List.of() : simulator.unreadable();
    }

    /** The permissions that a file had on the volume, given its mode in the shadow copy. */
    int permissions(Path frozen, int mode) {
        return simulator == null ? mode & ALL_BITS : simulator.permissions(frozen, mode);
    }

    /** What was changed in shadow copies that are gone by now, as nobody can but in the simulator's. */
    List<Path> changed() {
        return simulator == null ? List.of() : simulator.changed();
    }

    /** What the simulator's own disk refused, if a call failed for that. */
    Optional<IOException> storeFailure() {
        return simulator == null ? Optional.empty() : simulator.storeFailure();
    }

    /** What is left of shadow copies that the service has deleted. */
    List<Leftover> leftovers() {
        return simulator == null ? List.of() : simulator.leftovers();
    }

    /** The records of shadow copies that the service could not read. */
    List<UnreadablePath> unreadableRecords() {
        return simulator == null ? List.of() : simulator.unreadableRecords();
    }

    /** Lets the owner read a file of the shadow copy who may not: in the simulator's copy that owner is this process. */
    void makeReadable(Path frozen) {
        if (simulator != null) {
            FileTrees.openUp(frozen);
        }
    }

    long unreadableCount() {
        return simulator == null ? 0 : simulator.unreadableCount();
    }

    @Override
    public void close() {
        if (simulator != null) {
            simulator.close();
        }
    }
}
