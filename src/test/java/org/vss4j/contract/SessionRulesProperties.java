package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.RawSimulator;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/**
 * The order of calls that VSS asks for was written down twice, in the simulator and in the service in C, by one who had
 * only Microsoft's pages each time. Whatever is done to them, they give the same answers.
 */
@Tag(NativeServer.TAG)
@AddLifecycleHook(CServersAreClean.class)
class SessionRulesProperties {
    private static final Duration DURATION = Duration.ofSeconds(1);
    private static final Set<String> LOCKS = Set.of("creation", "deletions", "lock");

    private Path temporary = Path.of("");
    private Path store = Path.of("");
    private Path unsupported = Path.of("");
    private final List<Path> volumes = new ArrayList<>();

    /** Whether a step asked for copies that stay. */
    private boolean persistent;

    @BeforeProperty
    void makeVolumes() throws IOException {
        temporary = Files.createTempDirectory("vss4j-rules-").toRealPath();
        store = Files.createDirectory(temporary.resolve("store"));
        unsupported = Files.createDirectory(temporary.resolve(RawSession.UNSUPPORTED));
        volumes.clear();
        for (String name : List.of("first", "second")) {
            Path volume = Files.createDirectory(temporary.resolve(name));
            Files.writeString(volume.resolve("file"), name);
            volumes.add(volume);
        }
    }

    @AfterProperty
    void removeVolumes() throws IOException {
        FileTrees.delete(temporary);
    }

    @AfterTry
    void nothingIsLeft() throws IOException {
        NothingLeftBehind.check();
        List<Path> left;
        try (Stream<Path> files = Files.list(store)) {
            left = files.filter(file -> !LOCKS.contains(file.getFileName().toString()))
                    .toList();
        }
        for (Path copy : left) {
            FileTrees.delete(copy);
        }
        // Persistent copies stay: those of the simulator in one folder, those of the service in C each in one.
        if (!persistent) {
            assertThat(left).as("copies").isEmpty();
        }
    }

    @Provide
    Arbitrary<List<RawStep>> sequences() {
        return RawSteps.sequences().withoutEdgeCases();
    }

    @Provide
    Arbitrary<Map<VssMethod, Fault>> faults() {
        return RawSteps.faults().withoutEdgeCases();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void bothAnswerTheSame(@ForAll("sequences") List<RawStep> steps, @ForAll("faults") Map<VssMethod, Fault> faults) {
        Map<VssMethod, Duration> durations = new EnumMap<>(VssMethod.class);
        for (VssMethod method : VssMethod.values()) {
            if (method.beginsOperation()) {
                durations.put(method, DURATION);
            }
        }
        Set<VssMethod> hanging = faults.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Fault.Hangs)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        BackupSetup setup = new BackupSetup(store, BackupSetup.Clock.STANDS_STILL);
        volumes.forEach(setup::volume);
        setup.unsupportedVolume(unsupported);
        durations.forEach(setup::duration);
        faults.forEach(setup::fault);
        RawWriters.WRITERS.forEach(setup::writer);
        List<String> said = new ArrayList<>();
        try (CBackupServer library = CBackupServer.open(setup)) {
            compare(steps, durations, faults, hanging, library, said);
        }
        collect("copies are read", said, "copy 0 of");
        collect("copies are found", said, ": found 1");
        collect("a copy is deleted", said, ": deleted 1");
        collect(
                "a persistent copy is deleted by its maker, and asked for",
                containsInOrder(
                        said,
                        "SetContext[object=0, context=25]: S_OK",
                        "DeleteSnapshots[object=0, copy=FIRST, type=3]: S_OK: deleted 1",
                        "GetSnapshotProperties[object=0, copy=FIRST]: VSS_E_OBJECT_NOT_FOUND"));
        collect("an operation is cancelled", said, "VSS_S_ASYNC_CANCELLED");
        collect("an operation fails", said, "VSS_E_PROVIDER_VETO");
        collect("another set is being made", said, "VSS_E_SNAPSHOT_SET_IN_PROGRESS");
        collect("what a writer has is read", said, "WriterMetadata[");
        collect("a component is added", said, "ADD_COMPONENT, number=0]: done");
        collect("a component fails", said, "failure=-2147212301");
        collect("a writer's status is read", said, "WriterStatusRecord[");
        collect("the document is read", said, "SAVE_AS_XML, number=0]: a document");
        collect("a backup is completed", said, "BACKUP_COMPLETE]: S_OK");
    }

    private void compare(
            List<RawStep> steps,
            Map<VssMethod, Duration> durations,
            Map<VssMethod, Fault> faults,
            Set<VssMethod> hanging,
            CBackupServer library,
            List<String> said) {
        RawSimulator simulator =
                new RawSimulator(volumes, List.of(unsupported), durations, faults, store, RawWriters.WRITERS);
        VssExports simulated = simulator.exports();
        persistent = steps.stream()
                .anyMatch(step ->
                        step instanceof RawStep.SetContext set && set.context() != -1 && (set.context() & 1) != 0);
        try (RawSession one = new RawSession(
                        simulated, volumes, hanging, simulator::folderOf, () -> simulator.advance(DURATION));
                RawSession two = new RawSession(
                        VssExports.load(NativeServer.file()),
                        volumes,
                        hanging,
                        Path::of,
                        () -> library.advance(DURATION))) {
            for (RawStep step : steps) {
                String answer = one.perform(step);
                said.add(step + ": " + answer);
                assertThat(two.perform(step))
                        .as("what the service in C says, and the simulator otherwise, last of %s", said)
                        .isEqualTo(answer);
            }
        }
        assertThat(library.leftovers()).isEmpty();
    }

    private static boolean containsInOrder(List<String> said, String... lines) {
        int next = 0;
        for (String line : said) {
            if (next < lines.length && line.equals(lines[next])) {
                next++;
            }
        }
        return next == lines.length;
    }

    private static void collect(String what, List<String> said, String part) {
        collect(what, said.stream().anyMatch(line -> line.contains(part)));
    }

    /** Sees to it that the sequences get somewhere. */
    private static void collect(String what, boolean happened) {
        Statistics.label(what)
                .collect(happened)
                .coverage(coverage -> coverage.check(true).count(count -> count >= 10));
    }
}
