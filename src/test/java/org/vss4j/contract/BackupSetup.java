package org.vss4j.contract;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.WhichCalls;

/** The machine on which a service of the tests is to run. Not safe for use by many threads. */
public final class BackupSetup {
    /** What the clock does. */
    public enum Clock {
        RUNS,
        STANDS_STILL
    }

    /** Which interfaces objects have. */
    public enum Interfaces {
        ALL,
        /** The first one of each kind, as on an old system. */
        FIRST_ONLY
    }

    /**
     * What goes wrong with a method.
     *
     * @param calls in which calls of it
     */
    record Planned(VssMethod method, WhichCalls calls, Fault fault) {}

    final List<Path> volumes = new ArrayList<>();
    final List<Path> unsupported = new ArrayList<>();
    final Map<VssMethod, Duration> durations = new EnumMap<>(VssMethod.class);
    final List<Planned> faults = new ArrayList<>();
    final List<SimulatedWriter> writers = new ArrayList<>();
    Interfaces interfaces = Interfaces.ALL;
    boolean onRecord = true;
    final @Nullable Path store;
    final Clock clock;

    /**
     * A machine without volumes.
     *
     * @param store an existing folder, where copies go
     */
    public BackupSetup(Path store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A machine without volumes, whose copies go where those of Windows are. */
    public BackupSetup() {
        this.store = null;
        this.clock = Clock.RUNS;
    }

    /** Adds a volume: a directory. */
    public BackupSetup volume(Path volume) {
        volumes.add(volume);
        return this;
    }

    /** Adds a volume of which no copies can be made. */
    public BackupSetup unsupportedVolume(Path volume) {
        unsupported.add(volume);
        return this;
    }

    /** Has the service put nothing on record. */
    public BackupSetup withoutLedger() {
        onRecord = false;
        return this;
    }

    /** Adds a writer. */
    public BackupSetup writer(SimulatedWriter writer) {
        writers.add(writer);
        return this;
    }

    /** Which interfaces objects have; only the service in C can do without. */
    public BackupSetup interfaces(Interfaces newInterfaces) {
        interfaces = newInterfaces;
        return this;
    }

    /** How long the operations of a method take. */
    public BackupSetup duration(VssMethod method, Duration duration) {
        durations.put(method, duration);
        return this;
    }

    /** What goes wrong with a method. */
    public BackupSetup fault(VssMethod method, Fault fault) {
        return fault(method, WhichCalls.all(), fault);
    }

    /** What goes wrong with some calls of a method. */
    public BackupSetup fault(VssMethod method, WhichCalls calls, Fault fault) {
        faults.add(new Planned(method, calls, fault));
        return this;
    }
}
