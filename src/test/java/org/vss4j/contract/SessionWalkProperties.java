package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.vss4j.internal.windows.Platform;
import org.vss4j.requester.BackupType;
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
    private static final String KEPT = "persistent copies were kept";
    private static final String NOTED = "a writer took note of the backup";

    private static final String TAKEN_FOR_FULL = "a writer took for a full one what was none";

    /** What happens now and then. */
    private static final List<String> EVENTS = Stream.concat(
                    Arrays.stream(SessionWalk.Event.values())
                            .filter(event -> event != SessionWalk.Event.OUTSIDE_FOR_WRITER)
                            .map(SessionWalk.Event::name),
                    Stream.of(KEPT))
            .toList();

    /** What the rules of writers are about. */
    private static final List<String> EVENTS_OF_WRITERS = List.of(
            SessionWalk.Event.COMPLETED.name(),
            SessionWalk.Event.OUTSIDE.name(),
            SessionWalk.Event.OUTSIDE_FOR_WRITER.name(),
            NOTED,
            TAKEN_FOR_FULL);

    private Path temporary = Path.of("");
    private List<Path> volumes = List.of();
    private Path unsupported = Path.of("");

    @BeforeProperty
    void makeVolumes() throws IOException {
        temporary = Files.createTempDirectory("vss4j-walks-").toRealPath();
        volumes = List.of(temporary.resolve("first"), temporary.resolve("second"));
        unsupported = Files.createDirectory(temporary.resolve("unsupported"));
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

    @Provide
    Arbitrary<SessionPlan> determinedPlans() {
        return SessionPlans.determined();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    @Holds({506, 508, 515})
    void nothingIsLeft_ofASessionOnTheSimulator(@ForAll("plans") SessionPlan plan) throws Exception {
        collect(EVENTS, walk(plan, SimulatorBackupServer::new));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    @Holds({506, 508, 515})
    void nothingIsLeft_ofASessionOnTheServiceInC(@ForAll("plans") SessionPlan plan) throws Exception {
        collect(EVENTS, walk(plan, SessionWalkProperties::inC));
    }

    /** What a user's code does to one of them, and what comes of it, it does to the other. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    @Holds({205, 214, 226, 509, 1119, 1212, 1252, 1254})
    void aSession_comesToTheSame_onTheSimulatorAndOnTheServiceInC(@ForAll("determinedPlans") SessionPlan plan)
            throws Exception {
        Course simulated = walk(plan, SimulatorBackupServer::new);
        assertThat(walk(plan, SessionWalkProperties::inC).outcomes())
                .as("what comes of it on the service in C, and otherwise on the simulator: %s", plan)
                .isEqualTo(simulated.outcomes());
        collect(EVENTS_OF_WRITERS, simulated);
    }

    /** What came of a session, and what of the things that are of interest happened. */
    private record Course(List<String> outcomes, Set<String> events) {}

    /** On Windows a folder is no volume of the system. */
    private static BackupTestServer inC(BackupSetup setup) {
        return Platform.isWindows() ? CBackupServer.openWithVolumes(setup) : CBackupServer.open(setup);
    }

    private Course walk(SessionPlan plan, Function<BackupSetup, BackupTestServer> service) throws Exception {
        Path folder = Files.createTempDirectory(temporary, "try-");
        try {
            Path store = Files.createDirectory(folder.resolve("store"));
            BackupSetup setup = new BackupSetup(store, BackupSetup.Clock.STANDS_STILL);
            setup.unsupportedVolume(unsupported);
            plan.describe(setup, volumes);
            try (BackupTestServer server = service.apply(setup)) {
                return walk(plan, server, folder.resolve("ledger"));
            }
        } finally {
            FileTrees.delete(folder);
        }
    }

    private Course walk(SessionPlan plan, BackupTestServer server, Path records) throws Exception {
        List<String> leftBefore = server.leftovers();
        Ledger ledger;
        SessionWalk walk;
        int kept;
        try (StateDirectory state = StateDirectory.open(records, line -> {})) {
            ledger = Friends.make(Ledger.class, state);
            Vss vss = server.vss().withLedger(ledger);
            // The first volume once more, none, and one of which there are no copies.
            List<Path> asked =
                    List.of(volumes.get(0), volumes.get(1), volumes.get(0), temporary.resolve("absent"), unsupported);
            walk = new SessionWalk(plan, server, vss, asked);
            walk.go();
            kept = new SessionAftermath(plan, walk, server, leftBefore).check(vss, ledger);
        }
        assertThat(ledger.orphans())
                .as("what would be an orphan when the process ends, after %s", walk.said())
                .isEmpty();
        List<String> outcomes = new ArrayList<>(walk.outcomes());
        outcomes.addAll(server.backupHistory());
        Set<String> events = walk.events().stream().map(SessionWalk.Event::name).collect(Collectors.toSet());
        if (kept > 0) {
            events.add(KEPT);
        }
        if (!server.backupHistory().isEmpty()) {
            events.add(NOTED);
        }
        if (plan.type() != BackupType.FULL
                && server.backupHistory().stream().anyMatch(note -> note.endsWith(BackupType.FULL.name()))) {
            events.add(TAKEN_FOR_FULL);
        }
        return new Course(outcomes, events);
    }

    /** Sees to it that the walks get somewhere. */
    private static void collect(List<String> all, Course course) {
        for (String each : all) {
            Statistics.label(each)
                    .collect(course.events().contains(each))
                    .coverage(coverage -> coverage.check(true).count(count -> count >= 1));
        }
    }
}
