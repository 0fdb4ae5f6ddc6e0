package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatorClock;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;

/** What a session does itself, and against the simulator alone; the contract's suites have the rest, against every service. */
@ExtendWith(NothingLeftBehind.class)
class BackupSessionTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06.7Z");
    private static final BackupOptions WITHOUT_WRITERS =
            BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);

    @TempDir
    Path temporary;

    private Path volume;
    private Path other;
    private VssSimulator.Builder builder;
    private @Nullable VssSimulator simulator;

    @BeforeEach
    void makeVolumes() throws IOException {
        volume = Files.createDirectories(temporary.resolve("volume")).toRealPath();
        other = Files.createDirectories(temporary.resolve("other")).toRealPath();
        Files.writeString(volume.resolve("file"), "before");
        Files.writeString(other.resolve("file"), "other");
        builder = VssSimulator.builder()
                .volume(volume)
                .volume(other)
                .state(temporary.resolve("state"))
                .clock(SimulatorClock.manual(NOW));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        if (simulator == null) {
            return;
        }
        assertThat(simulator.isSnapshotSetInProgress()).isFalse();
        if (!Files.exists(temporary.resolve("state"))) {
            // Nothing was made: not even the folder is there.
            simulator.close();
            return;
        }
        try (Stream<Path> files = Files.walk(temporary.resolve("state"))) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> file.endsWith("file")))
                    .as("frozen copies")
                    .isEmpty();
        }
        simulator.close();
        try (Stream<Path> folders = Files.list(temporary.resolve("state"))) {
            assertThat(folders.filter(Files::isDirectory)).isEmpty();
        }
    }

    private VssSimulator simulator() {
        try {
            simulator = builder.build();
            return simulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private VssSimulator opened() {
        return Objects.requireNonNull(simulator);
    }

    private BackupSession open(BackupOptions options) throws InterruptedException, TimeoutException {
        return simulator().vss().openBackup(options);
    }

    // ---- the whole way

    @Test
    void aSnapshotShowsTheVolumeAsItWas() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            ShadowCopy copy = session.takeSnapshot(List.of(volume)).getFirst();
            Files.writeString(volume.resolve("file"), "after");
            Files.writeString(volume.resolve("added"), "added");

            assertThat(copy.resolve(volume.resolve("file"))).hasContent("before");
            assertThat(copy.root().resolve("added")).doesNotExist();
            assertThat(copy.createdAt()).isEqualTo(NOW);
            assertThat(copy.volume()).isEqualTo(volume);
            assertThat(copy.deviceObject())
                    .matches("\\\\\\\\\\?\\\\GLOBALROOT\\\\Device\\\\HarddiskVolumeShadowCopy\\d+");
            assertThat(opened().folderOf(copy.deviceObject())).contains(copy.root());
            assertThat(opened().folderOf(copy.deviceObject() + "0")).isEmpty();
            session.complete();
            assertThat(copy.root()).isDirectory();
        }
    }

    @Test
    void resolveRefusesAFileOfAnotherVolume() throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            ShadowCopy copy = session.takeSnapshot(List.of(volume)).getFirst();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> copy.resolve(other.resolve("file")))
                    .withMessageContaining("is not on the volume");
        }
    }

    @Test
    void volumeOfFindsTheVolume() {
        Vss vss = simulator().vss();
        assertThat(vss.volumeOf(volume.resolve("x/y"))).isEqualTo(volume);
        assertThatExceptionOfType(VssException.class).isThrownBy(() -> vss.volumeOf(Path.of("/elsewhere")));
    }

    // ---- order

    @Test
    void aStepOutOfOrder_isRefusedBeforeVssIsAsked() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            int before = opened().calls().size();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::doSnapshotSet)
                    .withMessage("DoSnapshotSet failed: VSS_E_BAD_STATE (0x80042301): not called, for"
                            + " GatherWriterMetadata must be called before it");
            assertThat(opened().calls()).hasSize(before);
        }
    }

    @Test
    void aStepWhileAnOperationRuns_isRefused() throws Exception {
        builder.fault(VssMethod.GATHER_WRITER_METADATA, new Fault.Hangs());
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.steps().gatherWriterMetadata();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::startSnapshotSet)
                    .withMessageContaining("GatherWriterMetadata is still running");
        }
    }

    @Test
    void aStepAfterAFailedOperation_isRefused() throws Exception {
        builder.fault(VssMethod.PREPARE_FOR_BACKUP, new Fault.Fails(HResult.VSS_E_UNEXPECTED));
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.steps().gatherWriterMetadata().await();
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            session.steps().prepareForBackup().await();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::doSnapshotSet)
                    .withMessageContaining("open a new session");
        }
    }

    @Test
    void aVolumeTwice_isRefused() throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.steps().addToSnapshotSet(volume));
        }
    }

    @Test
    void theOperationsOfAStep_canBeUsedByThemselves() throws Exception {
        builder.duration(VssMethod.GATHER_WRITER_METADATA, Duration.ofMinutes(3));
        SimulatorClock.Manual clock = SimulatorClock.manual(NOW);
        builder.clock(clock);
        try (BackupSession session = open(BackupOptions.defaults())) {
            AsyncOperation gather = session.steps().gatherWriterMetadata();
            assertThat(gather.status()).isEqualTo(new AsyncStatus.Pending());
            clock.advance(Duration.ofMinutes(2));
            assertThat(gather.await(Duration.ofMillis(60))).isEqualTo(new AsyncStatus.Pending());
            clock.advance(Duration.ofMinutes(1));
            assertThat(gather.await()).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
            session.steps().startSnapshotSet();
        }
    }

    @RepeatedTest(50)
    void anAdvanceOfTheClockRightAfterTheCall_counts() throws Exception {
        builder.duration(VssMethod.GATHER_WRITER_METADATA, Duration.ofMinutes(3));
        SimulatorClock.Manual clock = SimulatorClock.manual(NOW);
        builder.clock(clock);
        try (BackupSession session = open(BackupOptions.defaults())) {
            AsyncOperation gather = session.steps().gatherWriterMetadata();
            clock.advance(Duration.ofMinutes(3));
            assertThat(gather.await(Duration.ofMinutes(1))).isInstanceOf(AsyncStatus.Finished.class);
        }
    }
}
