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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
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

    private static void precious(Path target) {
        try {
            Files.writeString(target, "precious");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
