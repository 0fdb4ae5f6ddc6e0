package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.testing.OnPosix;

/** {@code run}: what the program finds, and what its end means. */
@OnPosix
class RunIT {
    @TempDir
    Path workspace;

    private Cli cli;
    private Path volume;
    private Path other;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(workspace);
        volume = Files.createDirectory(workspace.resolve("volume"));
        other = Files.createDirectory(workspace.resolve("other"));
        Files.writeString(volume.resolve("file"), "contents");
        Files.writeString(other.resolve("file"), "other");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (Stream<Path> folders = Files.list(cli.state())) {
            assertThat(folders.filter(Files::isDirectory)).isEmpty();
        }
    }

    private Cli.Run start(List<String> options, String... program) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--verbose", "--state", cli.state().toString()));
        arguments.addAll(List.of("--volume", volume.toString(), "--volume", other.toString()));
        arguments.addAll(options);
        arguments.add("--");
        arguments.addAll(List.of(program));
        return cli.start(arguments);
    }

    @Test
    void theProgramFindsTheCopies_andTheyGoWithIt() {
        Cli.Run run = start(
                List.of(),
                "sh",
                "-c",
                "echo changed > \"$VSS4J_VOLUME_1/file\"; cat \"$VSS4J_COPY/file\" \"$VSS4J_COPY_2/file\";"
                        + " echo; echo \"$VSS4J_COPY_1\"; echo \"$VSS4J_ID_1 $VSS4J_ID_2 $VSS4J_SET_ID $1\"",
                "name",
                "--an-option");
        String[] lines = run.stdoutAtEnd().split("\n", -1);
        assertThat(lines[0]).isEqualTo("contentsother");
        assertThat(Path.of(lines[1])).doesNotExist();
        assertThat(lines[2].split(" ", -1)).hasSize(4).endsWith("--an-option").doesNotHaveDuplicates();
        assertThat(run.stderr()).contains("BackupComplete: S_OK").doesNotContain("AbortBackup");
    }

    @ParameterizedTest
    @CsvSource({"exit 0,0", "exit 7,7", "kill -9 $$,137", "kill -TERM $$,143"})
    void theProgramsExitCodeIsPassedOn(String script, int exitCode) {
        Cli.Run run = start(List.of("--json"), "sh", "-c", script);
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(exitCode);
        JsonNode json = run.json();
        assertThat(json.path("exitCode").asInt()).isEqualTo(exitCode);
        assertThat(json.path("outcome").asText()).isEqualTo(exitCode == 0 ? "done" : "failed");
        // A program that failed is no backup that went well.
        assertThat(run.stderr().contains("BackupComplete: S_OK")).isEqualTo(exitCode == 0);
    }

    @Test
    void withJson_whatTheProgramPrintsGoesToStderr() {
        Cli.Run run = start(List.of("--json"), "echo", "hello");
        assertThat(run.json().path("exitCode").asInt()).isZero();
        assertThat(run.stderr()).contains("hello");
    }

    @Test
    void aProgramThatIsNotThere_isNamed() {
        Cli.Run run = start(List.of(), "/no/such/program");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr()).contains("/no/such/program");
    }

    /** The copies must not go before the program does. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "timeout"})
    void aSignalEndsTheProgram_andThenTheCopiesGo(String how) {
        Path started = workspace.resolve("started");
        Path seen = workspace.resolve("seen");
        List<String> options = how.equals("timeout") ? List.of("--timeout", "5s") : List.of();
        Cli.Run run = start(
                options,
                "sh",
                "-c",
                "trap 'cat \"$VSS4J_COPY/file\" > " + seen + "; exit 9' TERM; touch " + started
                        + "; while true; do sleep 0.05; done");
        if (!how.equals("timeout")) {
            eventually("the program runs", () -> Files.exists(started));
            run.signal(how);
        }
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(how.equals("INT") ? 130 : how.equals("TERM") ? 143 : 3);
        assertThat(seen).hasContent("contents");
    }
}
