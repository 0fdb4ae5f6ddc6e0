package org.vss4j.windows;

import static java.util.stream.Collectors.joining;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.cli.Main;
import org.vss4j.contract.WriterLines;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.testing.Holds;
import org.vss4j.testing.TestDrive;

/** Commands about shadow copies that stay, each a process of its own, with the system's service and one state folder. */
class ServiceCommandsTest extends SystemServiceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path temporary;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(folder.resolve("file"), "before");
    }

    private ChildProcess.Running start(Map<String, String> environment, String command, String... options)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "--service=system", "--json"));
        arguments.add("--state=" + temporary.resolve("state"));
        arguments.addAll(List.of(options));
        return ChildProcess.start(Main.class, environment, null, arguments.toArray(String[]::new));
    }

    private static JsonNode json(ChildProcess.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }

    private JsonNode done(ChildProcess.Running running) throws Exception {
        ChildProcess.Result result = running.await();
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode json = json(result);
        assertThat(json.path("outcome").asText()).isEqualTo("done");
        return json;
    }

    private JsonNode done(String command, String... options) throws Exception {
        return done(start(Map.of(), command, options));
    }

    private static List<String> ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(node -> node.path("id").asText())
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Holds({807, 901, 902})
    void aCopyIsMadeByOneProcess_listedByASecond_deletedByAThird() throws Exception {
        JsonNode made = done("create", "--volume=" + TestDrive.ROOT);
        JsonNode copy = made.path("shadowCopies").path(0);
        Files.writeString(file, "after");

        JsonNode listed = done("list").path("copies");
        assertThat(ids(listed)).containsExactly(copy.path("id").asText());
        assertThat(listed.path(0).path("setId").asText())
                .isEqualTo(made.path("snapshotSetId").asText());
        assertThat(listed.path(0).path("volume").asText()).isEqualTo(TestDrive.ROOT);
        assertThat(listed.path(0).path("attributes"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("PERSISTENT", "NO_AUTO_RELEASE");
        assertThat(frozen(listed.path(0).path("deviceObject").asText())).hasContent("before");
        JsonNode onRecord = done("orphans").path("orphans").path(0);
        assertThat(onRecord.path("end").asText()).isEqualTo("kept");
        assertThat(ids(onRecord.path("copies"))).isEqualTo(ids(listed));

        JsonNode deleted = done("delete", "--id=" + copy.path("id").asText()).path("deleted");
        assertThat(ids(deleted)).isEqualTo(ids(listed));
        assertThat(done("list").path("copies")).isEmpty();
        assertThat(done("orphans").path("orphans")).isEmpty();
    }

    /** The file as a copy has it; Java reads no name that begins with two backslashes and a question mark. */
    private Path frozen(String deviceObject) {
        Path root = Path.of(deviceObject.replace("\\\\?\\", "\\\\.\\"));
        return root.resolve(TestDrive.root().relativize(file).toString());
    }

    @Test
    @Holds(403)
    void twoProcessesThatMakeCopiesAtOnce_bothSucceed_oneAfterTheOther() throws Exception {
        Path log = temporary.resolve("log");
        ChildProcess.Running first = start(
                Map.of("VSS_TEST_DURATIONS", "DoSnapshotSet=8000", "VSS_TEST_LOG", log.toString()),
                "create",
                "--volume=" + TestDrive.ROOT);
        within(PATIENCE, "the first makes its set", () -> text(log).contains("StartSnapshotSet: 0x00000000"));
        Path logOfSecond = temporary.resolve("log of the second");
        JsonNode second =
                done(start(Map.of("VSS_TEST_LOG", logOfSecond.toString()), "create", "--volume=" + TestDrive.ROOT));
        List<String> made = new ArrayList<>(ids(done(first).path("shadowCopies")));
        made.addAll(ids(second.path("shadowCopies")));
        String[] theirs = made.stream().map(id -> "--id=" + id).toArray(String[]::new);
        assertThat(ids(done("delete", theirs).path("deleted"))).hasSize(2).containsExactlyInAnyOrderElementsOf(made);
        String inProgress = String.format("StartSnapshotSet: 0x%08X", HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS.value());
        assertThat(text(logOfSecond)).contains(inProgress, "StartSnapshotSet: 0x00000000");
    }

    @Test
    void aProgramFindsTheCopy_andItsExitCodeIsPassedOn() throws Exception {
        ChildProcess.Result result = start(
                        Map.of(),
                        "run",
                        "--volume=" + TestDrive.ROOT,
                        "--",
                        "cmd.exe",
                        "/c",
                        "type %VSS4J_COPY%\\" + TestDrive.root().relativize(file) + " & exit 7")
                .await();
        assertThat(result.exitCode()).as(result.err()).isEqualTo(7);
        assertThat(result.err()).contains("before");
        assertThat(json(result).path("exitCode").asInt()).isEqualTo(7);
        assertThat(done("list").path("copies")).isEmpty();
    }

    @Test
    void aRunThatIsKilled_isKnown_andLeavesNothing() throws Exception {
        assertThat(killed("run", "GatherWriterMetadata")).isEmpty();
        assertThat(killed("run", "DoSnapshotSet")).hasSize(1);
        assertThat(killed("create", "BackupComplete")).hasSize(1);
    }

    /** Kills a command at a step: what is on record then, which is deleted. */
    private JsonNode killed(String command, String step) throws Exception {
        Path log = temporary.resolve("log of " + step);
        List<String> options = new ArrayList<>(List.of("--volume=" + TestDrive.ROOT));
        if (command.equals("run")) {
            options.addAll(List.of("--", "cmd.exe", "/c", "exit 0"));
        }
        ChildProcess.Running running = start(
                Map.of("VSS_TEST_FAULTS", step + "=hangs", "VSS_TEST_LOG", log.toString()),
                command,
                options.toArray(String[]::new));
        within(PATIENCE, step + " is called", () -> text(log).contains(step + ": 0x00000000"));
        running.process().destroyForcibly();
        running.await();
        JsonNode orphans = done("orphans", "--delete").path("orphans");
        assertThat(orphans)
                .allSatisfy(orphan -> assertThat(orphan.path("end").asText()).isEqualTo("unfinished"));
        assertThat(done("orphans").path("orphans")).isEmpty();
        assertThat(done("list").path("copies")).isEmpty();
        return orphans;
    }

    @Test
    void whatWritersSayIsListed() throws Exception {
        Map<String, String> writers = Map.of(
                "VSS_TEST_WRITER",
                WriterLines.of(SimulatedWriter.database("In C")).stream().collect(joining("\n")));
        JsonNode writer = done(start(writers, "writers")).path("writers").path(0);
        assertThat(writer.path("name").asText()).isEqualTo("In C");
        assertThat(writer.path("components"))
                .extracting(component -> component.path("componentName").asText())
                .containsExactly("orders", "index", "settings");
    }

    @Test
    void theDoctorSaysAllThatItSaysOnWindows() throws Exception {
        ChildProcess.Result result = start(Map.of(), "doctor").await();
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        JsonNode checks = json(result).path("checks");
        assertThat(checks)
                .extracting(check ->
                        check.path("check").asText() + " " + check.path("state").asText())
                .contains(
                        "architecture ok",
                        "elevation ok",
                        "rights ok",
                        "mta ok",
                        "service ok",
                        "providers ok",
                        "writers ok");
        assertThat(checks)
                .filteredOn(check -> check.path("check").asText().equals("space"))
                .anySatisfy(check -> assertThat(check.path("message").asText()).contains(TestDrive.ROOT));
    }
}
