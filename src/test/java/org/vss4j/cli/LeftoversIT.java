package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.testing.FaultyFileSystem;
import org.vss4j.testing.NativeServer;

/**
 * What a command could not remove, or does not know to be removed: the report names it, with who removes it; and whatever
 * comes after a deletion, what was deleted is told.
 */
@EnabledOnOs(OS.LINUX)
class LeftoversIT {
    @TempDir
    Path workspace;

    private Cli cli;
    private Path volume;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(workspace);
        volume = Files.createDirectory(workspace.resolve("volume"));
        Files.writeString(volume.resolve("file"), "contents");
        target = workspace.resolve("target");
    }

    /** A command on the simulator, with JSON, and with its state in a folder. */
    private Cli.Run run(Path state, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--state", state.toString()));
        return cli.start(all);
    }

    private String create(Path state) {
        Cli.Run run = run(state, "create", "--volume", volume.toString());
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        return run.json().path("shadowCopies").path(0).path("id").asText();
    }

    private static List<String> left(Cli.Run run) {
        return texts(run.json().path("left"));
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void requireLeftover(Cli.Run run) {
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(run.json().path("outcome").asText()).as(run.stdout()).isEqualTo("partial");
        assertThat(texts(run.json().path("because"))).as(run.stdout()).containsExactly("leftover");
        assertThat(run.json().path("error").isNull()).as(run.stdout()).isTrue();
        assertThat(left(run))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(run.stderr()).contains("vss4j: " + line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete --all", "orphans --delete"})
    void filesOfADeletedCopyThatStay_areNamed_andTheNextRemovesThem(String command) throws Exception {
        try (FaultyFileSystem faulty = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("faulty")))) {
            Path state = faulty.root().resolve("state");
            String id = create(state);
            if (command.startsWith("orphans")) {
                for (Path record : list(state.resolve("orphans"))) {
                    Files.writeString(record, Files.readString(record).replace("state=kept", "state=unfinished"));
                }
            }
            faulty.rules("unlink /state/persistent/*.gone/* EIO");
            Cli.Run run = run(state, command.split(" "));
            requireLeftover(run);
            assertThat(run.json().path("deleted").path(0).path("id").asText()).isEqualTo(id);
            Path gone = list(state.resolve("persistent")).getFirst();
            assertThat(left(run))
                    .singleElement()
                    .asString()
                    .startsWith("could not remove " + gone + ", what is left of a deleted shadow copy: " + gone + "/")
                    .endsWith(
                            "input/output error; the next vss4j that uses the state folder " + state + " tries again");

            faulty.rules();
            assertThat(run(state, "list").exitCode()).isZero();
            assertThat(state.resolve("persistent")).doesNotExist();
        }
    }

    @Test
    void aRecordThatStays_hidesNotWhatWasDeleted() throws Exception {
        try (FaultyFileSystem faulty = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("faulty")))) {
            Path state = faulty.root().resolve("state");
            List<String> ids = List.of(create(state), create(state));
            faulty.rules("change /state/orphans/* EIO");
            Cli.Run run = run(state, "delete", "--all");
            requireLeftover(run);
            assertThat(run.json().path("deleted").findValuesAsText("id")).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(left(run))
                    .singleElement()
                    .asString()
                    .startsWith("shadow copies that are gone may be on record still: ")
                    .contains(ids)
                    .contains(state.resolve("orphans").toString())
                    .endsWith(": Input/output error; vss4j orphans --delete forgets them");

            faulty.rules();
            Cli.Run orphans = run(state, "orphans", "--delete");
            assertThat(orphans.json().path("forgotten").findValuesAsText("id"))
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "run"})
    void notesThatStay_areNoFailure(String command) throws Exception {
        try (FaultyFileSystem faulty = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("faulty")))) {
            Path state = faulty.root().resolve("state");
            faulty.rules("unlink /state/*/notes/*.note EIO");
            Cli.Run run = command.equals("copy")
                    ? run(state, "copy", volume.toString(), target.toString())
                    : cli.start(List.of(
                            "run", "--json", "--state", state.toString(), "--volume", volume.toString(), "--", "true"));
            requireLeftover(run);
            assertThat(left(run))
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("could not remove the note " + state)
                            .endsWith("tries again"));
            if (command.equals("copy")) {
                assertThat(run.json().path("targetMade").asBoolean()).isTrue();
                assertThat(target.resolve("file")).hasContent("contents");
            }
        }
    }

    /** The service in C, of which a call does not return. */
    private List<String> held(String method) throws IOException {
        Path store = workspace.resolve("store");
        Files.createDirectories(store);
        cli.variable("VSS_TEST_VOLUMES", volume + "/")
                .variable("VSS_TEST_STORE", store.toString())
                .variable("VSS_TEST_HELD", method);
        return List.of(
                "--library",
                NativeServer.file().toString(),
                "--json",
                "--state",
                cli.state().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "create", "run"})
    void copiesOfASessionThatCouldNotBeEnded_areNamed(String command) throws IOException {
        List<String> options = held("DoSnapshotSet");
        Cli.Run run = TimedOut.in(
                timeout -> {
                    List<String> all = new ArrayList<>(List.of(command));
                    all.addAll(options);
                    all.addAll(List.of("--timeout", timeout));
                    all.addAll(
                            switch (command) {
                                case "copy" -> List.of(volume.toString(), target.toString());
                                case "create" -> List.of("--volume", volume.toString());
                                default -> List.of("--volume", volume.toString(), "--", "true");
                            });
                    return cli.start(all);
                },
                ended -> !list(cli.state().resolve("orphans")).isEmpty());
        String record = Files.readString(list(cli.state().resolve("orphans")).getFirst());
        String id = record.substring(record.indexOf("copy=") + 5, record.indexOf(' ', record.indexOf("copy=")));
        assertThat(left(run))
                .singleElement()
                .asString()
                .startsWith("the shadow copies of the set ")
                .contains(" were not given back, and may be there: " + id + " of " + volume)
                .endsWith("they are on record in the state folder " + cli.state()
                        + ": vss4j orphans --delete deletes them there, or forgets them if they are gone");
        assertThat(run.json().path("error").path("message").asText())
                .startsWith("timed out")
                .endsWith("; not all could be cleaned up");
        if (command.equals("create")) {
            assertThat(run.json().path("notHandedOver").findValuesAsText("id")).containsExactly(id);
        }
    }

    @Test
    void aSetThatVssMayHave_isNamed_alsoIfItHasNoCopies() throws IOException {
        List<String> options = held("AddToSnapshotSet");
        Cli.Run run = TimedOut.in(
                timeout -> {
                    List<String> all = new ArrayList<>(List.of("copy", volume.toString(), target.toString()));
                    all.addAll(options);
                    all.addAll(List.of("--verbose", "--timeout", timeout));
                    return cli.start(all);
                },
                ended -> ended.stderr().contains("StartSnapshotSet: S_OK"));
        assertThat(left(run))
                .containsExactly(
                        "a snapshot set without copies may be open in VSS, of which a call did not return: it goes"
                                + " when this process has ended");
        assertThat(run.json().path("error").path("message").asText()).doesNotContain("nothing is left");
    }

    @Test
    void aDeletionThatDoesNotReturn_isNamed() throws IOException {
        List<String> options = held("");
        List<String> create = new ArrayList<>(List.of("create", "--volume", volume.toString()));
        create.addAll(options);
        String id =
                cli.start(create).json().path("shadowCopies").path(0).path("id").asText();
        held("DeleteSnapshots");
        Cli.Run run = TimedOut.in(
                timeout -> {
                    List<String> all = new ArrayList<>(List.of("delete", "--all", "--verbose", "--timeout", timeout));
                    all.addAll(options);
                    return cli.start(all);
                },
                // Not before the deletion has begun.
                ended -> !left(ended).isEmpty());
        assertThat(run.json().path("deleted")).isEmpty();
        assertThat(left(run))
                .containsExactly("the shadow copy " + id + " of " + volume
                        + "/ was being deleted, and may be there still, or parts of it: vss4j list --id " + id
                        + " tells, and vss4j delete --id " + id + " deletes it");
    }

    private static List<Path> list(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All has been copied, and the writers may count on it. */
    @Test
    void whatWasCopiedWhole_whenTheRunWasKilled_theNextOneMovesIn() throws IOException {
        Cli.Run killed = cli.copy(volume, target, "--simulate", "BackupComplete=1h")
                .awaitErr("BackupComplete: S_OK")
                .signal("KILL");
        assertThat(killed.exitCode()).isEqualTo(137);
        assertThat(target).doesNotExist();

        Cli.Run next = cli.copy(volume, workspace.resolve("other target"));
        assertThat(next.exitCode()).as(next.stderr()).isZero();
        assertThat(next.stderr())
                .contains("made " + target + " of what a process that died had copied whole, and told the writers so");
        assertThat(target.resolve("file")).hasContent("contents");
    }

    /** As who starts the same command again does: what the cleaning up has made is as good as what would be copied. */
    @Test
    void theSameCopyAgain_afterItWasKilled_tellsTheWritersNothing() throws IOException {
        Cli.Run killed = cli.copy(volume, target, "--simulate", "BackupComplete=1h")
                .awaitErr("BackupComplete: S_OK")
                .signal("KILL");
        assertThat(killed.exitCode()).isEqualTo(137);

        Cli.Run again = cli.copy(volume, target);
        assertThat(again.exitCode()).as(again.stderr()).isEqualTo(2);
        assertThat(again.stderr())
                .contains("made " + target + " of what a process that died had copied whole")
                .contains("TARGET " + target + " has been made by now")
                .doesNotContain("BackupComplete");
        assertThat(target.resolve("file")).hasContent("contents");
    }

    /** It looks at the state as well, and so it cleans up. */
    @Test
    void doctor_saysWhatItMadeOfWhatWasLeft() {
        Cli.Run killed = cli.copy(volume, target, "--simulate", "BackupComplete=1h")
                .awaitErr("BackupComplete: S_OK")
                .signal("KILL");
        assertThat(killed.exitCode()).isEqualTo(137);

        Cli.Run doctor = cli.start(List.of("doctor", "--state", cli.state().toString()));
        assertThat(doctor.exitCode()).as(doctor.stderr()).isZero();
        assertThat(doctor.stderr())
                .contains("made " + target + " of what a process that died had copied whole, and told the writers so");
    }
}
