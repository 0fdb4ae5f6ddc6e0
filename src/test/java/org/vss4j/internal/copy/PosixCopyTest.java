package org.vss4j.internal.copy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.FileStatus;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.internal.posix.Timestamp;
import org.vss4j.testing.OnLinux;
import org.vss4j.testing.TinyDisk;

/** What a copy does on Linux that it can't do by paths. */
@OnLinux
class PosixCopyTest {
    private static final String SPECIAL =
            "touch user group && chmod 4755 user && chmod 2755 group && mkdir -p free shared && chmod 1777 free"
                    + " && chmod 2775 shared && chmod 1755 .";

    /** More than are open at once. */
    private static final int LEVELS = PosixFolder.OPEN_LEVELS + 8;

    @TempDir
    Path workspace;

    private final Told told = new Told();
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        source = Files.createDirectory(workspace.resolve("source"));
        target = workspace.resolve("target");
    }

    @AfterEach
    void remove() throws Exception {
        Shell.run(workspace, "chmod -R u+rwX . && rm -rf source target");
    }

    private static FileStatus status(Path path) throws IOException {
        return Inodes.statx(Descriptor.WORKING_DIRECTORY, PosixName.of(path), Inodes.AT_SYMLINK_NOFOLLOW);
    }

    @Test
    void theBitsBesideTheNine_areKept_whereTheOwnerIs() throws Exception {
        Shell.run(source, SPECIAL);
        TreeCopier.copy(source, target, told);
        assertThat(told.notKept).isEmpty();
        for (String name : List.of("", "user", "group", "free", "shared")) {
            assertThat(status(target.resolve(name)).permissions())
                    .as(name)
                    .isEqualTo(status(source.resolve(name)).permissions());
        }
    }

    /** A program would run as somebody else than it did. */
    @Test
    @EnabledIf(value = "org.vss4j.internal.files.ChildJvm#isRoot", disabledReason = "Only root gives files away")
    void whereTheOwnerIsAnother_thoseByWhichAProgramRunsAsHim_areNamed() throws Exception {
        Shell.run(source, "touch user group && mkdir -p free shared && chown -R 65534:65534 .");
        Shell.run(source, SPECIAL);
        TreeCopier.copy(source, target, told);
        assertThat(told.notKept)
                .containsExactlyInAnyOrder(
                        "user: its set-user-id bit: its owner is another in the copy",
                        "group: its set-group-id bit: its group is another in the copy",
                        "shared: its set-group-id bit: its group is another in the copy");
        assertThat(status(target.resolve("user")).permissions()).isEqualTo(0_755);
        assertThat(status(target.resolve("group")).permissions()).isEqualTo(0_755);
        assertThat(status(target.resolve("shared")).permissions()).isEqualTo(0_775);
        assertThat(status(target.resolve("free")).permissions()).isEqualTo(0_1777);
        assertThat(status(target).permissions()).isEqualTo(0_1755);
    }

    private static void setTimes(Path path, Timestamp time) throws IOException {
        Inodes.utimensat(Descriptor.WORKING_DIRECTORY, PosixName.of(path), time, time, Inodes.AT_SYMLINK_NOFOLLOW);
    }

    /** A file system in memory holds all of them. */
    @Test
    void timesOfAnyYear_areKept_ofFilesFoldersAndLinks() throws Exception {
        for (String year : List.of("2446", "2600", "1665", "0001")) {
            Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "vss4j-test");
            try {
                Path from = Files.createDirectory(memory.resolve("from"));
                Files.writeString(from.resolve("file"), "contents");
                Files.createSymbolicLink(from.resolve("link"), Path.of("nowhere"));
                Shell.run(from, "touch -h -d " + year + "-02-03T04:05:06.123456789Z file link .");
                Path to = memory.resolve("to");
                TreeCopier.copy(from, to, told);
                for (String name : List.of("file", "link", "")) {
                    assertThat(status(to.resolve(name)).modified())
                            .as(name)
                            .hasToString(year + "-02-03T04:05:06.123456789Z")
                            .isEqualTo(status(from.resolve(name)).modified());
                }
                assertThat(status(to.resolve("file")).accessed()).hasToString(year + "-02-03T04:05:06.123456789Z");
            } finally {
                FileTrees.delete(memory);
            }
        }
        assertThat(told.notKept).isEmpty();
    }

    @Test
    void aTimeThatTheFileSystemDoesNotHold_isNamed() throws Exception {
        Timestamp farAway = new Timestamp(1L << 62, 1);
        Path probe = Files.createFile(workspace.resolve("probe"));
        setTimes(probe, farAway);
        assumeTrue(!status(probe).modified().equals(farAway), "left out: this file system holds all times");
        Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "vss4j-test");
        try {
            Files.createSymbolicLink(memory.resolve("link"), Path.of("nowhere"));
            Files.createFile(memory.resolve("fine"));
            setTimes(memory.resolve("link"), farAway);
            TreeCopier.copy(memory, target, told);
            assertThat(told.notKept)
                    .containsExactly(
                            "link: the time of its last change, 4611686018427387904s 1ns: it is "
                                    + status(probe).modified() + " in the copy",
                            "link: the time of its last access, 4611686018427387904s 1ns: it is "
                                    + status(probe).accessed() + " in the copy");
            assertThat(told.unreadable).isEmpty();
        } finally {
            FileTrees.delete(memory);
        }
    }

    /** Levels one in the other, each with a file, and a folder that is come to after the deeper ones, or before. */
    private void makeLevels() throws IOException {
        Path level = source;
        for (int i = 1; i <= LEVELS; i++) {
            for (String side : List.of("a", "z")) {
                Files.writeString(Files.createDirectory(level.resolve(side)).resolve("file"), side + i);
            }
            level = Files.createDirectory(level.resolve("n" + i));
        }
        Files.writeString(level.resolve("deepest"), "deepest");
    }

    private Path level(int n) {
        Path level = source;
        for (int i = 1; i <= n; i++) {
            level = level.resolve("n" + i);
        }
        return level;
    }

    @Test
    void moreLevelsThanAreOpenAtOnce_arrive() throws Exception {
        makeLevels();
        int before = Descriptor.count();
        List<Integer> open = new ArrayList<>();
        TreeCopier.copy(source, target, new Told() {
            @Override
            public void finished(Path entry, long bytes) {
                open.add(Descriptor.count() - before);
            }
        });
        assertThat(TreeText.of(target)).isEqualTo(TreeText.of(source));
        assertThat(open).allMatch(count -> count <= 2 * PosixFolder.OPEN_LEVELS + 8);
    }

    /** Happens when the copy is at the deepest level. */
    private interface AtTheDeepest {
        void happen() throws IOException;
    }

    private void copyAnd(AtTheDeepest happening) throws IOException {
        TreeCopier.copy(source, target, new CopyObserver() {
            @Override
            public void unreadable(Path entry, String reason) {
                told.unreadable.add(source.relativize(entry) + ": " + reason);
            }

            @Override
            public void finished(Path entry, long bytes) {
                if (entry.endsWith("deepest")) {
                    try {
                        happening.happen();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        });
    }

    private int sideFilesInTarget() throws Exception {
        Path list = workspace.resolve("list");
        Shell.run(workspace, "find target -name file > list");
        return Files.readAllLines(list).size();
    }

    @Test
    void aFolderThatIsMovedAway_isCopiedToItsEnd_andSoIsWhatWasAroundIt() throws Exception {
        makeLevels();
        copyAnd(() -> Files.move(level(6), workspace.resolve("elsewhere")));
        assertThat(told.unreadable).isEmpty();
        assertThat(sideFilesInTarget()).isEqualTo(2 * LEVELS);
        Shell.run(workspace, "rm -rf elsewhere");
    }

    @Test
    void aFolderThatIsNotFoundAgain_isNamed_withEachThatIsMissing_andTheRestArrives() throws Exception {
        makeLevels();
        copyAnd(() -> {
            Files.move(level(6), workspace.resolve("elsewhere"));
            Files.move(level(3), workspace.resolve("elsewhere too"));
        });
        assertThat(told.unreadable).isNotEmpty().allMatch(line -> line.endsWith(": moved while it was read"));
        assertThat(told.unreadable).allMatch(line -> line.matches("n1/n2/n3(/n4(/n5)?)?/[az]: .*"));
        assertThat(sideFilesInTarget() + told.unreadable.size()).isEqualTo(2 * LEVELS);
        Shell.run(workspace, "rm -rf elsewhere*");
    }

    @Test
    void aTargetThatIsMovedAway_isFilled_andALinkInItsPlaceIsNotFollowed() throws Exception {
        Path secret = Files.createDirectory(workspace.resolve("secret"));
        Files.createDirectory(source.resolve("folder"));
        Files.writeString(source.resolve("folder/1"), "1");
        Files.writeString(source.resolve("folder/2"), "2");
        boolean[] replaced = {false};
        TreeCopier.copy(source, target, new Told() {
            @Override
            public void copied(long bytes) {
                if (!replaced[0]) {
                    replaced[0] = true;
                    try {
                        Files.move(target.resolve("folder"), target.resolve("moved"));
                        Files.createSymbolicLink(target.resolve("folder"), secret);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        });
        assertThat(TreeText.names(target.resolve("moved"))).containsExactly("1", "2");
        assertThat(TreeText.names(secret)).isEmpty();
    }

    /** Opening it would wait for a writer for ever. */
    @Test
    void aFifoThatTakesAFilesPlace_isNamed_andNotWaitedFor() throws Exception {
        Path file = Files.writeString(source.resolve("file"), "contents");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Told replacing = new Told() {
            @Override
            public void deniedToOwner(Path entry) {
                try {
                    Shell.run(source, "rm -f file && mkfifo file");
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        TreeCopier.copy(source, target, replacing);
        assertThat(replacing.unreadable).containsExactly("file: replaced while it was read");
        assertThat(TreeText.names(target)).isEmpty();
    }

    @Test
    void aFolderIsExcluded_byWhatItIs() throws Exception {
        Files.createDirectories(source.resolve("a/inner"));
        Files.createDirectory(source.resolve("b"));
        FileKey key = FileKey.of(source.resolve("a")).orElseThrow();
        TreeCopier.copy(source, target, new Told() {
            @Override
            public boolean excludes(Path entry, FileKey folder) {
                return folder.equals(key);
            }
        });
        assertThat(TreeText.names(target)).containsExactly("b");
    }

    @Test
    void aFullDisk_endsTheCopy_andNamesTheFile() throws Exception {
        Files.write(source.resolve("large"), new byte[300 * 1024]);
        try (TinyDisk disk = TinyDisk.of(128 * 1024)) {
            Path there = disk.path().resolve("target");
            assertThatThrownBy(() -> TreeCopier.copy(source, there, told)).hasMessage(there + "/large: no space left");
        }
        assertThat(told.unreadable).isEmpty();
    }

    @Test
    void aTargetWhoseFolderIsMissing_isNamed() {
        Path nowhere = workspace.resolve("missing/target");
        assertThatThrownBy(() -> TreeCopier.copy(source, nowhere, told))
                .hasMessage(nowhere + ": no such file or directory");
    }

    /** Whenever it is stopped, nothing stays open: that is looked at after each test. */
    @Test
    void aCopyThatIsStopped_anywhere_leavesNoDescriptor() throws Exception {
        for (String name : List.of("a", "b/c", "b/d")) {
            Files.write(Files.createDirectories(source.resolve(name)).resolve("file"), "contents".getBytes(US_ASCII));
        }
        int before = Descriptor.count();
        TreeCopier.copy(source, target, told);
        FileTrees.delete(target);
        for (int last = 0; last < told.checkpoints; last++) {
            int[] left = {last};
            RuntimeException stop = new IllegalStateException("stop");
            assertThatThrownBy(() -> TreeCopier.copy(source, target, new Told() {
                        @Override
                        public void checkpoint() {
                            if (left[0]-- == 0) {
                                throw stop;
                            }
                        }
                    }))
                    .isSameAs(stop);
            assertThat(Descriptor.count()).as("stopped at step %s", last).isEqualTo(before);
            FileTrees.delete(target);
        }
    }
}
