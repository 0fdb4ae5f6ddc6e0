package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeProperty;
import net.jqwik.api.lifecycle.BeforeTry;
import net.jqwik.api.statistics.Statistics;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.Sequences;

/**
 * Whatever commands are given about copies that stay, in whichever order, and whatever goes wrong: what they report, their
 * exit codes, the lists, the record and the state folder agree, and nothing else is left. More tries, or those of a failure:
 * see {@link Sequences}.
 */
@AddLifecycleHook(Sequences.class)
class CopyCommandsProperties {
    private static final List<String> CODES = List.of("VSS_E_PROVIDER_VETO", "E_OUTOFMEMORY");

    /** Methods of which some command makes a call; the first two can only be met by a command that deletes. */
    private static final List<String> METHODS = List.of(
            "DeleteSnapshots",
            "Query",
            "GatherWriterMetadata",
            "StartSnapshotSet",
            "AddToSnapshotSet",
            "PrepareForBackup",
            "DoSnapshotSet",
            "GatherWriterStatus",
            "GetSnapshotProperties",
            "BackupComplete",
            "AbortBackup");

    /** Folders that are volumes: one alone, and two of which one lies in the other. */
    private static final List<String> VOLUMES = List.of("alone", "outer", "outer/inner");

    private Path temporary = Path.of("");
    private Path state = Path.of("");

    @BeforeProperty
    void makeVolumes() throws IOException {
        temporary = Files.createTempDirectory("vss4j-commands-").toRealPath();
        for (String volume : VOLUMES) {
            Files.createDirectory(temporary.resolve(volume));
            Files.writeString(temporary.resolve(volume).resolve("file"), volume);
        }
    }

    @AfterProperty
    void removeVolumes() throws IOException {
        FileTrees.delete(temporary);
    }

    @BeforeTry
    void makeState() {
        state = temporary.resolve("state");
    }

    @AfterTry
    void nothingIsLeft() throws IOException {
        FileTrees.delete(state);
        NothingLeftBehind.check();
    }

    @Provide
    Arbitrary<List<CopyStep>> steps() {
        Arbitrary<List<String>> volumes =
                Arbitraries.of(VOLUMES).list().ofMinSize(1).ofMaxSize(VOLUMES.size());
        Arbitrary<String> fault = Combinators.combine(Arbitraries.of(METHODS), Arbitraries.of(CODES))
                .as((method, code) -> method + "=" + code);
        Arbitrary<List<String>> faults = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(List.of())),
                Tuple.of(2, fault.list().ofSize(1)),
                Tuple.of(1, fault.list().ofSize(2)),
                // What makes copies, tells nobody, and cannot delete them.
                Tuple.of(
                        2,
                        Combinators.combine(
                                        Arbitraries.of("GetSnapshotProperties", "BackupComplete"),
                                        Arbitraries.of("DeleteSnapshots", "Query"))
                                .as((late, cleanup) -> List.of(late + "=E_OUTOFMEMORY", cleanup + "=E_OUTOFMEMORY"))));
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 5);
        Arbitrary<CopyStep> create = Combinators.combine(volumes, Arbitraries.of(CopyStep.Trying.class), faults)
                .as(CopyStep.Create::new);
        Arbitrary<CopyStep> run =
                Combinators.combine(volumes, Arbitraries.of(0, 7), faults).as(CopyStep.Run::new);
        Arbitrary<CopyStep> delete = Combinators.combine(Arbitraries.of(CopyStep.Choice.class), number, faults)
                .as(CopyStep.Delete::new);
        Arbitrary<CopyStep> orphans = faults.map(CopyStep.DeleteOrphans::new);
        Arbitrary<CopyStep> byHand = number.map(CopyStep.RemoveByHand::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(5, create),
                        Tuple.of(1, run),
                        Tuple.of(3, delete),
                        Tuple.of(2, orphans),
                        Tuple.of(1, byHand))
                .list()
                .ofMinSize(2)
                .ofMaxSize(8);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void whatIsSaid_isWhatThereIs(@ForAll("steps") List<CopyStep> steps) throws Exception {
        StateOnDisk disk = new StateOnDisk(state);
        for (CopyStep step : steps) {
            StateOnDisk.Look before = disk.look();
            List<String> arguments = step.arguments(temporary, before);
            if (arguments.isEmpty()) {
                step.byHand(state, before);
            } else {
                CommandRun run = CommandRun.of(state, arguments);
                StateOnDisk.Look after = disk.look();
                Statistics.label(arguments.getFirst()).collect(run.outcome());
                step.check(temporary, run, before, after);
            }
            StateOnDisk.Look now = disk.look();
            disk.assertNothingElseIsThere();
            listsTellIt(now);
        }
    }

    private void listsTellIt(StateOnDisk.Look now) throws IOException {
        CommandRun list = CommandRun.of(state, List.of("list"));
        assertThat(list.exitCode()).as(list.toString()).isZero();
        assertThat(list.ids("copies")).containsExactlyInAnyOrderElementsOf(now.copies());

        CommandRun orphans = CommandRun.of(state, List.of("orphans"));
        assertThat(orphans.exitCode()).as(orphans.toString()).isZero();
        List<String> present = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (JsonNode orphan : orphans.json().path("orphans")) {
            for (JsonNode copy : orphan.path("copies")) {
                (copy.path("present").asBoolean() ? present : gone)
                        .add(copy.path("id").asText());
            }
        }
        // Whatever is there is on record, since vss4j made it; what is gone is on record until it is forgotten.
        assertThat(present).containsExactlyInAnyOrderElementsOf(now.copies());
        assertThat(gone).containsExactlyInAnyOrderElementsOf(now.gone());
        assertThat(now.recorded()).hasSize(present.size() + gone.size());
    }
}
