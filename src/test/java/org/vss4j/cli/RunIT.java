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
import org.vss4j.internal.files.Shell;
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

    /** On Windows it could not; what it then reads is not what was frozen. */
    @Test
    void whatTheProgramChangesInACopy_isReported() {
        Cli.Run run = start(
                List.of("--json"), "sh", "-c", "chmod u+w \"$VSS4J_COPY/file\" && echo more >> \"$VSS4J_COPY/file\"");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        JsonNode changed = run.json().path("changedInCopies");
        assertThat(changed).hasSize(1);
        assertThat(changed.get(0).asText()).endsWith("/file");
        assertThat(run.stderr())
                .contains("here it was changed: " + changed.get(0).asText());
        assertThat(start(List.of("--json"), "true").json().path("changedInCopies"))
                .isEmpty();
    }

    @Test
    void withJson_whatTheProgramPrintsGoesToStderr() {
        Cli.Run run = start(List.of("--json"), "echo", "hello");
        assertThat(run.json().path("exitCode").asInt()).isZero();
        assertThat(run.stderr()).contains("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "/no/such/program,127,there is no program '/no/such/program'",
        "no-such-program,127,there is no program 'no-such-program'",
        "/,126,the program '/' cannot be run: it is a folder",
    })
    void aProgramThatIsNotRun_isNamed_andHasTheExitCodeOfAShell(String program, int exitCode, String message) {
        Cli.Run run = start(List.of("--json"), program);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.stderr()).contains("vss4j: " + message);
        JsonNode json = run.json();
        assertThat(json.path("outcome").asText()).isEqualTo("failed");
        assertThat(json.path("exitCode").isNull()).isTrue();
        assertThat(json.path("error").path("message").asText()).startsWith(message);
    }

    /** The simulator copies files; of a program's work on the copy nobody would know that some are missing. */
    @Test
    void whatIsMissingFromTheSimulatorsCopy_isNamed() throws Exception {
        Shell.run(volume, "mkfifo fifo");
        Cli.Run run = cli.start(List.of(
                "run",
                "--volume",
                volume.toString(),
                "--json",
                "--state",
                cli.state().toString(),
                "--",
                "true"));
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.stderr()).contains("vss4j: not copied: " + volume.resolve("fifo") + ": a FIFO");
        assertThat(run.json().path("unreadableCount").asInt()).isEqualTo(1);
        assertThat(run.json().path("unreadable").path(0).path("path").asText())
                .isEqualTo(volume.resolve("fifo").toString());
    }

    /** In words of our own, whatever language the system speaks; its own words only where nothing else is found. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    touch P                             | P may not be executed, by this user or on that file system
                    printf '#!/no/such -x' >P; chmod +x P | P begins with #!/no/such, which is not there
                    sed 's#/ld-#/nd-#' /bin/true >P; chmod +x P | P is not taken by the system, which says:
                    mkfifo P                            | it is no file
                    """)
    void whyAProgramIsNotRun_isSaid(String make, String why) throws Exception {
        String program = workspace.resolve("program").toString();
        Shell.run(workspace, make.replace("P", program));
        Cli.Run run = start(List.of("--json"), program);
        assertThat(run.exitCode()).isEqualTo(126);
        assertThat(run.json().path("error").path("message").asText())
                .startsWith("the program '" + program + "' cannot be run: " + why.replace("P", program));
    }

    @ParameterizedTest
    @ValueSource(ints = {126, 127})
    void aProgramThatEndsLikeThat_isToldApart(int exitCode) {
        Cli.Run run = start(List.of("--json"), "sh", "-c", "exit " + exitCode);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.json().path("exitCode").asInt()).isEqualTo(exitCode);
        assertThat(run.json().path("error").isNull()).isTrue();
    }

    @Test
    void ifTheWritersCannotBeToldThatItWentWell_itFails() {
        Cli.Run run = start(
                List.of("--json", "--simulate", "BackupComplete=VSS_E_UNEXPECTED_WRITER_ERROR"), "sh", "-c", "exit 0");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        JsonNode json = run.json();
        assertThat(json.path("outcome").asText()).isEqualTo("failed");
        assertThat(json.path("exitCode").asInt(-1)).isZero();
        assertThat(json.path("error").path("operation").asText()).isEqualTo("BackupComplete");
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void aSignalWhileTheWritersAreTold_isNoSuccess(String signal, int exitCode) {
        Cli.Run run = start(List.of("--json", "--simulate", "BackupComplete=1h"), "sh", "-c", "exit 0")
                .awaitErr("BackupComplete: S_OK")
                .signal(signal);
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(exitCode);
        assertThat(run.json().path("outcome").asText()).isEqualTo("interrupted");
        assertThat(run.json().path("exitCode").asInt(-1)).isZero();
    }

    /** The copies must not go before the program does. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "timeout"})
    void aSignalEndsTheProgram_andThenTheCopiesGo(String how) {
        Path started = workspace.resolve("started");
        Path seen = workspace.resolve("seen");
        String program = "trap 'cat \"$VSS4J_COPY/file\" > " + seen + "; exit 9' TERM; touch " + started
                + "; while true; do sleep 0.05; done";
        if (how.equals("timeout")) {
            TimedOut.in(
                    timeout -> start(List.of("--timeout", timeout), "sh", "-c", program),
                    ended -> Files.exists(started));
        } else {
            Cli.Run run = start(List.of(), "sh", "-c", program);
            eventually("the program runs", () -> Files.exists(started));
            run.signal(how);
            assertThat(run.exitCode()).as(run.stderr()).isEqualTo(how.equals("INT") ? 130 : 143);
        }
        assertThat(seen).hasContent("contents");
    }

    /** Those that nobody waits for any more are found, and those that will not end are killed; and then the copies go. */
    @Test
    void aSignalEndsTheWholeFamily_andThenTheCopiesGo() throws IOException {
        Path seen = workspace.resolve("seen");
        Path stubborn = workspace.resolve("stubborn");
        Path orphan = workspace.resolve("orphan");
        Cli.Run run = start(
                List.of(),
                "sh",
                "-c",
                "sh -c 'trap \"\" TERM; echo $$ > " + stubborn + "; while true; do sleep 0.05; done' & (setsid sh -c '"
                        + "trap \"cat \\\"$VSS4J_COPY/file\\\" > " + seen + "; exit\" TERM; echo $$ > " + orphan
                        + "; while true; do sleep 0.05; done' &); while true; do sleep 0.05; done");
        eventually("the family is there", () -> Files.exists(orphan) && Files.exists(stubborn));
        run.signal("TERM");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(143);
        assertThat(seen).hasContent("contents");
        for (Path member : List.of(stubborn, orphan)) {
            long id = Long.parseLong(Files.readString(member).strip());
            eventually(member + " has ended", () -> !isAlive(id));
        }
    }

    /** A process that has ended, and of which nobody has taken note, lives no more. */
    private static boolean isAlive(long id) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(id), "stat"))
                    .contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theCopiesStayUntilWhatTheProgramHasStartedHasEnded() {
        Path end = workspace.resolve("end");
        Path seen = workspace.resolve("seen");
        Cli.Run run = start(
                        List.of(),
                        "sh",
                        "-c",
                        "(setsid sh -c 'while ! [ -e " + end + " ]; do sleep 0.05; done; cat \"$VSS4J_COPY/file\" > "
                                + seen + "' &); exit 5")
                .awaitErr("vss4j: the program has ended, but not what it has started: waiting for ");
        assertThat(end.toFile().mkdir()).isTrue();
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(5);
        assertThat(seen).hasContent("contents");
    }

    /** What was there before is none of the program's family. */
    @Test
    void whatAnotherHasStarted_isNeitherWaitedForNorEnded() throws IOException {
        Path other = workspace.resolve("other.pid");
        Cli.Run run = cli.startCommand(List.of(
                "sh",
                "-c",
                "sleep 1000 & echo $! > " + other + "; exec " + Cli.java() + " -XX:+UseSerialGC -jar " + Cli.jar()
                        + " run --state " + cli.state() + " --volume " + volume + " -- true"));
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        long id = Long.parseLong(Files.readString(other).strip());
        assertThat(isAlive(id)).isTrue();
        ProcessHandle.of(id).orElseThrow().destroy();
    }

    @Test
    void theVariablesOfARunAroundIt_areNotPassedOn() {
        cli.variable("VSS4J_COPY_9", "/old").variable("VSS4J_SET_ID", "old").variable("VSS4J_JAR", "kept");
        assertThat(start(List.of(), "env").stdoutAtEnd())
                .contains("VSS4J_COPY_2=")
                .contains("VSS4J_JAR=kept\n")
                .doesNotContain("old");
    }
}
