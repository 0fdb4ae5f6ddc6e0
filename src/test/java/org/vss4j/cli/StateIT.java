package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.vss4j.testing.Eventually.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;
import org.vss4j.testing.FullDisk;
import org.vss4j.testing.OnPosix;
import org.vss4j.testing.TinyDisk;

/** The state folder, and what the commands make of one that is full, damaged, missing, or somebody else's. */
@OnPosix
class StateIT {
    private static final long LARGE = 1L << 30;

    @TempDir
    Path workspace;

    private Cli cli;
    private Path volume;
    private Path state;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(workspace);
        volume = Files.createDirectory(workspace.resolve("volume"));
        Files.writeString(volume.resolve("file"), "contents");
        state = cli.state();
    }

    private Cli.Run start(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--json", "--service", "simulator", "--state", state.toString()));
        arguments.addAll(List.of(options));
        return cli.start(arguments);
    }

    private JsonNode done(Cli.Run run) {
        JsonNode json = run.json();
        assertThat(run.exitCode()).as(run.stderr() + json).isZero();
        return json;
    }

    private String create() {
        JsonNode made = done(start("create", "--volume", volume.toString()));
        return made.path("shadowCopies").path(0).path("id").asText();
    }

    private static List<String> ids(JsonNode copies) {
        List<String> ids = new ArrayList<>();
        copies.forEach(copy -> ids.add(copy.path("id").asText()));
        return ids;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "orphans",
                "providers",
                "writers",
                "doctor",
                "delete --all --dry-run",
                "orphans --delete --dry-run",
                "create --dry-run --volume .",
                "run --dry-run --volume . -- true"
            })
    void whatOnlyLooks_makesNothing(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(1, List.of("--service", "simulator", "--state", state.toString()));
        Cli.Run run = cli.start(arguments);
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(state).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor", "list", "orphans", "delete --all", "create"})
    void aFolderOfSomebodyElses_isRefused_inOneLine_andNothingIsMadeThere(String command) throws IOException {
        Files.createDirectory(state);
        Files.createFile(state.resolve("letter"));
        Cli.Run run = start(command);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr() + run.stdout())
                .contains("can't keep state in " + state + ": it has letter in it, and is no state folder");
        assertThat(state).isDirectoryContaining("glob:**/letter").isDirectoryNotContaining("glob:**/lock");
    }

    /** What frees space works without any, and so does what only looks. */
    @EnabledIf(value = "org.vss4j.testing.FullDisk#isPossible", disabledReason = FullDisk.NONE)
    @Test
    void whereTheDiskIsFull_copiesAreListed_andDeleted() throws IOException {
        try (FullDisk disk = FullDisk.of(32 << 20)) {
            state = disk.path().resolve("state");
            List<String> made = List.of(create(), create(), create());
            disk.fill();
            assertThat(start("create", "--volume", volume.toString()).exitCode())
                    .isEqualTo(1);

            assertThat(ids(done(start("list")).path("copies"))).containsExactlyElementsOf(made);
            assertThat(done(start("orphans")).path("orphans")).hasSize(3);
            assertThat(ids(done(start("delete", "--id", made.getFirst())).path("deleted")))
                    .containsExactly(made.getFirst());
            assertThat(ids(done(start("delete", "--all")).path("deleted"))).hasSize(2);
            assertThat(done(start("list")).path("copies")).isEmpty();
            assertThat(done(start("orphans")).path("orphans")).isEmpty();
        }
    }

    @Test
    void aRecordThatCannotBeRead_isNamed_andKeepsNobodyFromTheOthers() throws IOException {
        String first = create();
        String second = create();
        Path damaged;
        try (Stream<Path> records = Files.list(state.resolve("orphans"))) {
            damaged = records.sorted().toList().getFirst();
        }
        Files.write(damaged, new byte[0]);

        JsonNode orphans = done(start("orphans"));
        assertThat(orphans.path("orphans")).hasSize(1);
        assertThat(orphans.path("unreadable"))
                .singleElement()
                .satisfies(record -> assertThat(record.path("path").asText()).isEqualTo(damaged.toString()));
        assertThat(ids(done(start("list")).path("copies"))).containsExactly(first, second);
        String third = create();
        assertThat(ids(done(start("delete", "--all")).path("deleted"))).containsExactly(first, second, third);
        Cli.Run notAll = start("orphans", "--delete");
        assertThat(notAll.json().path("unreadable")).hasSize(1);
        assertThat(notAll.json().path("outcome").asText()).isEqualTo("partial");
        assertThat(notAll.exitCode()).isEqualTo(1);
        Cli.Run said = cli.start(List.of("orphans", "--delete", "--state", state.toString()));
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.stdout()).contains("unreadable  " + damaged).contains("not all is done");
        Files.delete(damaged);
        assertThat(done(start("orphans", "--delete")).path("unreadable")).isEmpty();
    }

    /** The oldest of a volume may be the one of which nobody knows that it is of that volume. */
    @ParameterizedTest
    @ValueSource(strings = {"--volume=VOLUME --oldest", "--older-than=1ms"})
    void whatDependsOnARecordThatCannotBeRead_isNotDeleted_andListedAsUndecided(String choice) throws IOException {
        String old = create();
        String middle = create();
        String young = create();
        Path record;
        try (Stream<Path> sets = Files.walk(state.resolve("persistent"), 2)) {
            record = sets.filter(path -> Files.isDirectory(path.resolve(old)))
                    .findFirst()
                    .orElseThrow()
                    .resolve("set.properties");
        }
        Files.write(record, new byte[0]);
        String[] chosen = choice.replace("VOLUME", volume.toString()).split(" ");

        for (String[] options : List.of(chosen, plus(chosen, "--dry-run"))) {
            Cli.Run deletion = start("delete", options);
            assertThat(deletion.exitCode()).as(deletion.stderr()).isEqualTo(1);
            assertThat(deletion.json().path("error").path("message").asText())
                    .contains(old)
                    .contains(record + " could not be read")
                    .doesNotContain(middle);
            assertThat(deletion.json().path("outcome").asText()).isEqualTo("failed");
        }
        assertThat(ids(done(start("list")).path("copies"))).containsExactlyInAnyOrder(old, middle, young);
        Cli.Run listed = start("list", chosen);
        assertThat(listed.exitCode()).isEqualTo(1);
        assertThat(ids(listed.json().path("undecided"))).containsExactly(old);
        assertThat(ids(listed.json().path("copies"))).contains(middle).doesNotContain(old);

        assertThat(ids(done(start("delete", plus(chosen, "--id=" + young))).path("deleted")))
                .containsExactly(young);
        assertThat(ids(done(start("delete", "--id", old)).path("deleted"))).containsExactly(old);
        assertThat(ids(done(start("delete", chosen)).path("deleted"))).containsExactly(middle);
    }

    private static String[] plus(String[] options, String another) {
        return Stream.concat(Stream.of(options), Stream.of(another)).toArray(String[]::new);
    }

    /** Nobody can find out there whether its process lives; it is named all the same, and not done. */
    @Test
    void anUnfinishedCopy_onAReadOnlyDisk_isNamed() throws Exception {
        try (TinyDisk disk = TinyDisk.of(8 << 20)) {
            state = disk.path().resolve("state");
            Cli.Run died = start(
                            "create", "--verbose", "--volume", volume.toString(), "--simulate", "BackupComplete=1h")
                    .awaitErr("BackupComplete: S_OK")
                    .signal("KILL");
            assertThat(died.exitCode()).isEqualTo(137);
            String id;
            try (Stream<Path> sets = Files.list(state.resolve("persistent"))) {
                id = TreeText.names(sets.toList().getFirst()).getFirst();
            }
            Shell.run(disk.path(), "mount -o remount,ro \"$PWD\"");
            Cli.Run listed = start("orphans");
            assertThat(done(listed).path("unreadable").path(0).path("reason").asText())
                    .contains(id);
            Cli.Run deletion = start("orphans", "--delete");
            assertThat(deletion.exitCode()).as(deletion.stderr()).isEqualTo(1);
            assertThat(deletion.json().path("outcome").asText()).isEqualTo("partial");
            assertThat(deletion.json().path("unreadable").path(0).path("reason").asText())
                    .contains(id, "and nobody can find out whether it lives: ");
            Shell.run(disk.path(), "mount -o remount,rw \"$PWD\"");
            assertThat(ids(done(start("orphans", "--delete")).path("deleted"))).containsExactly(id);
        }
    }

    /** It would be copied into itself, until the disk is full. */
    @Test
    void aVolumeThatIsTheStateFolder_orInIt_isRefused() throws IOException {
        Path own = Files.createDirectory(workspace.resolve("own"));
        Path persistent = Files.createDirectory(own.resolve("persistent"));
        for (Path folder : List.of(own, persistent)) {
            for (List<String> command : List.of(
                    List.of(
                            "copy",
                            folder.toString(),
                            workspace.resolve("target").toString()),
                    List.of("create", "--volume", folder.toString()),
                    List.of("run", "--volume", folder.toString()))) {
                List<String> arguments = new ArrayList<>(command);
                arguments.addAll(List.of("--state", own.toString()));
                if (command.getFirst().equals("run")) {
                    arguments.addAll(List.of("--", "true"));
                }
                Cli.Run run = cli.start(arguments);
                assertThat(run.exitCode()).as("%s: %s", command, run.stderr()).isEqualTo(2);
                assertThat(run.stderr()).contains(folder + " is part of the state folder " + own);
            }
        }
    }

    /** The folder of TARGET is closed while the copy is made, and it is stopped then. */
    @Test
    void whatAStopLeaves_isNamed_withWhoRemovesItWhen() throws IOException {
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        for (Path open : List.of(workspace, folder)) {
            Cli.openToAll(open);
        }
        try (RandomAccessFile large =
                new RandomAccessFile(volume.resolve("large").toFile(), "rw")) {
            large.setLength(LARGE);
        }
        Cli.Run run = cli.asNobody().copy(volume, folder.resolve("target"));
        within(Duration.ofMinutes(1), "the copy is being made", () -> !isEmpty(folder));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        run.signal("INT");
        assertThat(run.exitCode()).isEqualTo(130);
        JsonNode json = run.json();
        assertThat(json.path("left"))
                .singleElement()
                .satisfies(left -> assertThat(left.asText())
                        .startsWith("could not remove " + folder + "/.target.vss4j-")
                        .endsWith("permission denied; the next vss4j that uses the state folder " + state
                                + " tries again"));
        assertThat(run.stderr()).contains("vss4j: " + json.path("left").path(0).asText());
        assertThat(json.path("error").path("message").asText()).doesNotContain("nothing is left");

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(cli.start(List.of("list", "--state", state.toString())).exitCode())
                .isZero();
        assertThat(folder).isEmptyDirectory();
    }

    /** Whoever is in that group is root. */
    @Test
    void aFolderOfTheUsers_thatRootsGroupMayWriteTo_isSafe_andOneOfAnotherGroupIsNot() throws Exception {
        assumeTrue(ChildJvm.isRoot(), "left out: only root can give folders away, and become another user");
        Cli.openToAll(workspace);
        Path folder = Files.createDirectory(workspace.toRealPath().resolve("folder"));
        Shell.run(folder, "chown 65534:0 . && chmod 775 .");
        List<String> create = List.of(
                "create",
                "--volume",
                volume.toString(),
                "--state",
                folder.resolve("state").toString());
        Cli.Run run = cli.asNobody().start(create);
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        Shell.run(folder, "chgrp 50 .");
        Cli.Run refused = cli.start(create);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr())
                .containsPattern("can't keep state in " + folder + "/state: members of the group \\S+ could put another"
                        + " folder in its place, since they may write to " + folder);
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files are all there; what is left of the old ones is somebody else's, who has to let go of it first. */
    @Test
    void anOldTargetThatCannotBeDeleted_isReplaced_andWhatIsLeftIsNamed() throws Exception {
        assumeTrue(ChildJvm.isRoot(), "left out: only root can give folders away, and become another user");
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Path target = folder.resolve("target");
        Cli.openToAll(workspace);
        Shell.run(folder, "mkdir -p target/theirs && touch target/theirs/file && chown 65534 . target");
        Cli.Run run = cli.asNobody().copy(volume, target, "--overwrite");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(1);
        JsonNode json = run.json();
        assertThat(json.path("outcome").asText()).isEqualTo("partial");
        assertThat(json.path("because")).singleElement().hasToString("\"leftover\"");
        assertThat(json.path("targetMade").asBoolean()).isTrue();
        assertThat(json.path("error").isNull()).isTrue();
        assertThat(target.resolve("file")).hasContent("contents");
        assertThat(target.resolve("theirs")).doesNotExist();
        assertThat(json.path("left"))
                .singleElement()
                .satisfies(left -> assertThat(left.asText())
                        .startsWith("could not remove " + folder + "/.target.vss4j-")
                        .endsWith("permission denied; the next vss4j that uses the state folder " + state
                                + " tries again"));
        assertThat(run.stderr()).contains("vss4j: " + json.path("left").path(0).asText());

        Shell.run(folder, "chown -R 65534 .");
        Cli.Run next = cli.start(List.of("list", "--state", state.toString()));
        assertThat(next.exitCode()).as(next.stderr()).isZero();
        assertThat(folder).isDirectoryNotContaining("glob:**/.target*");
    }

    @Test
    void anOldTargetThatIsDeeperThanTheLongestPath_isReplaced_andDeleted() throws Exception {
        Path target = Files.createDirectory(workspace.resolve("target"));
        Shell.run(
                target,
                "n=$(printf %0200d 0); i=0; while [ $i -lt 40 ]; do mkdir $n && cd -P $n && i=$((i + 1)); done");
        Cli.Run run = cli.copy(volume, target, "--overwrite");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(target.resolve("file")).hasContent("contents");
        try (Stream<Path> left = Files.list(workspace)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().contains(".vss4j-"));
        }
    }

    @Test
    void withoutWaitingForTheDisk_theCopyIsTheSame() throws IOException {
        Path target = Files.createDirectory(workspace.resolve("target"));
        Cli.Run run = cli.copy(volume, target, "--overwrite", "--no-sync");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(target.resolve("file")).hasContent("contents");
    }
}
