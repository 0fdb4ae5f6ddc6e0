package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.testing.Holds;
import org.vss4j.testing.OnPosix;

/** {@code copy} that cannot do what it was told: one clear line, the exit code, nothing written, nothing lost. */
@OnPosix
class RefusalIT {
    @TempDir
    Path workspace;

    private Cli cli;
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        Cli.openToAll(workspace);
        cli = new Cli(workspace);
        source = Files.createDirectory(workspace.resolve("source"));
        Files.writeString(source.resolve("file"), "contents");
        target = workspace.resolve("target");
    }

    @Test
    void aSourceThatIsMissing() {
        Path missing = workspace.resolve("missing");
        assertRefused(cli.copy(missing, target), 1, "failed", "SOURCE " + missing + " does not exist");
    }

    @Test
    void aSourceThatCannotBeRead() throws IOException {
        assumeTrue(isRoot(), "only root can start a process as another user");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwx------"));
        assertRefused(
                cli.asNobody().copy(source, target),
                1,
                "failed",
                "SOURCE " + source + " cannot be read: permission denied");
    }

    @Test
    void aSourceThatIsNeitherFolderNorFile() {
        assertRefused(
                cli.copy(Path.of("/dev/null"), target),
                1,
                "failed",
                "SOURCE /dev/null cannot be read: it is neither a folder nor a file");
    }

    @Test
    void aTargetThatIsTheSource() throws IOException {
        Files.createDirectory(workspace.resolve("x"));
        assertRefused(cli.copy(source, source), 2, "usage", "SOURCE and TARGET are the same: " + source);
        assertRefused(
                cli.copy(source, workspace.resolve("x/../source")),
                2,
                "usage",
                "SOURCE and TARGET are the same: " + source);
    }

    @Test
    void aTargetInsideTheSource() {
        Path inside = source.resolve("target");
        assertRefused(cli.copy(source, inside), 2, "usage", "TARGET " + inside + " is inside SOURCE " + source);
    }

    @Test
    void aTargetInsideTheSource_byALink() throws IOException {
        Path link = Files.createSymbolicLink(workspace.resolve("link"), source);
        assertRefused(
                cli.copy(source, link.resolve("target")),
                2,
                "usage",
                "TARGET " + source.resolve("target") + " is inside SOURCE " + source);
    }

    @Test
    void aTargetAroundTheSource() throws IOException {
        Path inner = Files.createDirectory(source.resolve("inner"));
        assertRefused(
                cli.copy(inner, source, "--overwrite"), 2, "usage", "SOURCE " + inner + " is inside TARGET " + source);
        assertThat(source.resolve("file")).hasContent("contents");
    }

    @Test
    void aTargetAroundTheStateFolder() throws IOException {
        Files.createDirectories(cli.state());
        Path folder = Files.createDirectory(workspace.resolve("elsewhere"));
        assertRefused(
                cli.copy(folder, cli.state(), "--overwrite"),
                2,
                "usage",
                "contain one another: choose another TARGET, or another folder by --state");
    }

    @Test
    void aTargetThatExists() throws IOException {
        Files.writeString(target, "old");
        Cli.Run run = cli.copy(source, target);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.stderr()).contains("TARGET " + target + " exists: remove it, or give --overwrite");
        assertThat(target).hasContent("old");
    }

    @Test
    void aTargetWhoseFolderIsMissing() {
        Path folder = workspace.resolve("missing");
        assertRefused(
                cli.copy(source, folder.resolve("target")),
                1,
                "failed",
                "the folder " + folder + " of TARGET does not exist");
    }

    /** The system's own words for it are another's in each language. */
    @ParameterizedTest
    @ValueSource(strings = {"C.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "ja_JP.UTF-8"})
    void aTargetOnAFullDisk(String locale) throws IOException, InterruptedException {
        Path small = mountSmall();
        try {
            Cli.Run run = cli.variable("LC_ALL", locale).copy(source, small.resolve("target"), "--no-space-check");
            assertRefused(
                    run,
                    1,
                    "failed",
                    "the file system of " + small
                            + ", where TARGET should be, is full: free space, or choose another TARGET");
            try (Stream<Path> files = Files.list(small)) {
                assertThat(files).isEmpty();
            }
        } finally {
            execute("umount", small.toString());
        }
    }

    /** Nothing was made there, and so nothing is left that could not be removed. */
    @Test
    void aTargetOnAReadOnlyDisk() throws IOException, InterruptedException {
        Path small = mountSmall();
        try {
            execute("mount", "-o", "remount,ro", small.toString());
            Cli.Run run = cli.copy(source, small.resolve("target"), "--no-space-check");
            assertRefused(
                    run,
                    1,
                    "failed",
                    "the file system of " + small
                            + ", where TARGET should be, is read-only: have it mounted for writing, or choose another"
                            + " TARGET");
            assertThat(run.json().has("left")).as(run.stderr()).isFalse();
        } finally {
            execute("umount", small.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "ja_JP.UTF-8"})
    @Holds(415)
    void aStateFolderOnAFullDisk(String locale) throws IOException, InterruptedException {
        Path small = mountSmall();
        try {
            Path state = small.resolve("s");
            Cli.Run run = cli.variable("LC_ALL", locale)
                    .start(List.of(
                            "copy",
                            source.toString(),
                            target.toString(),
                            "--json",
                            "--no-space-check",
                            "--state",
                            state.toString()));
            assertRefused(run, 1, "failed", "DoSnapshotSet failed: VSS_E_INSUFFICIENT_STORAGE (0x8004231F)");
            JsonNode error = run.json().path("error");
            assertThat(error.path("hresult").asText()).isEqualTo("0x8004231F");
            assertThat(error.path("name").asText()).isEqualTo("VSS_E_INSUFFICIENT_STORAGE");
            assertThat(error.path("operation").asText()).isEqualTo("DoSnapshotSet");
            assertThat(error.path("message").asText())
                    .contains("lie in " + state + ": ")
                    .contains("is full: free space, delete copies by vss4j delete, or choose another folder by --state")
                    .doesNotContain("vssadmin");
        } finally {
            execute("umount", small.toString());
        }
    }

    /** Mounts a file system that is smaller than what is in SOURCE from then on. */
    private Path mountSmall() throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can mount a small file system");
        Path small = Files.createDirectory(workspace.resolve("small"));
        Files.write(source.resolve("large"), new byte[2 << 20]);
        execute("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
        return small;
    }

    @Test
    void aDurationThatIsNone() {
        for (String bad : List.of("5", "abc", "-1s", "0s", "5 m", "99999999999s", "")) {
            assertRefused(cli.copy(source, target, "--timeout", bad), 2, "usage", "--timeout");
        }
    }

    @Test
    void optionsThatAreUnknownOrContradictEachOther() {
        assertRefused(cli.copy(source, target, "--fast"), 2, "usage", "Unknown option: '--fast'");
        assertRefused(cli.copy(source, target, "--service", "none"), 2, "usage", "--service");
        assertRefused(cli.copy(source, target, "--simulate", "Nonsense=5s"), 2, "usage", "'Nonsense' is none of");
        assertRefused(cli.copy(source, target, "--simulate", "DoSnapshotSet"), 2, "usage", "has no '='");
        assertRefused(
                cli.copy(source, target, "--service", "system", "--simulate", "DoSnapshotSet=5s"),
                2,
                "usage",
                "--simulate is for the simulator");
        assertRefused(
                cli.copy(source, target, "--service", "simulator", "--library", "x.dll"),
                2,
                "usage",
                "--library and --service simulator exclude each other");
        assertRefused(cli.start(List.of("copy", source.toString(), "--json")), 2, "usage", "TARGET");
        assertRefused(
                cli.start(List.of("copy", "--json", source.toString(), target.toString(), "more")), 2, "usage", "more");
    }

    @Test
    void noCommand_andAnUnknownOne() {
        Cli.Run none = cli.start(List.of());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.stderr())
                .isEqualTo(
                        "vss4j: a command is missing: copy, run, create, list, delete, providers, orphans, writers, doctor, explain"
                                + " (see vss4j --help)\n");
        Cli.Run unknown = cli.start(List.of("fly"));
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.stderr().lines()).hasSize(1);
    }

    @Test
    void theSystemsServiceWhereThereIsNone() {
        assertRefused(
                cli.copy(source, target, "--service", "system"),
                1,
                "failed",
                "The Volume Shadow Copy Service is part of Windows, and this is Linux: use the simulator");
    }

    @Test
    void aLibraryThatIsNone() throws IOException {
        Path library = Files.writeString(workspace.resolve("library.so"), "no library");
        assertRefused(
                cli.copy(source, target, "--library", library.toString()),
                1,
                "failed",
                "Loading " + library + " failed");
    }

    @Test
    void anErrorOfVss_isOneLineWithNameNumberAndAdvice() {
        Cli.Run run = cli.start(List.of(
                "copy",
                source.toString(),
                target.toString(),
                "--state",
                cli.state().toString(),
                "--simulate",
                "DoSnapshotSet=VSS_E_PROVIDER_VETO"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stdout()).isEmpty();
        assertThat(run.stderr().lines().filter(line -> line.contains("failed")))
                .singleElement()
                .asString()
                .startsWith("vss4j: DoSnapshotSet failed: VSS_E_PROVIDER_VETO (0x80042306): ")
                .matches(".*\\. .*\\.");
        assertThat(run.stderr()).doesNotContain("\tat ");
    }

    @Test
    void anErrorThatPasses_isTriedAgain_threeTimes() {
        Cli.Run run =
                cli.copy(source, target, "--retry", "1ms", "--simulate", "DoSnapshotSet=VSS_E_HOLD_WRITES_TIMEOUT");
        assertRefused(run, 1, "failed", "VSS_E_HOLD_WRITES_TIMEOUT");
        assertThat(run.stderr().lines().filter(line -> line.contains("StartSnapshotSet: S_OK")))
                .hasSize(4);
    }

    private void assertRefused(Cli.Run run, int exitCode, String outcome, String message) {
        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(exitCode);
        assertThat(json.path("outcome").asText()).isEqualTo(outcome);
        assertThat(json.path("error").path("message").asText()).contains(message);
        assertThat(run.stderr().lines().filter(line -> line.startsWith("vss4j: ") && line.contains(message)))
                .as(run.stderr())
                .hasSize(1);
        assertThat(Files.exists(target)).as("nothing is written").isFalse();
        assertThat(source.resolve("file")).hasContent("contents");
    }

    private static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private static void execute(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        assertThat(new ProcessBuilder(all).inheritIO().start().waitFor())
                .as("%s", all)
                .isZero();
    }
}
