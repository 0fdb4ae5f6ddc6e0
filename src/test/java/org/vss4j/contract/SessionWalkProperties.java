package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
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
import net.jqwik.api.statistics.Statistics;
import org.vss4j.internal.access.Friends;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.Vss;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.Sequences;

/**
 * Whatever a user does with a session, and whatever goes wrong with the service meanwhile: only what is documented comes
 * out of it, and nothing is left but the persistent copies that were made, which are on record. More tries, or those of a
 * failure: see {@link Sequences}.
 */
@Tag(NativeServer.TAG)
@AddLifecycleHook(CServersAreClean.class)
@AddLifecycleHook(Sequences.class)
class SessionWalkProperties {
    private Path temporary = Path.of("");
    private List<Path> volumes = List.of();

    @BeforeProperty
    void makeVolumes() throws IOException {
        temporary = Files.createTempDirectory("vss4j-walks-").toRealPath();
        volumes = List.of(temporary.resolve("first"), temporary.resolve("second"));
        for (Path volume : volumes) {
            Files.createDirectory(volume);
            Files.writeString(volume.resolve("file"), String.valueOf(volume.getFileName()));
        }
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
    Arbitrary<SessionPlan> plans() {
        return SessionPlans.plans();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    @Holds({506, 508, 515})
    void nothingIsLeft_ofASessionOnTheSimulator(@ForAll("plans") SessionPlan plan) throws Exception {
        walk(plan, SimulatorBackupServer::new);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    @Holds({506, 508, 515})
    void nothingIsLeft_ofASessionOnTheServiceInC(@ForAll("plans") SessionPlan plan) throws Exception {
        walk(plan, CBackupServer::open);
    }

    private void walk(SessionPlan plan, Function<BackupSetup, BackupTestServer> service) throws Exception {
        Path folder = Files.createTempDirectory(temporary, "try-");
        try {
            Path store = Files.createDirectory(folder.resolve("store"));
            BackupSetup setup = new BackupSetup(store, BackupSetup.Clock.STANDS_STILL);
            plan.describe(setup, volumes);
            try (BackupTestServer server = service.apply(setup)) {
                walk(plan, server, folder.resolve("ledger"));
            }
        } finally {
            FileTrees.delete(folder);
        }
    }

    private void walk(SessionPlan plan, BackupTestServer server, Path records) throws Exception {
        List<String> leftBefore = server.leftovers();
        Ledger ledger;
        SessionWalk walk;
        int kept;
        try (StateDirectory state = StateDirectory.open(records, line -> {})) {
            ledger = Friends.make(Ledger.class, state);
            Vss vss = server.vss().withLedger(ledger);
            // The first volume once more, and none.
            List<Path> asked = List.of(volumes.get(0), volumes.get(1), volumes.get(0), temporary.resolve("absent"));
            walk = new SessionWalk(plan, server, vss, asked);
            walk.go();
            kept = new SessionAftermath(plan, walk, server, leftBefore).check(vss, ledger);
        }
        assertThat(ledger.orphans())
                .as("what would be an orphan when the process ends, after %s", walk.said())
                .isEmpty();
        for (SessionWalk.Event event : SessionWalk.Event.values()) {
            collect(event.toString(), walk.events().contains(event));
        }
        collect("persistent copies were kept", kept > 0);
    }

    /** Sees to it that the walks get somewhere. */
    private static void collect(String what, boolean happened) {
        Statistics.label(what)
                .collect(happened)
                .coverage(coverage -> coverage.check(true).count(count -> count >= 3));
    }
}
