package org.vss4j.windows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.cli.Main;

/** The command line, end to end: from a drive of Windows through its vssapi.dll to a folder. */
class CopyCommandTest extends SystemServiceTest {
    /** The variable that says where Wine's own libraries are. */
    private static final String WINE_LIBRARIES = "WINEDLLDIR0";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path temporary;

    private Path target;

    @BeforeEach
    void makeFiles() throws IOException {
        target = temporary.resolve("target");
        Files.writeString(folder.resolve("file"), "content");
        Files.write(Files.createDirectory(folder.resolve("sub")).resolve("large"), new byte[300_000]);
    }

    private ChildProcess.Result copy(Map<String, String> environment, String... options) throws Exception {
        return start(environment, options).await();
    }

    private ChildProcess.Running start(Map<String, String> environment, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("copy", folder.toString(), target.toString()));
        arguments.addAll(List.of("--service=system", "--json", "--state=" + temporary.resolve("state")));
        arguments.addAll(List.of(options));
        return ChildProcess.start(Main.class, environment, null, arguments.toArray(String[]::new));
    }

    @Test
    void aFolderIsCopied() throws Exception {
        ChildProcess.Result result = copy(Map.of());
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(report.get("outcome").asText()).isEqualTo("done");
        assertThat(report.get("service").asText()).isEqualTo("system");
        assertThat(report.get("files").asInt()).isEqualTo(2);
        assertThat(report.get("shadowCopies").get(0).get("volume").asText()).isEqualTo("X:\\");
        assertThat(target.resolve("file")).hasContent("content");
        assertThat(target.resolve("sub").resolve("large")).hasSize(300_000);
    }

    @Test
    void aTimeoutLeavesNothing() throws Exception {
        Path log = temporary.resolve("log");
        Map<String, String> environment =
                Map.of("VSS_TEST_FAULTS", "DoSnapshotSet=hangs", "VSS_TEST_LOG", log.toString());
        // On a busy machine the time may be up before the step that hangs: then the command gets more of it.
        for (String timeout : List.of("5s", "20s", "80s")) {
            ChildProcess.Result result = copy(environment, "--timeout=" + timeout);
            assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
            assertThat(new ObjectMapper().readTree(result.out()).get("outcome").asText())
                    .isEqualTo("timed-out");
            if (text(log).contains("DoSnapshotSet")) {
                break;
            }
        }
        assertThat(text(log)).contains("DoSnapshotSet: 0x00000000", "AbortBackup: 0x00000000", "Release: 0x00000000");
        Files.delete(log);
        assertNoTarget();
    }

    @Test
    void aFailureIsOneLine_andLeavesNothing() throws Exception {
        ChildProcess.Result result = copy(Map.of("VSS_TEST_FAULTS", "DoSnapshotSet=fails:0x80042306"));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        JsonNode error = new ObjectMapper().readTree(result.out()).get("error");
        assertThat(error.get("hresult").asText()).isEqualTo("0x80042306");
        assertThat(error.get("operation").asText()).isEqualTo("DoSnapshotSet");
        assertNoTarget();
    }

    @Test
    void aServiceThatIsDisabled_isOneLineThatSaysWhatToDo() throws Exception {
        ChildProcess.Result result = copy(Map.of("VSS_TEST_FAULTS", "CreateVssBackupComponents=0x80070422"));
        assertRefused(result, "0x80070422", "sc.exe config VSS start= demand");
    }

    /** Wine has a vssapi.dll of its own, which is there to be loaded and nothing else. */
    @Test
    @EnabledIfEnvironmentVariable(
            named = WINE_LIBRARIES,
            matches = ".+",
            disabledReason = "It is about Wine's own vssapi.dll, and this is not Wine")
    void aSystemWithoutTheService_isOneLineThatSaysWhatToDo() throws Exception {
        Path own = Path.of(System.getenv(WINE_LIBRARIES).replace("\\??\\", ""), "x86_64-windows", "vssapi.dll");
        // As Wine's own it would be looked for among Wine's own only.
        String text = Files.readString(own, ISO_8859_1).replace("Wine builtin DLL", "\0".repeat(16));
        Path copy = Files.writeString(folder.resolve("vssapi.dll"), text, ISO_8859_1);
        assertRefused(copy(Map.of(), "--library=" + copy), "0x80004001", "use the simulator");
    }

    private void assertRefused(ChildProcess.Result result, String hresult, String advice) throws IOException {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        JsonNode error = new ObjectMapper().readTree(result.out()).get("error");
        assertThat(error.get("hresult").asText()).isEqualTo(hresult);
        assertThat(error.get("operation").asText()).isEqualTo("CreateVssBackupComponents");
        assertThat(result.err().lines().filter(line -> line.contains(hresult)))
                .singleElement()
                .asString()
                .contains(advice);
        assertNoTarget();
    }

    @Test
    void aNameThatIsTooLong_isNamed_andTheRestIsCopied() throws Exception {
        Path deep = Files.createDirectories(folder.resolve(("n".repeat(100) + "\\").repeat(3)));
        Files.writeString(deep.resolve("deep"), "deep");
        ChildProcess.Result result = copy(Map.of());
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(target.resolve("file")).hasContent("content");
        // Through a link, which Wine does not make, all is in reach.
        if (result.exitCode() == 0) {
            assertThat(target.resolve(folder.relativize(deep)).resolve("deep")).hasContent("deep");
        } else {
            assertThat(report.get("outcome").asText()).isEqualTo("partial");
            assertThat(report.get("unreadable").get(0).get("reason").asText()).startsWith("the path is too long");
        }
    }

    @Test
    void ctrlCIsASigint_andLeavesNothing() throws Exception {
        Path log = temporary.resolve("log");
        ChildProcess.Running running =
                start(Map.of("VSS_TEST_FAULTS", "DoSnapshotSet=hangs", "VSS_TEST_LOG", log.toString()));
        within(PATIENCE, "DoSnapshotSet is called", () -> text(log).contains("DoSnapshotSet"));
        ChildProcess.Result pressed = ChildProcess.start(
                        CtrlC.class,
                        Map.of(),
                        null,
                        String.valueOf(running.process().pid()))
                .await();
        assertThat(pressed.exitCode()).as(pressed.err()).isZero();
        ChildProcess.Result result = running.await();
        assertThat(result.exitCode()).as(result.err()).isEqualTo(130);
        assertThat(new ObjectMapper().readTree(result.out()).get("outcome").asText())
                .isEqualTo("interrupted");
        assertThat(text(log)).contains("AbortBackup: 0x00000000", "Release: 0x00000000");
        Files.delete(log);
        assertNoTarget();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertNoTarget() throws IOException {
        assertThat(target).doesNotExist();
        try (var left = Files.list(temporary)) {
            assertThat(left.map(file -> String.valueOf(file.getFileName()))).containsOnly("state");
        }
    }
}
