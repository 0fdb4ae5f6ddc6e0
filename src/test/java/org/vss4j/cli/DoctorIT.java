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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnPosix;

/** The command {@code doctor}. */
@OnPosix
class DoctorIT {
    private static final Pattern TRANSCRIPT =
            Pattern.compile("```\n\\$ scripts/vss4j (doctor[^\n]*)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("[0-9.]+ GiB free in [^\n]*");
    private static final Pattern ARCHITECTURE = Pattern.compile("a JVM for \\w+");

    @TempDir
    Path workspace;

    private Cli.Run doctor(String... options) {
        Cli cli = new Cli(workspace);
        List<String> arguments =
                new ArrayList<>(List.of("doctor", "--state", cli.state().toString()));
        arguments.addAll(List.of(options));
        return cli.start(arguments);
    }

    @Test
    void theTranscriptOfTheReadme_isWhatTheCommandPrints() throws IOException {
        Matcher transcript = TRANSCRIPT.matcher(Files.readString(Path.of("README.md")));
        assertThat(transcript.find()).as("there is a transcript").isTrue();
        String options = transcript.group(1).replaceFirst("doctor *", "");
        Cli.Run run = doctor(options.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(normalized(run.stdout())).isEqualTo(normalized(transcript.group(2)));
        assertThat(run.stderr()).isEmpty();
    }

    /** What is different on every machine. */
    private static String normalized(String text) {
        return ARCHITECTURE.matcher(SPACE.matcher(text).replaceAll("SPACE")).replaceAll("ARCHITECTURE");
    }

    @Test
    void whereNothingIsWrong_theExitCodeIsZero_andProgramsReadOneObject() {
        Cli.Run run = doctor("--service", "simulator", "--json");
        assertThat(run.exitCode()).isZero();
        JsonNode json = run.json();
        assertThat(json.path("schema").intValue()).isEqualTo(1);
        assertThat(json.path("command").textValue()).isEqualTo("doctor");
        assertThat(json.path("outcome").textValue()).isEqualTo("done");
        assertThat(json.path("service").textValue()).isEqualTo("simulator");
        assertThat(json.path("error").isNull()).isTrue();
        assertThat(json.path("checks"))
                .extracting(check -> check.path("check").textValue() + " "
                        + check.path("state").textValue())
                .containsExactly(
                        "architecture ok",
                        "elevation not-applicable",
                        "rights not-applicable",
                        "mta not-applicable",
                        "service ok",
                        "providers ok",
                        "writers ok",
                        "space ok");
        assertThat(json.path("checks")).allSatisfy(check -> {
            assertThat(check.path("message").textValue()).isNotBlank();
            assertThat(check.path("advice").isNull()).isTrue();
        });
        assertThat(workspace.resolve("state/persistent")).doesNotExist();
    }

    @Test
    void aServiceThatRefuses_isAProblemWithAnAdvice_andTheRestIsSaidAllTheSame() {
        Cli.Run run =
                doctor("--service", "simulator", "--json", "--simulate", "CreateVssBackupComponents=E_ACCESSDENIED");
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode checks = run.json().path("checks");
        assertThat(checks)
                .extracting(check -> check.path("check").textValue() + " "
                        + check.path("state").textValue())
                .contains("service problem", "providers not-applicable", "writers not-applicable", "space ok");
        assertThat(checks)
                .filteredOn(check -> check.path("check").textValue().equals("service"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.path("message").textValue()).contains("E_ACCESSDENIED");
                    assertThat(check.path("advice").textValue()).isNotBlank();
                });
    }

    @Test
    void aLibraryThatIsNone_isAProblem() {
        Cli.Run run = doctor("--library", "/nonexistent/vssapi.dll");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stdout()).contains("problem service").contains("/nonexistent/vssapi.dll");
    }

    /** On a busy machine the time may be up before there is a question: then the command gets more of it. */
    @Test
    void whenTheTimeIsUp_theQuestionIsCancelled() {
        Cli.Run run = TimedOut.in(this::asking, ended -> ended.stderr().contains("GatherWriterMetadata: S_OK"));
        assertThat(run.json().path("outcome").textValue()).isEqualTo("timed-out");
        assertThat(run.stderr()).contains("DEBUG session 1: Cancel: CancelledNow");
    }

    private Cli.Run asking(String timeout) {
        return doctor(
                "--service",
                "simulator",
                "--json",
                "--verbose",
                "--timeout",
                timeout,
                "--simulate",
                "GatherWriterMetadata=1h");
    }
}
