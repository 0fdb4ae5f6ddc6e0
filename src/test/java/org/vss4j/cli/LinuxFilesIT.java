package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;
import org.vss4j.internal.state.Disk;
import org.vss4j.internal.state.StagedTarget;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.internal.state.Undo;
import org.vss4j.testing.FaultyFileSystem;
import org.vss4j.testing.Mount;

/** {@code copy} of what only Linux has: folders that are mounted twice, odd mount points, times of any year, bad sectors. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "It is about the calls of Linux")
class LinuxFilesIT {
    @TempDir
    Path workspace;

    private Cli cli;

    @BeforeEach
    void prepare() throws IOException {
        Cli.openToAll(workspace);
        cli = new Cli(workspace);
    }

    private Cli.Run copy(Path source, Path target, Path state, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("copy", source.toString(), target.toString(), "--json", "--state", state.toString()));
        arguments.addAll(List.of(options));
        return cli.start(arguments);
    }

    @Test
    void theStateFolder_isNoPartOfTheCopy_byWhateverPathItIsReached() throws Exception {
        Path source = Files.createDirectories(workspace.resolve("a/source"));
        Files.writeString(source.resolve("file"), "contents");
        Path state = Files.createDirectory(source.resolve("state"));
        Path again = Files.createDirectory(workspace.resolve("b"));
        Mount mount = Mount.bind(workspace.resolve("a"), again);
        try {
            Path target = workspace.resolve("target");
            Cli.Run run = copy(source, target, again.resolve("source/state"));
            assertThat(run.json().get("outcome").asText()).isEqualTo("done");
            assertThat(TreeText.names(target)).containsExactly("file");
            assertThat(state).isDirectory();
        } finally {
            mount.unmount();
        }
    }

    @Test
    void aTargetBesideAMountPointWithAnOddName_isReplaced() throws Exception {
        Path source = Files.writeString(workspace.resolve("source"), "new");
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Path target = Files.writeString(folder.resolve("target"), "old");
        Mount mount = Mount.memory(Files.createDirectory(folder.resolve("a\rb\rc")));
        try {
            Cli.Run run = copy(source, target, cli.state(), "--overwrite");
            assertThat(run.json().get("outcome").asText()).as(run.stderr()).isEqualTo("done");
            assertThat(target).hasContent("new");
        } finally {
            mount.unmount();
        }
    }

    /** Who has moved something aside, and died, is undone when the disk is there; until then it is not forgotten. */
    @Test
    void whatIsOnADiskThatIsNotMounted_isPutBackWhenItIs() throws Exception {
        Path disk = Files.createDirectory(workspace.resolve("disk"));
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Path aside = folder.resolve("aside");
        Path target = folder.resolve("target");
        StateDirectory.open(cli.state(), line -> {}).close();
        DeadProcess dead;
        Mount mount = Mount.bind(disk, folder);
        try {
            Files.writeString(aside, "old");
            dead = new DeadProcess(cli.state())
                    .note(new Undo.Restore(aside, target, folder.resolve("built"), Optional.empty()));
        } finally {
            mount.unmount();
        }
        for (int i = 0; i < 2; i++) {
            Cli.Run early = cli.start(List.of("orphans", "--state", cli.state().toString()));
            assertThat(early.exitCode()).isZero();
            assertThat(early.stderr())
                    .contains("could not find " + aside + ", which was " + target)
                    .contains("as when its disk is not mounted: mount that; or, if that will never be, delete the note "
                            + dead.notes());
        }
        mount = Mount.bind(disk, folder);
        try {
            Cli.Run run = cli.start(List.of("orphans", "--state", cli.state().toString()));
            assertThat(run.exitCode()).isZero();
            assertThat(run.stderr()).contains("put back " + target + ", moved aside by a process that died");
            assertThat(target).hasContent("old");
        } finally {
            mount.unmount();
        }
    }

    @Test
    void whatIsMountedInAnOldTargetMeanwhile_isNeitherMovedNorDeleted() throws Exception {
        Path target = Files.createDirectory(workspace.resolve("target"));
        Path inner = Files.createDirectory(target.resolve("inner"));
        Path disk = Files.createDirectory(workspace.resolve("disk"));
        Files.writeString(disk.resolve("file"), "precious");
        Mount mount = Mount.bind(disk, inner);
        try (StateDirectory state = StateDirectory.open(cli.state(), line -> {});
                StagedTarget staged = StagedTarget.create(state, target, Disk.of(target))) {
            Files.writeString(staged.path(), "new");
            assertThatThrownBy(() -> staged.replace(old -> {}))
                    .hasMessage(
                            target + " cannot be replaced, since something is mounted at " + inner + ": unmount it");
            assertThat(inner.resolve("file")).hasContent("precious");
        } finally {
            mount.unmount();
        }
        assertThat(disk.resolve("file")).hasContent("precious");
        assertThat(TreeText.names(workspace)).containsExactlyInAnyOrder("disk", "state", "target");
        assertThat(TreeText.names(target)).containsExactly("inner");
    }

    /** Where the folder around it may not be changed, the system does not say first that something is mounted there. */
    @Test
    void whatIsMountedInATreeThatIsDeleted_isNoPartOfIt() throws Exception {
        Path tree = Files.createDirectory(workspace.resolve("tree"));
        Path inner = Files.createDirectory(tree.resolve("inner"));
        Path disk = Files.createDirectory(workspace.resolve("disk"));
        Files.writeString(disk.resolve("file"), "precious");
        Mount mount = Mount.bind(disk, inner);
        try {
            Shell.run(workspace, "chattr +i tree");
            try {
                assertThatThrownBy(() -> FileTrees.delete(tree)).isInstanceOf(IOException.class);
            } finally {
                Shell.run(workspace, "chattr -i tree");
            }
            assertThat(disk.resolve("file")).hasContent("precious");
            assertThatThrownBy(() -> FileTrees.delete(tree)).isInstanceOf(IOException.class);
            assertThat(disk.resolve("file")).hasContent("precious");
        } finally {
            mount.unmount();
        }
    }

    @SuppressWarnings("try") // Closing it waits for a program.
    @Test
    void aSourceThatIsOneFileWithABadSector_isNamedOnce_withTheReason() throws Exception {
        try (FaultyFileSystem system = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("faulty")))) {
            Path source = Files.writeString(system.root().resolve("file"), "contents");
            system.rules("read /file EIO");
            Cli.Run run = copy(source, workspace.resolve("target"), cli.state());
            JsonNode report = run.json();
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(report.get("unreadableCount").asInt()).isEqualTo(1);
            assertThat(report.get("unreadable")).hasSize(1);
            assertThat(report.get("unreadable").get(0).get("reason").asText()).isEqualTo("input/output error");
            assertThat(report.get("error").get("message").asText())
                    .isEqualTo("SOURCE " + source.toRealPath() + " could not be read: input/output error");
            assertThat(workspace.resolve("target")).doesNotExist();
        }
    }

    @Test
    void timesOfAnyYear_arrive_throughTheSimulator() throws Exception {
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "vss4j-test");
        try {
            Shell.run(
                    memory,
                    "mkdir source && touch -d 1665-02-03T04:05:06.123456789Z source/old"
                            + " && touch -d 2446-02-03T04:05:06.123456789Z source/late");
            Cli.Run run = copy(memory.resolve("source"), memory.resolve("target"), memory.resolve("state"));
            assertThat(run.exitCode()).as(run.stderr()).isZero();
            Shell.run(
                    memory,
                    "test \"$(stat -c %y target/*)\" = \"$(stat -c %y source/*)\""
                            + " && stat -c %y target/old | grep -q '^1665-02-03 04:05:06.123456789'");
        } finally {
            Shell.run(memory, "rm -rf \"$PWD\"");
        }
    }

    /** The simulator's own copy has them on record only. */
    @Test
    void theBitsBesideTheNine_arrive_throughTheSimulator_andWhatMayNotIsNamedOnce() throws Exception {
        Path source = Files.createDirectory(workspace.resolve("source"));
        Shell.run(
                source,
                "touch user group && chmod 4755 user && chmod 2555 group && mkdir free && chmod 1777 free && chmod 1755 .");
        Path target = workspace.resolve("target");
        Cli.Run run = copy(source, target, cli.state());
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.json().path("notKept")).isEmpty();
        String modes = "stat -c '%a %n' . user group free > ../modes";
        Shell.run(source, modes);
        String expected = Files.readString(workspace.resolve("modes"));
        Shell.run(target, modes);
        assertThat(workspace.resolve("modes")).hasContent(expected);
        if (ChildJvm.isRoot()) {
            Shell.run(source, "chown 65534 user && chmod 4755 user");
            Cli.Run another = copy(source, target, cli.state(), "--overwrite");
            assertThat(another.exitCode()).as(another.stderr()).isZero();
            assertThat(another.json().path("notKept"))
                    .singleElement()
                    .satisfies(what -> assertThat(what.path("what").asText())
                            .isEqualTo("its set-user-id bit: its owner is another in the copy"));
        }
    }

    @Test
    void aTimeThatTheSimulatorsStoreDoesNotHold_isNamed() throws Exception {
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "vss4j-test");
        try {
            Shell.run(memory, "mkdir source && touch -d 1665-02-03T04:05:06Z source/old");
            Files.createFile(workspace.resolve("probe"));
            Shell.run(workspace, "touch -d 1665-02-03T04:05:06Z probe && stat -c %y probe > kept");
            assumeTrue(
                    !Files.readString(workspace.resolve("kept")).startsWith("1665"),
                    "left out: the file system of the workspace holds all times");
            Cli.Run run = copy(memory.resolve("source"), memory.resolve("target"), cli.state());
            JsonNode report = run.json();
            assertThat(report.get("notKeptCount").asInt()).isEqualTo(2);
            assertThat(report.get("notKept").get(0).get("path").asText()).isEqualTo(memory + "/source/old");
            assertThat(report.get("notKept").get(0).get("what").asText())
                    .startsWith("the time of its last change, 1665-02-03T04:05:06Z: it is ");
            assertThat(run.stderr()).contains("not all of it is kept: " + memory + "/source/old: ");
        } finally {
            Shell.run(memory, "rm -rf \"$PWD\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-writers", "--no-sync"})
    void aTargetThatItsOwnerMayNotWrite_isMade(String option) throws Exception {
        Path source = workspace.resolve("source");
        Shell.run(workspace, "mkdir -p source/folder && echo contents > source/folder/file");
        Shell.run(workspace, "chmod 555 source/folder source");
        if (ChildJvm.isRoot()) {
            Shell.run(workspace, "chown -R 65534:65534 source");
            cli.asNobody();
        }
        Path target = workspace.resolve("target");
        Cli.Run run = copy(source, target, workspace.resolve("state of nobody"), option);
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(TreeText.of(target)).isEqualTo(TreeText.of(source));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("r-xr-xr-x");
        Shell.run(workspace, "chmod -R u+w source target");
    }
}
