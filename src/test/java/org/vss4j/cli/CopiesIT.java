package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.Shell;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.OnPosix;

/** Copies that several processes make, list and delete. */
@OnPosix
class CopiesIT {
    @TempDir
    Path workspace;

    private Cli cli;
    private Path volume;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(workspace);
        volume = Files.createDirectory(workspace.resolve("volume"));
        Files.writeString(volume.resolve("file"), "contents");
    }

    private Cli.Run start(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--json", "--verbose", "--state", cli.state().toString()));
        arguments.addAll(List.of(options));
        return cli.start(arguments);
    }

    private JsonNode done(Cli.Run run) {
        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(json.path("schema").asInt()).isEqualTo(1);
        assertThat(json.path("outcome").asText()).isEqualTo("done");
        return json;
    }

    private List<String> ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(node -> node.path("id").asText())
                .toList();
    }

    private List<String> listed() {
        return ids(done(start("list")).path("copies"));
    }

    @Test
    @Holds({807, 901, 902})
    void aCopyIsMadeByOneProcess_listedByASecond_deletedByAThird() throws IOException {
        JsonNode made = done(start("create", "--volume", volume.toString()));
        String id = made.path("shadowCopies").path(0).path("id").asText();
        Path copy = cli.state()
                .resolve("persistent")
                .resolve(made.path("snapshotSetId").asText())
                .resolve(id)
                .resolve("files");
        Files.writeString(volume.resolve("file"), "changed");
        assertThat(copy.resolve("file")).hasContent("contents");
        assertThat(listed()).containsExactly(id);

        JsonNode deleted = done(start("delete", "--id", id));
        assertThat(ids(deleted.path("deleted"))).containsExactly(id);
        assertThat(copy).doesNotExist();
        assertThat(listed()).isEmpty();
        assertNothingIsLeft();
    }

    /** The service in C stands for that of Windows: its copies lie in its store, and not in our state folder. */
    @Test
    @Tag(NativeServer.TAG)
    void anotherServicesCopyToo() throws IOException {
        Path store = Files.createDirectory(workspace.resolve("store"));
        cli.variable("VSS_TEST_STORE", store.toString()).variable("VSS_TEST_VOLUMES", volume + File.separator);
        String library = System.getProperty("vss4j.native.library");
        JsonNode made = done(start("create", "--library", library, "--volume", volume.toString()));
        String id = made.path("shadowCopies").path(0).path("id").asText();
        JsonNode list = done(start("list", "--library", library));
        assertThat(list.path("service").asText()).isEqualTo("library");
        assertThat(ids(list.path("copies"))).containsExactly(id);
        JsonNode orphans = done(start("orphans", "--library", library));
        assertThat(orphans.path("orphans").path(0).path("service").asText()).isEqualTo(library);
        JsonNode deleted = done(start("delete", "--library", library, "--volume", volume.toString()));
        assertThat(ids(deleted.path("deleted"))).containsExactly(id);
        assertThat(ids(done(start("list", "--library", library)).path("copies")))
                .isEmpty();
        assertThat(done(start("providers", "--library", library)).path("providers"))
                .hasSize(1);
        try (Stream<Path> left = Files.list(store)) {
            assertThat(left).isEmpty();
        }
        assertNothingIsLeft();
    }

    @Test
    void theProviderThatIsNamed_makesTheCopy() {
        JsonNode provider = done(start("providers")).path("providers").path(0);
        String id = provider.path("id").asText();
        for (String named : List.of(provider.path("name").asText(), id, "{" + id + "}")) {
            JsonNode made = done(start("create", "--provider", named, "--volume", volume.toString()));
            assertThat(made.path("shadowCopies").path(0).path("providerId").asText())
                    .as(named)
                    .isEqualTo(id);
        }
        Cli.Run run = start("create", "--provider", "Nobody", "--volume", volume.toString());
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(run.json().path("error").path("message").asText())
                .contains("there is no provider named Nobody: there are "
                        + provider.path("name").asText());
    }

    @Test
    void whatIsNotThere_isNotDeleted_andThatIsSaid() {
        Cli.Run run = start("delete", "--id", "01234567-89ab-cdef-0123-456789abcdef");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().path("outcome").asText()).isEqualTo("partial");
        assertThat(run.json().path("notFound").path(0).asText()).startsWith("01234567");
    }

    @Test
    void deletingWithoutSayingWhat_isRefused() {
        assertThat(start("delete").exitCode()).isEqualTo(2);
        assertThat(start("delete", "--all", "--oldest").exitCode()).isEqualTo(2);
        assertThat(start("create", "--context", "backup").exitCode()).isEqualTo(2);
    }

    @Test
    @Holds(403)
    void twoProcessesThatMakeCopiesAtOnce_bothSucceed_oneAfterTheOther() {
        Cli.Run first = start("create", "--volume", volume.toString(), "--simulate", "DoSnapshotSet=3s")
                .awaitErr("StartSnapshotSet: S_OK");
        Cli.Run second = start("create", "--volume", volume.toString());
        done(second);
        done(first);
        assertThat(second.stderr()).contains("StartSnapshotSet: VSS_E_SNAPSHOT_SET_IN_PROGRESS");
        assertThat(listed()).hasSize(2);
        done(start("delete", "--all"));
    }

    @Test
    void whatIsMissingFromTheSimulatorsCopy_isNamed() throws Exception {
        Shell.run(volume, "mkfifo fifo");
        Cli.Run run = start("create", "--volume", volume.toString());
        JsonNode unreadable = done(run).path("unreadable");
        assertThat(run.stderr()).contains("vss4j: not copied: " + volume.resolve("fifo") + ": a FIFO");
        assertThat(unreadable.path(0).path("path").asText())
                .isEqualTo(volume.resolve("fifo").toString());
        assertThat(unreadable).hasSize(1);
        done(start("delete", "--all"));
    }

    @Test
    void twoProcessesThatDeleteAtOnce_deleteEachCopyOnce() {
        for (int i = 0; i < 3; i++) {
            done(start("create", "--no-writers", "--volume", volume.toString()));
        }
        Cli.Run one = start("delete", "--all");
        Cli.Run two = start("delete", "--all");
        List<String> deleted = new ArrayList<>(ids(done(one).path("deleted")));
        deleted.addAll(ids(done(two).path("deleted")));
        assertThat(deleted).hasSize(3).doesNotHaveDuplicates();
        assertThat(listed()).isEmpty();
    }

    /** A persistent copy is made, and its process dies before it can say so. */
    @Test
    @Holds(903)
    void aCopyWhoseProcessDied_isAnOrphan_andCanBeDeleted() throws IOException {
        Cli.Run killed = start("create", "--volume", volume.toString(), "--simulate", "BackupComplete=1h")
                .awaitErr("BackupComplete: S_OK")
                .signal("KILL");
        assertThat(killed.exitCode()).isEqualTo(137);
        List<String> left = listed();
        assertThat(left).hasSize(1);

        JsonNode orphan = done(start("orphans")).path("orphans").path(0);
        assertThat(orphan.path("end").asText()).isEqualTo("unfinished");
        assertThat(orphan.path("copies").path(0).path("id").asText()).isEqualTo(left.getFirst());
        assertThat(orphan.path("copies").path(0).path("present").asBoolean()).isTrue();

        assertThat(ids(done(start("orphans", "--delete")).path("deleted"))).isEqualTo(left);
        assertThat(listed()).isEmpty();
        assertThat(done(start("orphans")).path("orphans")).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void aCopyThatWasKept_isOnRecord_andStaysWhenOrphansAreDeleted() {
        done(start("create", "--volume", volume.toString()));
        JsonNode orphans = done(start("orphans", "--delete"));
        assertThat(orphans.path("orphans").path(0).path("end").asText()).isEqualTo("kept");
        assertThat(orphans.path("deleted")).isEmpty();
        assertThat(listed()).hasSize(1);
        done(start("delete", "--all"));
        assertThat(done(start("orphans")).path("orphans")).isEmpty();
    }

    @Test
    void aVolumeIsTheFolderToWhichItsNameLeads() throws IOException {
        Path other = Files.createDirectory(workspace.resolve("other"));
        Files.writeString(other.resolve("file"), "other");
        Path first = Files.createSymbolicLink(workspace.resolve("first"), volume);
        Path second = Files.createSymbolicLink(workspace.resolve("second"), other);
        JsonNode made = done(start("create", "--volume", first.toString(), "--volume", second.toString()))
                .path("shadowCopies");
        List<String> ids = ids(made);
        assertThat(made.findValuesAsText("volume")).containsExactly(real(volume), real(other));
        assertThat(ids(done(start("delete", "--volume", second.toString(), "--oldest"))
                        .path("deleted")))
                .containsExactly(ids.getLast());
        assertThat(ids(done(start("list", "--volume", volume.toString())).path("copies")))
                .containsExactly(ids.getFirst());

        Cli.Run run = start("run", "--volume", first.toString(), "--", "sh", "-c", "cat \"$VSS4J_COPY/file\"");
        done(run);
        assertThat(run.stderr()).contains("contents");
    }

    private static String real(Path path) throws IOException {
        return path.toRealPath().toString();
    }

    @Test
    void volumesInOneAnother_haveACopyEach() throws IOException {
        Path inner = Files.createDirectory(volume.resolve("inner"));
        Files.writeString(inner.resolve("file"), "inner");
        Cli.Run run = start(
                "run",
                "--volume",
                volume.toString(),
                "--volume",
                inner.toString(),
                "--",
                "sh",
                "-c",
                "cat \"$VSS4J_COPY_1/file\" \"$VSS4J_COPY_2/file\"; echo; ls \"$VSS4J_COPY_1/inner\" | wc -l");
        assertThat(done(run).path("shadowCopies").findValuesAsText("volume"))
                .containsExactly(real(volume), real(inner));
        assertThat(run.stderr()).contains("contentsinner\n0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "list", "delete", "run"})
    void aVolumeThatIsNotThere_isNamed(String command) {
        Path missing = workspace.resolve("missing");
        Cli.Run run = command.equals("run")
                ? start(command, "--volume", missing.toString(), "--", "true")
                : start(command, "--volume", missing.toString());
        assertThat(run.json().path("error").path("message").asText())
                .isEqualTo("--volume " + missing + " does not exist");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsNotListed_isSaid() {
        String unknown = "01234567-89ab-cdef-0123-456789abcdef";
        JsonNode list = done(start("list", "--id", unknown));
        assertThat(list.path("notFound").path(0).asText()).isEqualTo(unknown);
    }

    /** Ways in which a copy is made, and then cannot be handed over. */
    @ParameterizedTest
    @ValueSource(
            strings = {"BackupComplete=VSS_E_UNEXPECTED_WRITER_ERROR", "GetSnapshotProperties=E_OUTOFMEMORY", "SIGTERM"
            })
    void aCopyThatIsNotHandedOver_isDeleted_andNamed(String why) throws IOException {
        boolean byCode = why.contains("=");
        List<String> options = new ArrayList<>(List.of("--volume", volume.toString()));
        options.addAll(List.of("--simulate", byCode ? why : "BackupComplete=1h"));
        Cli.Run run = start("create", options.toArray(String[]::new));
        if (!byCode) {
            run.awaitErr("BackupComplete: S_OK").signal("TERM");
        }
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(byCode ? 1 : 143);
        JsonNode json = run.json();
        assertThat(json.path("shadowCopies")).isEmpty();
        assertThat(json.path("notHandedOver")).hasSize(1);
        assertThat(json.path("notHandedOver").path(0).path("end").asText()).isEqualTo("deleted");
        assertThat(run.stderr()).contains("DeleteSnapshots: S_OK");
        assertNothingIsLeft();
    }

    @Test
    void aCopyThatIsNotHandedOver_andCannotBeDeleted_isUnfinished_andNamed() throws IOException {
        Cli.Run run = start(
                "create",
                "--volume",
                volume.toString(),
                "--simulate",
                "BackupComplete=VSS_E_UNEXPECTED_WRITER_ERROR",
                "--simulate",
                "DeleteSnapshots=VSS_E_PROVIDER_VETO");
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode left = run.json().path("notHandedOver");
        assertThat(left).hasSize(1);
        assertThat(left.path(0).path("end").asText()).isEqualTo("unfinished");
        assertThat(listed()).isEqualTo(ids(left));
        assertThat(ids(done(start("orphans", "--delete")).path("deleted"))).isEqualTo(ids(left));
        assertNothingIsLeft();
    }

    @Test
    void copiesThatSomebodyElseRemoved_areForgotten_andThatIsSaidOnce() throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.addAll(ids(done(start("create", "--no-writers", "--volume", volume.toString()))
                    .path("shadowCopies")));
        }
        FileTrees.delete(cli.state().resolve("persistent"));
        assertThat(ids(done(start("delete", "--id", ids.getFirst())).path("forgotten")))
                .containsExactly(ids.getFirst());
        assertThat(start("delete", "--id", ids.getFirst()).exitCode()).isEqualTo(1);
        JsonNode orphans = done(start("orphans", "--delete"));
        assertThat(orphans.path("orphans")
                        .path(0)
                        .path("copies")
                        .path(0)
                        .path("present")
                        .asBoolean())
                .isFalse();
        assertThat(ids(orphans.path("forgotten"))).containsExactly(ids.getLast());
        assertThat(done(start("orphans", "--delete")).path("forgotten")).isEmpty();
        assertNothingIsLeft();
    }

    /** The steps at which a run is killed: the line that shows it, and what makes it stay there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GatherWriterMetadata",
                "PrepareForBackup",
                "DoSnapshotSet",
                "GatherWriterStatus",
                "the program",
                "BackupComplete"
            })
    void aRunThatIsKilled_isKnown_andLeavesNothing(String step) throws IOException {
        boolean program = step.equals("the program");
        List<String> options = new ArrayList<>(List.of("--volume", volume.toString()));
        if (!program) {
            options.addAll(List.of("--simulate", step + "=1h"));
        }
        Path started = workspace.resolve("started");
        options.addAll(List.of("--", "sh", "-c", program ? "touch " + started + "; exec sleep 600" : "true"));
        Cli.Run run = start("run", options.toArray(String[]::new));
        List<ProcessHandle> children = new ArrayList<>();
        if (program) {
            eventually("the program runs", () -> Files.exists(started));
            run.process().descendants().forEach(children::add);
        } else {
            run.awaitErr(step + ": S_OK");
        }
        assertThat(run.signal("KILL").exitCode()).isEqualTo(137);
        children.forEach(ProcessHandle::destroyForcibly);

        boolean made = List.of("DoSnapshotSet", "the program", "BackupComplete").contains(step);
        JsonNode orphans = done(start("orphans")).path("orphans");
        assertThat(orphans).hasSize(made ? 1 : 0);
        if (made) {
            assertThat(orphans.path(0).path("end").asText()).isEqualTo("unfinished");
        }
        done(start("orphans", "--delete"));
        assertThat(done(start("orphans")).path("orphans")).isEmpty();
        assertThat(listed()).isEmpty();
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> folders = Files.list(cli.state())) {
            assertThat(folders.filter(Files::isDirectory)).isEmpty();
        }
    }
}
