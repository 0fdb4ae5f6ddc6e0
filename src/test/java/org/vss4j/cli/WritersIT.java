package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.contract.WriterLines;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.OnPosix;
import org.vss4j.writer.BackupSchema;

/** The command {@code writers}. */
@OnPosix
class WritersIT {
    private static final Pattern TRANSCRIPT =
            Pattern.compile("```\n\\$ scripts/vss4j (writers[^\n]*)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path workspace;

    private Cli.Run writers(String... options) {
        Cli cli = new Cli(workspace);
        List<String> arguments =
                new ArrayList<>(List.of("writers", "--state", cli.state().toString()));
        arguments.addAll(List.of(options));
        return cli.start(arguments);
    }

    @Test
    void theTranscriptOfTheReadme_isWhatTheCommandPrints() throws IOException {
        Matcher transcript = TRANSCRIPT.matcher(Files.readString(Path.of("README.md")));
        assertThat(transcript.find()).as("there is a transcript").isTrue();
        String[] options = transcript.group(1).replaceFirst("writers *", "").split(" ");
        Cli.Run run = writers(options);
        assertThat(run.stdoutAtEnd()).isEqualTo(transcript.group(2));
        assertThat(run.stderr()).isEmpty();
    }

    @Test
    @Tag(NativeServer.TAG)
    void aWriterThatDoesNotSupportCopies_isShownAsOneThatTakesThemForFullBackups() {
        SimulatedWriter plain =
                SimulatedWriter.of(SimulatedWriter.database("Plain").metadata().withSchema(BackupSchema.UNDEFINED));
        Cli cli = new Cli(workspace).variable("VSS_TEST_WRITER", String.join("\n", WriterLines.of(plain)));
        Cli.Run run =
                cli.start(List.of("writers", "--library", NativeServer.file().toString()));
        assertThat(run.exitCode()).isZero();
        assertThat(run.stdout()).containsPattern("Plain .* orders .* 2 +as full\n");
    }

    @Test
    void withJson_allThatTheySayIsThere() {
        JsonNode json = writers("--service", "simulator", "--json").json();
        assertThat(json.path("schema").intValue()).isEqualTo(1);
        assertThat(json.path("outcome").textValue()).isEqualTo("done");
        assertThat(json.path("service").textValue()).isEqualTo("simulator");
        assertThat(json.path("error").isNull()).isTrue();
        JsonNode writer = json.path("writers").path(0);
        assertThat(writer.path("name").textValue()).isEqualTo("Simulated Database");
        assertThat(writer.path("writerId").textValue()).hasSize(36);
        assertThat(writer.path("version").textValue()).isEqualTo("1.0");
        assertThat(writer.path("backupSchema")).extracting(JsonNode::textValue).contains("INCREMENTAL", "COPY");
        assertThat(writer.path("restoreMethod").path("method").textValue()).isEqualTo("RESTORE_IF_CAN_REPLACE");
        assertThat(writer.path("components"))
                .extracting(component -> component.path("logicalPath").textValue() + ":"
                        + component.path("componentName").textValue() + ":"
                        + component.path("selectable").booleanValue())
                .containsExactly(":orders:true", "orders:index:false", ":settings:true");
        assertThat(writer.path("components")
                        .path(0)
                        .path("databaseFiles")
                        .path(0)
                        .path("fileSpec")
                        .textValue())
                .isEqualTo("orders.db");
        assertThat(writer.path("excludedFiles").path(0).path("recursive").booleanValue())
                .isTrue();
    }

    /** Through the binary interface alone: the library describes its writers from the environment. */
    @Test
    @Tag(NativeServer.TAG)
    void aLibrary_isAskedToo() {
        String lines = String.join("\n", WriterLines.of(SimulatedWriter.database("In C")));
        Cli cli = new Cli(workspace).variable("VSS_TEST_WRITER", lines);
        JsonNode json = cli.start(List.of(
                        "writers", "--json", "--library", NativeServer.file().toString()))
                .json();
        assertThat(json.path("service").textValue()).isEqualTo("library");
        JsonNode writer = json.path("writers").path(0);
        assertThat(writer.path("name").textValue()).isEqualTo("In C");
        assertThat(writer.path("components"))
                .extracting(component -> component.path("componentName").textValue())
                .containsExactly("orders", "index", "settings");
    }

    @Test
    void whereTheSimulatorStandsIn_oneLineSaysSo() {
        Cli.Run run = writers();
        assertThat(run.stdoutAtEnd()).startsWith("WRITER");
        assertThat(run.stderr()).contains("the simulator has one writer");
    }

    @Test
    void aFailure_isOneLine_andAnObjectForPrograms() {
        Cli.Run run = writers(
                "--service", "simulator", "--json", "--simulate", "GatherWriterMetadata=VSS_E_WRITER_INFRASTRUCTURE");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().path("outcome").textValue()).isEqualTo("failed");
        assertThat(run.json().path("error").path("name").textValue()).isEqualTo("VSS_E_WRITER_INFRASTRUCTURE");
        assertThat(run.stderr().lines()).hasSize(1);
    }

    @Test
    void whenTheTimeIsUp_theQuestionIsCancelled() {
        Cli.Run run = TimedOut.in(this::asking, ended -> ended.stderr().contains("GatherWriterMetadata: S_OK"));
        assertThat(run.json().path("outcome").textValue()).isEqualTo("timed-out");
        assertThat(run.stderr())
                .contains("DEBUG session 1: Cancel: CancelledNow")
                .contains("DEBUG session 1: Release");
    }

    private Cli.Run asking(String timeout) {
        return writers(
                "--service",
                "simulator",
                "--json",
                "--verbose",
                "--timeout",
                timeout,
                "--simulate",
                "GatherWriterMetadata=1h");
    }

    @Test
    void aSignalEndsIt() {
        Cli.Run run = writers("--service", "simulator", "--json", "--verbose", "--simulate", "GatherWriterMetadata=1h");
        run.awaitErr("GatherWriterMetadata").signal("INT");
        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.json().path("outcome").textValue()).isEqualTo("interrupted");
    }
}
