package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.contract.WriterLines;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.testing.FaultyFileSystem;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.OnPosix;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** Backups of components by {@code copy}, {@code create} and {@code run}, on the service in C: what their writer is told. */
@OnPosix
@Tag(NativeServer.TAG)
class ComponentsIT {
    @TempDir
    Path workspace;

    private Cli cli;
    private Path source;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(workspace).variable("VSS_TEST_STORE", workspace.toString());
        source = Files.createDirectories(workspace.toRealPath().resolve("source/data"));
        Files.writeString(source.resolve("orders.db"), "contents");
        WriterComponent orders =
                WriterComponent.database("", "orders").withDatabaseFiles(FileSet.of(source.toString(), "orders.db"));
        service(orders);
    }

    private void service(WriterComponent... components) {
        SimulatedWriter writer = SimulatedWriter.of(WriterMetadata.named("Orders")
                .withSchema(BackupSchema.of(BackupSchema.Feature.COPY))
                .withComponents(components));
        cli.variable("VSS_TEST_WRITER", String.join("\n", WriterLines.of(writer)));
    }

    private Cli.Run start(String command, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of(command, "--json", "--verbose", "--state", cli.state().toString()));
        all.addAll(List.of("--library", NativeServer.file().toString(), "--component", "Orders:orders"));
        all.addAll(List.of(arguments));
        return cli.start(all);
    }

    private static void assertTold(Cli.Run run, boolean succeeded) {
        JsonNode told = run.json().path("components");
        assertThat(told).as(run.stderr()).hasSize(1);
        assertThat(told.path(0).path("writer").asText()).isEqualTo("Orders");
        assertThat(told.path(0).path("component").asText()).isEqualTo("orders");
        assertThat(told.path(0).path("succeeded").asBoolean()).isEqualTo(succeeded);
        assertThat(run.stderr()).contains("SetBackupSucceeded: S_OK").contains("BackupComplete: S_OK");
    }

    private static void assertFailed(Cli.Run run, String message) {
        assertTold(run, false);
        JsonNode failures = run.json().path("writerFailures");
        assertThat(failures).hasSize(1);
        assertThat(failures.path(0).path("applicationMessage").asText()).isEqualTo(message);
    }

    @Test
    void copyOfAll_succeeds() {
        Cli.Run run = start(
                "copy",
                "--type",
                "full",
                source.toString(),
                workspace.resolve("target").toString());
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertTold(run, true);
    }

    @Test
    void copyOfAPart_isNone() throws IOException {
        Path part = Files.createDirectory(source.resolve("part"));
        Cli.Run run = start("copy", part.toString(), workspace.resolve("target").toString());
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(run.json().path("error").path("message").asText())
                .contains("orders of the writer Orders is required, but cannot be included: its files in " + source);
    }

    /** The component is more than one file. */
    @Test
    void copyOfWhatHasFilesElsewhereToo_fails() throws IOException {
        Path file = source.resolve("orders.db");
        Cli.Run run = start("copy", file.toString(), workspace.resolve("target").toString());
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertFailed(run, "not all of its files are in " + file);
    }

    /** It is a part of the component, whoever accepts it. */
    @SuppressWarnings("try") // Closing it waits for a program.
    @Test
    void copyWithoutAFileThatCouldNotBeRead_fails() throws Exception {
        try (FaultyFileSystem store = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("faulty")))) {
            cli.variable("VSS_TEST_STORE", store.root().toString());
            store.rules("read */orders.db EIO");
            String target = workspace.resolve("target").toString();
            Cli.Run run = start("copy", "--accept-partial", source.toString(), target);
            assertFailed(run, source.resolve("orders.db") + " could not be read");
        }
    }

    /** Its contents are not in the copy; those of a link to another file of the copy are. */
    @Test
    void copyOfALinkToElsewhere_fails_andOneOfALinkWithinSucceeds() throws IOException {
        Path file = source.resolve("orders.db");
        Path elsewhere = Files.move(file, workspace.toRealPath().resolve("elsewhere"));
        String target = workspace.resolve("target").toString();
        // By a relative one too: there is nothing beside the volume in the copy of it.
        for (Path to : List.of(elsewhere, source.relativize(elsewhere))) {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, to);
            Cli.Run out = start("copy", "--overwrite", source.toString(), target);
            assertThat(out.exitCode()).as(out.stderr()).isEqualTo(1);
            assertFailed(out, file + " is a link, and what it leads to was not copied");
            assertThat(out.json().path("because")).extracting(JsonNode::asText).containsExactly("writers");
        }

        Files.delete(file);
        Path within = Files.move(elsewhere, source.resolve("real.db"));
        for (Path to : List.of(within, within.getFileName())) {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, to);
            Cli.Run run = start("copy", "--overwrite", source.toString(), target);
            assertThat(run.exitCode()).as(run.stderr()).isZero();
            assertTold(run, true);
        }
    }

    /** The writer names it; a pattern would match nothing. */
    @Test
    void copyWithoutAFileThatIsNamed_fails_andOneOfAPatternThatMatchesNothingSucceeds() throws IOException {
        Path file = source.resolve("orders.db");
        Files.move(file, source.resolve("other"));
        String target = workspace.resolve("target").toString();
        assertFailed(start("copy", source.toString(), target), file + " is not there");

        service(WriterComponent.database("", "orders").withDatabaseFiles(FileSet.of(source.toString(), "*.db")));
        assertTold(start("copy", "--overwrite", source.toString(), target), true);
        Files.move(source.resolve("other"), source.resolve("ORDERS.db"));
        service(WriterComponent.database("", "orders").withDatabaseFiles(FileSet.of(source.toString(), "orders.db")));
        assertTold(start("copy", "--overwrite", source.toString(), target), true);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "7, false"})
    void run_succeedsAsItsProgramDoes(int exitCode, boolean succeeded) {
        Cli.Run run = start("run", "--volume", source.toString(), "--", "sh", "-c", "exit " + exitCode);
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(exitCode);
        assertTold(run, succeeded);
    }

    @Test
    void create_hasCopiedNothing_unlessThatIsAssumed() {
        Cli.Run alone = start("create", "--volume", source.toString());
        assertThat(alone.exitCode()).as(alone.stderr()).isZero();
        assertTold(alone, false);
        assertThat(alone.json().path("writerFailures")).isEmpty();
        Cli.Run assumed = start("create", "--assume-copied", "--volume", source.toString());
        assertThat(assumed.exitCode()).as(assumed.stderr()).isZero();
        assertTold(assumed, true);
    }

    /** Whichever call fails: who has been told nothing for sure is not said to have been told. */
    @ParameterizedTest
    @ValueSource(
            strings = {"SetBackupSucceeded=0x8004230F", "BackupComplete=0x8004230F", "BackupComplete=fails:0x8004230F"})
    void whatTheWriterWasNotTold_isNotSaid(String fault) {
        cli.variable("VSS_TEST_FAULTS", fault);
        Cli.Run run = start("run", "--volume", source.toString(), "--", "true");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(run.json().path("outcome").asText()).isEqualTo("failed");
        assertNothingIsSaid(run);
        Cli.Run copied =
                start("copy", source.toString(), workspace.resolve("target").toString());
        assertThat(copied.exitCode()).as(copied.stderr()).isEqualTo(1);
        assertNothingIsSaid(copied);
        assertThat(copied.json().path("because")).extracting(JsonNode::asText).containsExactly("not-told");
        assertThat(copied.json().path("notTold").isNull()).isFalse();
    }

    @Test
    void whileTheWriterIsTold_aStopLeavesOpenWhatItKnows() {
        cli.variable("VSS_TEST_FAULTS", "BackupComplete=hangs");
        Cli.Run run = start("run", "--volume", source.toString(), "--", "true")
                .awaitErr("BackupComplete: S_OK")
                .signal("TERM");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(143);
        assertNothingIsSaid(run);
    }

    /** The writer may have truncated its log: what it then counts on has to stay, and to be named. */
    @Test
    void whatIsAssumedToBeCopied_staysIfItsWriterMayKnow() {
        cli.variable("VSS_TEST_FAULTS", "BackupComplete=hangs");
        Cli.Run stopped = start("create", "--assume-copied", "--volume", source.toString())
                .awaitErr("BackupComplete: S_OK")
                .signal("TERM");
        assertThat(stopped.exitCode()).as(stopped.stderr()).isEqualTo(143);
        assertThat(stopped.json().path("error").path("message").asText()).contains("the shadow copies stay");
        assertNothingIsSaid(stopped);
        assertKept(stopped);

        cli.variable("VSS_TEST_FAULTS", "BackupComplete=fails:0x8004230F");
        Cli.Run failed = start("create", "--assume-copied", "--volume", source.toString());
        assertThat(failed.exitCode()).as(failed.stderr()).isEqualTo(1);
        assertThat(failed.json().path("because")).extracting(JsonNode::asText).containsExactly("not-told");
        assertThat(failed.json().path("notTold").path("hresult").asText()).isEqualTo("0x8004230F");
        assertKept(failed);
    }

    /** They know nothing, or of a failure. */
    @ParameterizedTest
    @CsvSource({"--assume-copied, SetBackupSucceeded=0x8004230F", "--strict-writers, BackupComplete=fails:0x8004230F"})
    void whereNoWriterKnowsOfASuccess_nothingStays(String option, String fault) {
        cli.variable("VSS_TEST_FAULTS", fault);
        Cli.Run run = start("create", option, "--volume", source.toString());
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(run.json().path("shadowCopies")).isEmpty();
        assertThat(run.json().path("notHandedOver").path(0).path("end").asText())
                .isEqualTo("deleted");
    }

    private void assertKept(Cli.Run run) {
        assertThat(run.json().path("notHandedOver")).as(run.stderr()).isEmpty();
        assertThat(run.json().path("shadowCopies")).as(run.stderr()).hasSize(1);
        String id = run.json().path("shadowCopies").path(0).path("id").asText();
        JsonNode orphans = cli.start(
                        List.of("orphans", "--json", "--state", cli.state().toString()))
                .json()
                .path("orphans");
        assertThat(orphans)
                .filteredOn(orphan ->
                        orphan.path("copies").path(0).path("id").asText().equals(id))
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.path("end").asText()).isEqualTo("kept"));
    }

    private static void assertNothingIsSaid(Cli.Run run) {
        assertThat(run.json().path("components"))
                .as(run.stderr())
                .singleElement()
                .satisfies(component ->
                        assertThat(component.path("succeeded").isNull()).isTrue());
    }

    @Test
    void withoutAVolume_thoseAreCopiedThatTheComponentsNeed() {
        for (List<String> command : List.of(List.of("run", "--", "true"), List.of("create", "--assume-copied"))) {
            Cli.Run run =
                    start(command.getFirst(), command.subList(1, command.size()).toArray(String[]::new));
            assertThat(run.exitCode()).as(run.stderr()).isZero();
            assertTold(run, true);
            assertThat(run.json().path("shadowCopies").findValuesAsText("volume"))
                    .containsExactly(source.toString());
        }
    }

    @Test
    void withoutAVolume_aDryRunSaysWhichItWouldTake() {
        Cli.Run run = start("create", "--dry-run");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.json().path("calls").toString())
                .contains("AddToSnapshotSet(…, GUID_NULL) for each volume that the components need");
    }

    @Test
    void whereTheComponentsNeedNoVolume_oneHasToBeNamed() {
        service(WriterComponent.database("", "orders"));
        Cli.Run run = start("create");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(run.stderr()).contains("What is selected has no files that need a copy of a volume: name a volume");
    }

    @ParameterizedTest
    @CsvSource({
        "--no-writers, --component is for backups in which writers take part",
        "--attribute=persistent, '--attribute: PERSISTENT comes from the context'"
    })
    void whatExcludesOneAnother_isRefused(String option, String message) {
        Cli.Run run = start("create", option, "--volume", source.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.stderr()).contains(message);
    }
}
