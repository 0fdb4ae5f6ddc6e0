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
import org.vss4j.HResult;
import org.vss4j.contract.WriterLines;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.OnPosix;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** Writers that fail, in the reports of {@code copy}, {@code create} and {@code run}: those of the service in C. */
@OnPosix
@Tag(NativeServer.TAG)
class WriterFailuresIT {
    private static final HResult E_DISK = HResult.of(0x80070015);

    @TempDir
    Path workspace;

    private Cli cli;
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(workspace)
                .variable("DATABASES", workspace.toString())
                .variable("VSS_TEST_STORE", workspace.toString());
        source = Files.createDirectory(workspace.resolve("source"));
        Files.writeString(source.resolve("orders.db"), "contents");
        target = workspace.resolve("target");
    }

    /** A writer whose database lies in a folder. */
    private static SimulatedWriter writer(String folder) {
        return SimulatedWriter.of(WriterMetadata.named("Orders")
                .withComponents(
                        WriterComponent.database("", "orders").withDatabaseFiles(FileSet.of(folder, "orders.db"))));
    }

    private static SimulatedWriter failing(SimulatedWriter writer, WriterEvent event) {
        return writer.withVeto(event, HResult.of(0x800423F3), E_DISK, "no disk");
    }

    private void service(SimulatedWriter writer) {
        cli.variable("VSS_TEST_WRITER", String.join("\n", WriterLines.of(writer)));
    }

    private Cli.Run run(String command, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of(command, "--json", "--state", cli.state().toString()));
        all.addAll(List.of("--library", NativeServer.file().toString()));
        all.addAll(List.of(arguments));
        return cli.start(all);
    }

    private Cli.Run copy(String... options) {
        List<String> all = new ArrayList<>(List.of(source.toString(), target.toString()));
        all.addAll(List.of(options));
        return run("copy", all.toArray(String[]::new));
    }

    private static JsonNode partial(Cli.Run run) {
        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(json.path("outcome").asText()).isEqualTo("partial");
        assertThat(json.path("because")).extracting(JsonNode::asText).containsExactly("writers");
        return json;
    }

    private static JsonNode done(Cli.Run run) {
        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(json.path("outcome").asText()).isEqualTo("done");
        assertThat(json.path("because")).isEmpty();
        return json;
    }

    @Test
    void aWriterWhoseFilesAreCopied_makesItPartial_andTargetIsReplaced() throws IOException {
        SimulatedWriter writer = failing(writer(source.toString()), WriterEvent.FREEZE);
        service(writer);
        Files.writeString(target, "old");
        JsonNode json = partial(copy("--overwrite"));
        assertThat(json.path("targetMade").asBoolean()).isTrue();
        assertThat(target.resolve("orders.db")).hasContent("contents");
        JsonNode failure = json.path("writerFailures").path(0);
        assertThat(failure.path("writer").asText()).isEqualTo("Orders");
        assertThat(failure.path("writerId").asText())
                .isEqualTo(writer.metadata().writerId().toString());
        assertThat(failure.path("instanceId").asText())
                .isEqualTo(writer.metadata().instanceId().toString());
        assertThat(failure.path("component").asText()).isEmpty();
        assertThat(failure.path("state").asText()).isEqualTo("FAILED_AT_FREEZE");
        assertThat(failure.path("hresult").asText()).isEqualTo("0x800423F3");
        assertThat(failure.path("name").asText()).isEqualTo("VSS_E_WRITERERROR_RETRYABLE");
        assertThat(failure.path("applicationError").asText()).isEqualTo("0x80070015");
        assertThat(failure.path("applicationMessage").asText()).isEqualTo("no disk");
        assertThat(failure.path("message").asText()).contains("Orders").contains("no disk");
        assertThat(failure.path("copied").asText()).isEqualTo("yes");
    }

    @ParameterizedTest
    @CsvSource({"%DATABASES%/source, yes", "%DATABASES%/elsewhere, no", "%NOSUCHVARIABLE%/source, unknown"})
    void whatVariablesMeanIsKnown_orNobodyCanSay(String folder, String copied) {
        service(failing(writer(folder), WriterEvent.PREPARE_SNAPSHOT));
        Cli.Run run = copy();
        JsonNode json = copied.equals("no") ? done(run) : partial(run);
        assertThat(json.path("writerFailures").path(0).path("copied").asText()).isEqualTo(copied);
        assertThat(target.resolve("orders.db")).hasContent("contents");
    }

    @Test
    void strictly_anyWriterMakesItPartial() {
        service(failing(writer("/elsewhere"), WriterEvent.FREEZE));
        done(copy());
        partial(copy("--overwrite", "--strict-writers"));
    }

    @Test
    void aWriterThatFailsAtTheEnd_countsToo() {
        service(failing(writer(source.toString()), WriterEvent.BACKUP_COMPLETE));
        JsonNode json = partial(copy());
        assertThat(json.path("writerFailures").path(0).path("state").asText()).isEqualTo("FAILED_AT_BACKUP_COMPLETE");
    }

    @Test
    void theStatusOfWritersIsUnknown_itIsPartial() {
        service(writer("/elsewhere"));
        cli.variable("VSS_TEST_FAULTS", "GatherWriterStatus=0x80042318");
        JsonNode json = partial(copy());
        assertThat(json.path("writerStatusError").path("name").asText()).isEqualTo("VSS_E_WRITER_INFRASTRUCTURE");
        assertThat(json.path("writerFailures")).isEmpty();
    }

    /** Nothing was copied, and none of it is said to be partial. */
    @ParameterizedTest
    @ValueSource(strings = {"copy", "create", "run"})
    void whereNoCopyCanBeMade_theWritersAreNamedToo(String command) {
        service(failing(writer(source.toString()), WriterEvent.FREEZE));
        cli.variable("VSS_TEST_FAULTS", "DoSnapshotSet=fails:0x80042306");
        Cli.Run run = switch (command) {
            case "copy" -> copy();
            case "create" -> run("create", "--volume", source.toString());
            default -> run("run", "--volume", source.toString(), "--", "true");
        };
        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(json.path("outcome").asText()).isEqualTo("failed");
        assertThat(json.path("because")).isEmpty();
        assertThat(json.path("error").path("name").asText()).isEqualTo("VSS_E_PROVIDER_VETO");
        assertThat(json.path("error").path("operation").asText()).isEqualTo("DoSnapshotSet");
        JsonNode failure = json.path("writerFailures").path(0);
        assertThat(failure.path("writer").asText()).isEqualTo("Orders");
        assertThat(failure.path("state").asText()).isEqualTo("FAILED_AT_FREEZE");
        assertThat(failure.path("copied").asText()).isEqualTo("no");
        assertThat(json.path("writerStatusError").isNull()).isTrue();
    }

    @Test
    void whereNoCopyCanBeMade_andNobodyKnowsHowTheWritersFare_theFirstFailureIsTheError() {
        service(failing(writer(source.toString()), WriterEvent.FREEZE));
        cli.variable("VSS_TEST_FAULTS", "DoSnapshotSet=fails:0x80042306,GatherWriterStatus=0x80042318");
        Cli.Run run = copy();
        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        assertThat(json.path("error").path("name").asText()).isEqualTo("VSS_E_PROVIDER_VETO");
        assertThat(json.path("writerStatusError").path("name").asText()).isEqualTo("VSS_E_WRITER_INFRASTRUCTURE");
        assertThat(json.path("writerFailures")).isEmpty();
    }

    @Test
    void withoutWriters_nobodyFails() {
        service(failing(writer(source.toString()), WriterEvent.FREEZE));
        assertThat(done(copy("--no-writers")).path("writerFailures")).isEmpty();
    }

    @Test
    void theSummarySaysIt() {
        service(failing(writer(source.toString()), WriterEvent.FREEZE));
        Cli.Run run = cli.start(List.of(
                "copy",
                source.toString(),
                target.toString(),
                "--library",
                NativeServer.file().toString(),
                "--state",
                cli.state().toString()));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stdout())
                .contains("writer failed: VSS_E_WRITERERROR_RETRYABLE (0x800423F3): the writer Orders")
                .contains("Its files are among what was copied.");
    }

    @Test
    void writersThatDoNotSupportCopies_areNamed() {
        service(writer("/elsewhere"));
        JsonNode json = done(copy());
        assertThat(json.path("takenAsFull")).extracting(JsonNode::asText).containsExactly("Orders");
        Cli.Run run = cli.start(List.of(
                "copy",
                "--overwrite",
                source.toString(),
                target.toString(),
                "--library",
                NativeServer.file().toString(),
                "--state",
                cli.state().toString()));
        assertThat(run.exitCode()).isZero();
        assertThat(run.stdout())
                .contains("may take this copy for a full backup, for they do not say that they support copies: Orders");
    }

    @Test
    void writersThatSupportCopies_areNot() {
        service(SimulatedWriter.database("Supporting"));
        assertThat(done(copy()).path("takenAsFull").isEmpty()).isTrue();
    }

    @Test
    void create_saysIt() {
        service(failing(writer(source.toString()), WriterEvent.FREEZE));
        JsonNode json = partial(run("create", "--volume", source.toString()));
        assertThat(json.path("shadowCopies")).hasSize(1);
        assertThat(json.path("writerFailures").path(0).path("copied").asText()).isEqualTo("yes");
    }

    @Test
    void run_saysIt_andTheProgramsOwnErrorGoesBefore() {
        service(failing(writer(source.toString()), WriterEvent.FREEZE));
        JsonNode json = partial(run("run", "--volume", source.toString(), "--", "true"));
        assertThat(json.path("exitCode").asInt()).isZero();
        assertThat(json.path("writerFailures").path(0).path("copied").asText()).isEqualTo("yes");

        Cli.Run failed = run("run", "--volume", source.toString(), "--", "sh", "-c", "exit 7");
        assertThat(failed.exitCode()).isEqualTo(7);
        assertThat(failed.json().path("outcome").asText()).isEqualTo("failed");
        assertThat(failed.json().path("writerFailures")).hasSize(1);
    }

    @Test
    void run_saysItOnStderr_forStdoutIsTheProgramsOwn() {
        service(failing(writer(source.toString()), WriterEvent.FREEZE));
        Cli.Run run = cli.start(List.of(
                "run",
                "--volume",
                source.toString(),
                "--library",
                NativeServer.file().toString(),
                "--state",
                cli.state().toString(),
                "--",
                "echo",
                "hello"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stdout()).isEqualTo("hello\n");
        assertThat(run.stderr()).contains("vss4j: writer failed: VSS_E_WRITERERROR_RETRYABLE");
    }
}
