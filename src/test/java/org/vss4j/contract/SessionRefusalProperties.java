package org.vss4j.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.vss4j.HResult;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.RawSimulator;
import org.vss4j.simulator.SimulatorClock;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/**
 * What a session refuses, the simulator and the service in C refuse too, and what it lets through they do not answer with
 * VSS_E_BAD_STATE: the same is done to an object of each. {@link SessionRefusalWalk} has all exceptions.
 */
@Tag(NativeServer.TAG)
@AddLifecycleHook(CServersAreClean.class)
class SessionRefusalProperties {
    private static final Duration DURATION = Duration.ofSeconds(1);

    private Path temporary = Path.of("");
    private Path store = Path.of("");
    private List<Path> volumes = List.of();

    @BeforeProperty
    void makeVolumes() throws IOException {
        temporary = Files.createTempDirectory("vss4j-refusals-").toRealPath();
        store = Files.createDirectory(temporary.resolve("store"));
        volumes = List.of(
                Files.createDirectory(temporary.resolve("first")), Files.createDirectory(temporary.resolve("second")));
    }

    @AfterProperty
    void removeVolumes() throws IOException {
        FileTrees.delete(temporary);
    }

    @AfterTry
    void nothingIsLeft() {
        NothingLeftBehind.check();
    }

    @Provide
    Arbitrary<List<SessionMove>> moves() {
        return SessionMoves.ofObjects();
    }

    @Provide
    Arbitrary<Map<VssMethod, Fault>> failures() {
        Arbitrary<VssMethod> operation = Arbitraries.of(VssMethod.class).filter(VssMethod::beginsOperation);
        Arbitrary<Map<VssMethod, Fault>> one =
                operation.map(method -> Map.of(method, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO)));
        Arbitrary<Map<VssMethod, Fault>> none = Arbitraries.just(Map.of());
        return Arbitraries.oneOf(none, none, none, one).withoutEdgeCases();
    }

    @Provide
    Arbitrary<SnapshotContext> contexts() {
        return Arbitraries.of(SnapshotContext.BACKUP, SnapshotContext.BACKUP, SnapshotContext.FILE_SHARE_BACKUP);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void weRefuse_whatTheServicesRefuse(
            @ForAll("moves") List<SessionMove> moves,
            @ForAll("contexts") SnapshotContext context,
            @ForAll("failures") Map<VssMethod, Fault> failures)
            throws Exception {
        Map<VssMethod, Duration> durations = new EnumMap<>(VssMethod.class);
        BackupSetup setup = new BackupSetup(store, BackupSetup.Clock.STANDS_STILL);
        SimulatorClock.Manual clock = SimulatorClock.manual(Instant.parse("2026-02-03T04:05:06.7Z"));
        VssSimulator.Builder builder = VssSimulator.builder().clock(clock).state(temporary.resolve("state"));
        for (VssMethod method : VssMethod.values()) {
            if (method.beginsOperation()) {
                durations.put(method, DURATION);
                setup.duration(method, DURATION);
                builder.duration(method, DURATION);
            }
        }
        failures.forEach(setup::fault);
        failures.forEach(builder::fault);
        volumes.forEach(setup::volume);
        volumes.forEach(builder::volume);
        RawSimulator raw = new RawSimulator(volumes, durations, failures, store, List.of());
        BackupOptions options = BackupOptions.defaults().withContext(context);
        boolean writers = context.hasWriters();
        int value = writers ? 0 : 0x10;
        try (CBackupServer library = CBackupServer.open(setup);
                VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(options);
                SessionTwin first = new SessionTwin(raw.exports(), value, writers, () -> raw.advance(DURATION));
                SessionTwin second = new SessionTwin(
                        VssExports.load(NativeServer.file()), value, writers, () -> library.advance(DURATION))) {
            new SessionRefusalWalk(session, clock, DURATION, writers, volumes, List.of(first, second)).go(moves);
        }
    }
}
