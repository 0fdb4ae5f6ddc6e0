package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;

/** A session whose users do what they may do, but at another time, or in another order, than one thinks of first. */
@ExtendWith(NothingLeftBehind.class)
class SessionMisuseTest {
    @TempDir
    Path temporary;

    private Path volume = Path.of("");
    private VssSimulator.Builder builder = VssSimulator.builder();

    @BeforeEach
    void prepare() throws IOException {
        volume = Files.createDirectory(temporary.resolve("volume"));
        builder.volume(volume).state(temporary.resolve("state"));
    }

    @Test
    void closingTheOperationOfAStep_letsGoOfItAndNothingElse() throws Exception {
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            try (AsyncOperation gather = session.steps().gatherWriterMetadata()) {
                assertThat(gather.await()).isInstanceOf(AsyncStatus.Finished.class);
            }
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            AsyncOperation prepare = session.steps().prepareForBackup();
            assertThat(prepare.await()).isInstanceOf(AsyncStatus.Finished.class);
            prepare.close();
            try (AsyncOperation make = session.steps().doSnapshotSet()) {
                assertThat(make.await()).isInstanceOf(AsyncStatus.Finished.class);
            }
            assertThat(session.shadowCopies()).hasSize(1);
        }
    }

    @Test
    void closingTheOperationOfAStepWhileItRuns_leavesItToTheSession() throws Exception {
        builder.fault(VssMethod.GATHER_WRITER_METADATA, new Fault.Hangs());
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            session.steps().gatherWriterMetadata().close();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::startSnapshotSet)
                    .withMessageContaining("GatherWriterMetadata is still running");
            assertThat(session.cancel()).isPresent();
        }
    }

    @Test
    void closingTheSession_closesTheOperationsOfItsSteps() throws Exception {
        try (VssSimulator simulator = builder.build()) {
            BackupSession session = simulator.vss().openBackup(BackupOptions.defaults());
            AsyncOperation gather = session.steps().gatherWriterMetadata();
            session.close();
            assertThatIllegalStateException().isThrownBy(gather::status);
        }
    }

    @RepeatedTest(300)
    void aCancelIsNeverLost_whenItComesWhileAStepIsBeginning(RepetitionInfo repetition) throws Exception {
        builder.fault(VssMethod.GATHER_WRITER_METADATA, new Fault.Hangs());
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            AtomicBoolean begins = new AtomicBoolean();
            CompletableFuture<List<ShadowCopy>> snapshot = CompletableFuture.supplyAsync(() -> {
                begins.set(true);
                try {
                    return session.takeSnapshot(List.of(volume));
                } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
                    throw new AssertionError(e);
                }
            });
            while (!begins.get()) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            while (System.nanoTime() - start < repetition.getCurrentRepetition() * 1_000L) {
                Thread.onSpinWait();
            }
            session.cancel();
            assertThatThrownBy(() -> snapshot.get(20, TimeUnit.SECONDS))
                    .isInstanceOfAny(ExecutionException.class, CancellationException.class)
                    .hasRootCauseInstanceOf(CancellationException.class);
        }
    }

    @Test
    void aSnapshotOfNoVolume_isRefusedBeforeAnyStep() throws Exception {
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.takeSnapshot(List.of()))
                    .withMessageContaining("no volume");
            assertThat(session.takeSnapshot(List.of(volume))).hasSize(1);
        }
    }

    @Test
    void anAbundantTimeout_andAnEndlessOperation_doNoHarm() throws Exception {
        builder.duration(VssMethod.GATHER_WRITER_METADATA, Duration.ofSeconds(Long.MAX_VALUE));
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator
                        .vss()
                        .openBackup(BackupOptions.defaults().withTimeout(Duration.ofSeconds(Long.MAX_VALUE)))) {
            AsyncOperation gather = session.steps().gatherWriterMetadata();
            assertThat(gather.await(Duration.ofMillis(20))).isInstanceOf(AsyncStatus.Pending.class);
            assertThat(session.cancel()).isPresent();
        }
    }

    @Test
    void whatTheWritersHave_askedForAfterASetThatCouldNotBeStarted_isRefusedWithTheReason() throws Exception {
        builder.fault(VssMethod.START_SNAPSHOT_SET, new Fault.Returns(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS));
        try (VssSimulator simulator = builder.build();
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            session.steps().gatherWriterMetadata().await();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::startSnapshotSet)
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS));
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::writers)
                    .withMessageContaining("not called")
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_BAD_STATE));
            assertThat(simulator.calls()).noneMatch(call -> call.result().equals(HResult.VSS_E_BAD_STATE));
        }
    }

    @Test
    void aSimulatorThatIsClosed_isAServiceThatIsStopped() throws Exception {
        VssSimulator simulator = builder.build();
        try (BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            simulator.close();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::gatherWriterMetadata)
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_BAD_STATE));
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> simulator.vss().openBackup(BackupOptions.defaults()))
                    .satisfies(e -> assertThat(e.hresult().value()).isEqualTo(0x800706BA));
        }
    }

    @Test
    void whatCannotTakeEffect_isRefusedByTheBuilder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.duration(VssMethod.SET_CONTEXT, Duration.ofSeconds(1)))
                .withMessageContaining("SetContext begins no operation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.fault(VssMethod.START_SNAPSHOT_SET, new Fault.Hangs()))
                .withMessageContaining("StartSnapshotSet begins no operation");
        builder.fault(VssMethod.START_SNAPSHOT_SET, new Fault.Returns(HResult.E_ACCESSDENIED));
    }
}
