package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;
import static org.vss4j.testing.Eventually.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.testing.FaultyFileSystem;
import org.vss4j.testing.OnPosix;

/** {@code copy} that is stopped: by a signal, by its timeout, by SIGKILL; at each point where it can take long. */
@OnPosix
class StopIT {
    /** Takes long enough to copy that a signal comes while it is being copied; has no blocks of its own on the disk. */
    private static final long LARGE = 1L << 30;

    @TempDir
    Path workspace;

    private Cli cli;
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        cli = new Cli(workspace);
        source = Files.createDirectory(workspace.resolve("source"));
        target = workspace.resolve("target");
        Files.writeString(source.resolve("file"), "contents");
    }

    /** Where a command is when it is stopped. */
    @SuppressWarnings("ImmutableEnumChecker") // The list is, by List.of.
    enum Point {
        WRITERS_ARE_GATHERED("GatherWriterMetadata: S_OK", false, "--simulate", "GatherWriterMetadata=1h"),
        THE_SNAPSHOT_IS_MADE("DoSnapshotSet: S_OK", true, "--simulate", "DoSnapshotSet=1h"),
        FILES_ARE_COPIED("vss4j: copying", true);

        /** The line of the log that says that it is there. */
        final String line;

        final boolean setIsOpen;
        final List<String> options;

        Point(String line, boolean setIsOpen, String... options) {
            this.line = line;
            this.setIsOpen = setIsOpen;
            this.options = List.of(options);
        }
    }

    private Cli.Run start(Point point, String... options) {
        if (point == Point.FILES_ARE_COPIED) {
            makeLargeFile();
        }
        List<String> all = new ArrayList<>(point.options);
        all.addAll(List.of(options));
        return cli.copy(source, target, all.toArray(String[]::new));
    }

    private void makeLargeFile() {
        try (RandomAccessFile large =
                new RandomAccessFile(source.resolve("large").toFile(), "rw")) {
            large.setLength(LARGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sigint_cancelsAndLeavesNothing(Point point) throws IOException {
        Cli.Run run = start(point).awaitErr(point.line).signal("INT");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(130);
        assertStopped(run, point, "interrupted");
    }

    @ParameterizedTest
    @EnumSource
    void sigterm_cancelsAndLeavesNothing(Point point) throws IOException {
        Cli.Run run = start(point).awaitErr(point.line).signal("TERM");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(143);
        assertStopped(run, point, "interrupted");
    }

    /** Where nothing holds the command, as where it copies, no time is the right one: {@link CopyStoryIT} stops it there. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES_ARE_COPIED")
    void aTimeout_cancelsAndLeavesNothing(Point point) throws IOException {
        Cli.Run run = TimedOut.in(
                timeout -> start(point, "--timeout", timeout),
                ended -> ended.stderr().contains(point.line));
        assertThat(run.stderr()).contains("vss4j: timed out");
        assertStopped(run, point, "timed-out");
    }

    /** What others do to TARGET while a command runs, and its end must know of. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void targetKept_isWhatIsThereInTheEnd(boolean isMadeMeanwhile) throws IOException {
        if (!isMadeMeanwhile) {
            Files.writeString(target, "old");
        }
        Point point = Point.THE_SNAPSHOT_IS_MADE;
        Cli.Run run = start(point, "--overwrite").awaitErr(point.line);
        if (isMadeMeanwhile) {
            Files.writeString(target, "somebody's");
        } else {
            Files.delete(target);
        }
        run.signal("TERM");
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(143);
        assertThat(run.json().path("targetKept")).isEqualTo(BooleanNode.valueOf(isMadeMeanwhile));
        assertThat(run.json().path("targetMade")).isEqualTo(BooleanNode.FALSE);
    }

    /** In which call a command is when it is stopped. */
    enum Blocked {
        /** The simulator's own, for which the command need not wait. */
        IN_A_READ("read /source/file block", "/source/file", false),
        IN_A_WRITE("write /.target.*/file block", "/.target", true);

        final String rule;
        final String path;
        final boolean isCommandsOwn;

        Blocked(String rule, String path, boolean isCommandsOwn) {
            this.rule = rule;
            this.path = path;
            this.isCommandsOwn = isCommandsOwn;
        }
    }

    /** What has been made is left if the command does not come back, and the next run removes it. */
    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("try")
    void aCallThatDoesNotReturn_doesNotHoldUpAStop(Blocked call) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(workspace.resolve("faulty"));
        try (FaultyFileSystem faulty = FaultyFileSystem.mount(folder)) {
            source = Files.createDirectory(faulty.root().resolve("source"));
            Files.writeString(source.resolve("file"), "contents");
            target = faulty.root().resolve("target");
            faulty.rules(call.rule);
            Cli.Run run = cli.copy(source, target);
            eventually("a call blocks", () -> blocks(faulty, call));
            run.signal("TERM");
            assertThat(run.exitCode()).as(run.stderr()).isEqualTo(143);
            assertThat(run.json().path("outcome").asText()).isEqualTo("interrupted");
            String message = run.json().path("error").path("message").asText();
            assertThat(message.contains("a call does not return")).as(message).isEqualTo(call.isCommandsOwn);
            // Who was given up has not looked again.
            assertThat(run.json().path("targetKept").isNull()).as("targetKept").isEqualTo(call.isCommandsOwn);
            assertThat(processFolders().isEmpty()).isNotEqualTo(call.isCommandsOwn);

            faulty.rules();
            Cli.Run next = cli.copy(source, target);
            assertThat(next.exitCode()).as(next.stderr()).isZero();
            assertThat(next.stderr().contains("left by ")).isEqualTo(call.isCommandsOwn);
            assertThat(target.resolve("file")).hasContent("contents");
            Cli.Run orphans = cli.start(
                    List.of("orphans", "--delete", "--state", cli.state().toString()));
            assertThat(orphans.exitCode()).as(orphans.stderr()).isZero();
            assertThat(processFolders()).isEmpty();
        }
    }

    private static boolean blocks(FaultyFileSystem faulty, Blocked call) {
        try {
            return faulty.changes().stream().anyMatch(line -> line.startsWith("block " + call.path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertStopped(Cli.Run run, Point point, String outcome) throws IOException {
        JsonNode json = run.json();
        assertThat(json.path("outcome").asText()).isEqualTo(outcome);
        assertThat(json.path("error").path("message").asText()).contains("nothing is left");
        if (point != Point.FILES_ARE_COPIED) {
            assertThat(run.stderr()).contains("DEBUG session 1: Cancel: CancelledNow");
        }
        assertThat(run.stderr().contains("DEBUG session 1: AbortBackup: S_OK")).isEqualTo(point.setIsOpen);
        assertThat(run.stderr()).contains("DEBUG session 1: Release").doesNotContain("JVM is ending");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void whatAKilledRunLeft_theNextOneRemovesAndSaysSo(Point point) throws IOException {
        Cli.Run killed = start(point).awaitErr(point.line).signal("KILL");
        assertThat(killed.exitCode()).isEqualTo(137);
        assertThat(processFolders()).isNotEmpty();
        Files.deleteIfExists(source.resolve("large"));

        Path other = workspace.resolve("other target");
        Cli.Run next = cli.copy(source, other);
        assertThat(next.exitCode()).as(next.stderr()).isZero();
        assertThat(next.stderr()).contains("left by ");
        assertThat(other.resolve("file")).hasContent("contents");
        if (point.setIsOpen) {
            // The copies of a set that was open may be there still: it is on record until somebody has looked.
            Cli.Run orphans = cli.start(
                    List.of("orphans", "--delete", "--state", cli.state().toString()));
            assertThat(orphans.exitCode()).as(orphans.stderr()).isZero();
            assertThat(orphans.stdout().lines())
                    .singleElement()
                    .asString()
                    .startsWith("forgotten    ")
                    .endsWith("  (gone, and not by this command)");
        }
        assertNothingIsLeft();
    }

    @Test
    void aRunThatIsAlive_isNotTouchedByTheNextOne() throws IOException {
        Cli.Run first =
                cli.copy(source, target, "--simulate", "BackupComplete=1h").awaitErr("BackupComplete: S_OK");
        List<Path> before = processFolders();
        assertThat(before).isNotEmpty();

        Cli.Run second = cli.copy(source.resolve("file"), workspace.resolve("other target"));
        assertThat(second.exitCode()).as(second.stderr()).isZero();
        assertThat(second.stderr()).doesNotContain("left by ");
        assertThat(processFolders()).isEqualTo(before);

        first.signal("INT");
        assertThat(first.exitCode()).isEqualTo(130);
        // All files were there when it was stopped.
        assertThat(target.resolve("file")).hasContent("contents");
        FileTrees.delete(target);
        assertNothingIsLeft();
    }

    @Test
    void whileAnotherRunMakesASet_itWaits_andCanBeStopped() throws IOException {
        Cli.Run first = start(Point.THE_SNAPSHOT_IS_MADE).awaitErr(Point.THE_SNAPSHOT_IS_MADE.line);
        Path other = workspace.resolve("other target");
        Cli.Run second = cli.copy(source, other)
                .awaitErr("VSS_E_SNAPSHOT_SET_IN_PROGRESS")
                .signal("INT");
        assertThat(second.exitCode()).as(second.stderr()).isEqualTo(130);
        assertThat(other).doesNotExist();

        Cli.Run third = cli.copy(source, other).awaitErr("VSS_E_SNAPSHOT_SET_IN_PROGRESS");
        first.signal("INT");
        assertThat(first.exitCode()).isEqualTo(130);
        assertThat(third.exitCode()).as(third.stderr()).isZero();
        assertThat(other.resolve("file")).hasContent("contents");
        assertNothingIsLeft();
    }

    @Test
    void aTargetThatWasToBeReplaced_isStillThereAfterAStop() throws IOException {
        Files.writeString(target, "old");
        Cli.Run run = start(Point.FILES_ARE_COPIED, "--overwrite")
                .awaitErr(Point.FILES_ARE_COPIED.line)
                .signal("INT");
        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(target).hasContent("old");
    }

    /** Another process cleans up, and takes its time. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "timeout"})
    void whileAnotherProcessHoldsTheStateFolder_itCanBeStopped(String how) throws IOException {
        Files.createDirectory(
                cli.state(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (FileChannel channel = FileChannel.open(
                        cli.state().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            if (how.equals("timeout")) {
                AtomicBoolean waited = new AtomicBoolean();
                TimedOut.in(timeout -> waitingFor(timeout, waited), ended -> waited.get());
            } else {
                Cli.Run run = cli.copy(source, target);
                eventually("it waits for the lock", () -> isWaiting(run.process()));
                assertThat(run.signal("INT").exitCode()).isEqualTo(130);
                assertThat(run.json().path("outcome").asText()).isEqualTo("interrupted");
            }
        }
        assertNothingIsLeft();
    }

    /** A run that is looked at until it waits for the lock, or has ended. */
    private Cli.Run waitingFor(String timeout, AtomicBoolean waited) {
        Cli.Run run = cli.copy(source, target, "--timeout", timeout);
        within(Duration.ofMinutes(2), "it waits for the lock, or is over", () -> {
            waited.compareAndSet(false, isWaiting(run.process()));
            return waited.get() || !run.process().isAlive();
        });
        return run;
    }

    /** It has opened the lock file. */
    private boolean isWaiting(Process process) {
        Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
        try (Stream<Path> open = Files.list(descriptors)) {
            Path lock = cli.state().resolve("lock").toRealPath();
            return open.anyMatch(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).equals(lock);
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            return false;
        }
    }

    /** As early as a process can be said to run this command at all. */
    @Test
    void aSignalAtAnyTime_isReported() throws IOException {
        Cli.Run run = cli.jvmOption("-Xlog:class+load:file=" + workspace.resolve("classes.txt"))
                .copy(source, target, "--simulate", "DoSnapshotSet=1h");
        eventually(
                "a class of the parser is loaded", () -> has(workspace.resolve("classes.txt"), "picocli.CommandLine "));
        run.signal("INT");
        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.json().path("outcome").asText()).isEqualTo("interrupted");
    }

    /** As the JDK ends it when there is no memory for an upcall; also after a signal. */
    @ParameterizedTest
    @ValueSource(strings = {"first", ExitingCommand.AFTER_ANOTHER})
    void aJvmThatItsCommandEnds_ends(String when) {
        Cli.Run run = cli.startCommand(List.of(
                Cli.java(),
                "-cp",
                System.getProperty("java.class.path") + ":" + Cli.jar(),
                ExitingCommand.class.getName(),
                when));
        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(ExitingCommand.EXIT_CODE);
        assertThat(run.stderr()).endsWith("vss4j: this Java cannot go on; what is left, the next run removes\n");
    }

    private static boolean has(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private List<Path> processFolders() throws IOException {
        try (Stream<Path> folders = Files.list(cli.state())) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(target).doesNotExist();
        assertThat(processFolders()).isEmpty();
        try (Stream<Path> files = Files.list(workspace)) {
            assertThat(new TreeSet<>(
                            files.map(file -> file.getFileName().toString()).toList()))
                    .noneMatch(name -> name.contains(".vss4j-"));
        }
    }
}
