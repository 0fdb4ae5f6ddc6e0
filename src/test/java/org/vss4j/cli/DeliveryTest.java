package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.TreeText;
import org.vss4j.internal.state.Disk;
import org.vss4j.internal.state.StagedTarget;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.internal.state.TemporaryName;
import org.vss4j.simulator.VssSimulator;

/** The order of what is done at the end of a copy. */
class DeliveryTest {
    @TempDir
    Path workspace;

    private final List<String> events = new ArrayList<>();
    private final InterceptedFileSystem system = new InterceptedFileSystem(this::note);

    private void note(Operation operation, Path path) {
        if (TemporaryName.matches(path) && (operation == Operation.FORCE || operation == Operation.MOVE)) {
            events.add(operation.toString());
        }
    }

    /** A database that has been told may truncate its log. */
    @Test
    void theFilesAreOnTheDisk_beforeTheWritersAreTold() throws IOException {
        Path target = workspace.resolve("target");
        Path state = workspace.resolve("state");
        Places places = new Places(workspace.resolve("source"), target, null);
        Progress progress = Progress.to(System.err);
        Stop stop = new Stop();
        Delivery delivery = new Delivery(
                places,
                Places.Existing.IS_REFUSED,
                EnumSet.noneOf(Delivery.Accepted.class),
                stop,
                progress,
                new Report("copy"));
        try (StateDirectory own = StateDirectory.open(system.path(state), line -> {});
                StagedTarget staged = StagedTarget.create(own, system.path(target), Disk.of(system.path(target)));
                VssSimulator simulator =
                        VssSimulator.builder().state(workspace.resolve("other")).build()) {
            Service service = new Service("simulator", simulator.vss(), simulator);
            Files.writeString(staged.path(), "contents");
            events.clear();
            CopyJob job = new CopyJob(places.source(), staged, service, stop, progress, new NotKept());
            delivery.deliver(job, Instant.EPOCH, staged, () -> events.add("told"));
        }
        assertThat(target).hasContent("contents");
        assertThat(events).containsSubsequence("FORCE", "told", "MOVE").containsOnlyOnce("FORCE");
    }

    /** {@code Files.exists} says no where nobody can look; then a copy with something missing would replace a whole one. */
    @Test
    void whereNobodyCanLook_nothingIsReplaced() throws IOException {
        Path target = Files.writeString(workspace.resolve("target"), "old and whole");
        Path state = workspace.resolve("state");
        InterceptedFileSystem failing = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.LOOK && path.equals(target)) {
                throw new FileSystemException(path.toString(), null, "input/output error");
            }
        });
        Places places = new Places(workspace.resolve("source"), failing.path(target), null);
        Progress progress = Progress.to(System.err);
        Stop stop = new Stop();
        Report report = new Report("copy");
        Delivery delivery = new Delivery(
                places, Places.Existing.IS_REPLACED, EnumSet.noneOf(Delivery.Accepted.class), stop, progress, report);
        try (StateDirectory own = StateDirectory.open(state, line -> {});
                StagedTarget staged = StagedTarget.create(own, target, Disk.of(target));
                VssSimulator simulator =
                        VssSimulator.builder().state(workspace.resolve("other")).build()) {
            Service service = new Service("simulator", simulator.vss(), simulator);
            Files.writeString(staged.path(), "contents");
            CopyJob job = new CopyJob(places.source(), staged, service, stop, progress, new NotKept());
            assertThatThrownBy(() -> delivery.deliver(job, Instant.EPOCH, staged, () -> events.add("told")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(target.toString());
        }
        assertThat(target).hasContent("old and whole");
        assertThat(events).isEmpty();
        assertThat(report.json()).contains("\"targetKept\":null", "\"targetMade\":false");
    }

    /** The telling may take minutes, in which somebody else makes a TARGET. */
    @Test
    void whatAppearsWhileTheWritersAreTold_isNotReplacedByLess() throws IOException {
        Path target = workspace.resolve("target");
        Places places = new Places(workspace.resolve("source"), target, null);
        Progress progress = Progress.to(System.err);
        Stop stop = new Stop();
        Report report = new Report("copy");
        Delivery delivery = new Delivery(
                places, Places.Existing.IS_REPLACED, EnumSet.noneOf(Delivery.Accepted.class), stop, progress, report);
        try (StateDirectory own = StateDirectory.open(workspace.resolve("state"), line -> {});
                StagedTarget staged = StagedTarget.create(own, target, Disk.of(target));
                VssSimulator simulator =
                        VssSimulator.builder().state(workspace.resolve("other")).build()) {
            Service service = new Service("simulator", simulator.vss(), simulator);
            Files.writeString(staged.path(), "");
            CopyJob job = new CopyJob(places.source(), staged, service, stop, progress, new NotKept());
            assertThatThrownBy(() -> delivery.deliver(job, Instant.EPOCH, staged, () -> precious(target)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--accept-empty");
        }
        assertThat(target).hasContent("precious");
        assertThat(report.json()).contains("\"targetKept\":true", "\"targetMade\":false");
    }

    private static final Pattern NOTE = Pattern.compile("[0-9]{10}[.]note");

    private interface Check {
        void of(Delivery delivery, CopyJob job, StagedTarget staged) throws IOException;
    }

    /** Delivers contents to a target beside which nothing can be noted once a number of notes has been written. */
    private void deliver(Path target, Places.Existing existing, Report report, int notes, Check check)
            throws IOException {
        Set<String> noted = new HashSet<>();
        InterceptedFileSystem filling = new InterceptedFileSystem((operation, path) -> {
            Matcher note = NOTE.matcher(path.toString());
            if (operation.changes() && note.find() && noted.add(note.group()) && noted.size() > notes) {
                noted.remove(note.group());
                throw new FileSystemException(path.toString(), null, "No space left on device");
            }
        });
        Places places = new Places(workspace.resolve("source"), target, null);
        Progress progress = Progress.to(System.err);
        Stop stop = new Stop();
        Delivery delivery = new Delivery(places, existing, EnumSet.of(Delivery.Accepted.EMPTY), stop, progress, report);
        try (StateDirectory own = StateDirectory.open(filling.path(workspace.resolve("state")), line -> {});
                StagedTarget staged = StagedTarget.create(own, target, Disk.of(target));
                VssSimulator simulator =
                        VssSimulator.builder().state(workspace.resolve("other")).build()) {
            Service service = new Service("simulator", simulator.vss(), simulator);
            Files.writeString(staged.path(), "contents");
            check.of(delivery, new CopyJob(places.source(), staged, service, stop, progress, new NotKept()), staged);
        }
    }

    /** A database that was told may have truncated its log: then this is the only copy of what it held. */
    @Test
    void whatTheWritersWereToldOf_isKeptBeside_whenItCannotBeMovedIn() throws IOException {
        Path target = workspace.resolve("target");
        Report report = new Report("copy");
        Path[] beside = {null};
        deliver(target, Places.Existing.IS_REFUSED, report, Integer.MAX_VALUE, (delivery, job, staged) -> {
            beside[0] = staged.path();
            assertThatThrownBy(() -> delivery.deliver(job, Instant.EPOCH, staged, () -> precious(target)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("already exists");
        });
        assertThat(target).hasContent("precious");
        assertThat(beside[0]).hasContent("contents");
        assertThat(report.json())
                .contains("\"targetMade\":false", beside[0].getFileName() + " has all that was copied");
        StateDirectory.open(workspace.resolve("state"), events::add).close();
        assertThat(beside[0]).hasContent("contents");
        assertThat(events).isEmpty();
    }

    @Test
    void whereNobodyHasHeard_nothingIsKept() throws IOException {
        Path target = workspace.resolve("target");
        Path[] beside = {null};
        deliver(target, Places.Existing.IS_REFUSED, new Report("copy"), Integer.MAX_VALUE, (delivery, job, staged) -> {
            beside[0] = staged.path();
            assertThatThrownBy(() -> delivery.deliver(job, Instant.EPOCH, staged, new Delivery.Telling() {
                        @Override
                        public void tell() {
                            precious(target);
                        }

                        @Override
                        public boolean isHeard() {
                            return false;
                        }
                    }))
                    .hasMessageContaining("already exists");
        });
        assertThat(target).hasContent("precious");
        assertThat(beside[0]).doesNotExist();
    }

    /** Of three notes: what is built, what is replaced, what was promised. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatCannotBeNoted_isFound_beforeTheWritersAreTold(int notes) throws IOException {
        Path target = Files.createFile(workspace.resolve("target"));
        deliver(
                target,
                Places.Existing.IS_REPLACED,
                new Report("copy"),
                notes,
                (delivery, job, staged) -> assertThatThrownBy(
                                () -> delivery.deliver(job, Instant.EPOCH, staged, () -> events.add("told")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("No space left on device"));
        assertThat(events).isEmpty();
        assertThat(target).isEmptyFile();
        assertThat(TreeText.names(workspace)).containsExactly("state", "target");
    }

    private static void precious(Path target) {
        try {
            Files.writeString(target, "precious");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
