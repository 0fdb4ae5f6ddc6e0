package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.vss4j.testing.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.simulator.Call;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatorClock;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;

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
        volume = Files.createDirectories(temporary.resolve("volume"));
        other = Files.createDirectories(temporary.resolve("other"));
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

    private BackupSession open(BackupOptions options) {
        return simulator().vss().openBackup(options);
    }

    private List<String> calls() {
        return opened().calls().stream().map(Call::toString).toList();
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
            assertThat(copy.deviceObject()).isEqualTo(copy.root().toString());
            session.complete();
            assertThat(copy.root()).isDirectory();
        }
    }

    @Test
    void theCallsAreThoseThatVssAsksFor_withWriters() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.takeSnapshot(List.of(volume));
            session.complete();
        }
        assertThat(calls())
                .containsExactly(
                        "CreateVssBackupComponents: S_OK",
                        "InitializeForBackup: S_OK",
                        "SetContext: S_OK",
                        "SetBackupState: S_OK",
                        "GatherWriterMetadata: S_OK",
                        "FreeWriterMetadata: S_OK",
                        "StartSnapshotSet: S_OK",
                        "AddToSnapshotSet: S_OK",
                        "PrepareForBackup: S_OK",
                        "GatherWriterStatus: S_OK",
                        "FreeWriterStatus: S_OK",
                        "DoSnapshotSet: S_OK",
                        "GatherWriterStatus: S_OK",
                        "FreeWriterStatus: S_OK",
                        "GetSnapshotProperties: S_OK",
                        "BackupComplete: S_OK",
                        "GatherWriterStatus: S_OK",
                        "FreeWriterStatus: S_OK");
    }

    @Test
    void theCallsAreThoseThatVssAsksFor_withoutWriters() throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.takeSnapshot(List.of(volume));
            session.complete();
        }
        assertThat(calls())
                .containsExactly(
                        "CreateVssBackupComponents: S_OK",
                        "InitializeForBackup: S_OK",
                        "SetContext: S_OK",
                        "StartSnapshotSet: S_OK",
                        "AddToSnapshotSet: S_OK",
                        "DoSnapshotSet: S_OK",
                        "GetSnapshotProperties: S_OK");
    }

    @Test
    void severalVolumesAreOneSet() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            List<ShadowCopy> copies = session.takeSnapshot(List.of(volume, other));
            assertThat(copies).extracting(ShadowCopy::volume).containsExactly(volume, other);
            assertThat(copies)
                    .extracting(ShadowCopy::setId)
                    .containsOnly(copies.getFirst().setId());
            assertThat(copies.get(1).resolve(other.resolve("file"))).hasContent("other");
            session.complete();
        }
    }

    @Test
    void theCopiesGoWithTheSession() throws Exception {
        Path root;
        try (BackupSession session = open(BackupOptions.defaults())) {
            root = session.takeSnapshot(List.of(volume)).getFirst().root();
            assertThat(root).exists();
        }
        assertThat(root).doesNotExist();
    }

    @Test
    void aSessionThatIsNotCompleted_isAborted() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.takeSnapshot(List.of(volume));
        }
        assertThat(calls()).last().isEqualTo("AbortBackup: S_OK");
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

    @Test
    void twoFinishedSetsLiveSideBySide_andTwoThatAreMadeDoNot() throws Exception {
        Vss vss = simulator().vss();
        try (BackupSession first = vss.openBackup(WITHOUT_WRITERS);
                BackupSession second = vss.openBackup(WITHOUT_WRITERS)) {
            first.startSnapshotSet();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(second::startSnapshotSet)
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS));
            first.addToSnapshotSet(volume);
            first.doSnapshotSet().await();
            assertThat(second.takeSnapshot(List.of(volume))).hasSize(1);
            assertThat(first.shadowCopies()).hasSize(1);
        }
    }

    // ---- order

    @Test
    void aStepOutOfOrder_isRefusedBeforeVssIsAsked() {
        try (BackupSession session = open(BackupOptions.defaults())) {
            int before = opened().calls().size();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::doSnapshotSet)
                    .withMessage("DoSnapshotSet failed: VSS_E_BAD_STATE (0x80042301): not called, for"
                            + " GatherWriterMetadata must be called before it");
            assertThat(opened().calls()).hasSize(before);
        }
    }

    @Test
    void aStepWhileAnOperationRuns_isRefused() {
        builder.fault(VssMethod.GATHER_WRITER_METADATA, new Fault.Hangs());
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.gatherWriterMetadata();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::startSnapshotSet)
                    .withMessageContaining("GatherWriterMetadata is still running");
        }
    }

    @Test
    void aStepAfterAFailedOperation_isRefused() throws Exception {
        builder.fault(VssMethod.PREPARE_FOR_BACKUP, new Fault.Fails(HResult.VSS_E_UNEXPECTED));
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.gatherWriterMetadata().await();
            session.startSnapshotSet();
            session.addToSnapshotSet(volume);
            session.prepareForBackup().await();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::doSnapshotSet)
                    .withMessageContaining("open a new session");
        }
    }

    @Test
    void aVolumeTwice_isRefused() throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.startSnapshotSet();
            session.addToSnapshotSet(volume);
            assertThatIllegalArgumentException().isThrownBy(() -> session.addToSnapshotSet(volume));
        }
    }

    @Test
    void aVolumeThatCannotBeAdded_canBeDoneWithout() throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.startSnapshotSet();
            session.addToSnapshotSet(volume);
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.addToSnapshotSet(temporary.resolve("none")))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_OBJECT_NOT_FOUND));
            session.doSnapshotSet().await();
            assertThat(session.shadowCopies()).hasSize(1);
        }
    }

    // ---- ends

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {
                "CREATE_VSS_BACKUP_COMPONENTS",
                "INITIALIZE_FOR_BACKUP",
                "SET_CONTEXT",
                "SET_BACKUP_STATE",
                "GATHER_WRITER_METADATA",
                "START_SNAPSHOT_SET",
                "ADD_TO_SNAPSHOT_SET",
                "PREPARE_FOR_BACKUP",
                "DO_SNAPSHOT_SET",
                "GET_SNAPSHOT_PROPERTIES",
                "BACKUP_COMPLETE"
            })
    void aCallThatFails_leavesNothing(VssMethod method) {
        builder.fault(method, new Fault.Returns(HResult.E_OUTOFMEMORY));
        assertThatExceptionOfType(VssException.class).isThrownBy(this::backUp).satisfies(e -> {
            assertThat(e.operation()).isEqualTo(method.microsoftName());
            assertThat(e.hresult()).isEqualTo(HResult.E_OUTOFMEMORY);
        });
        assertAbortedIfDue();
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {"GATHER_WRITER_METADATA", "PREPARE_FOR_BACKUP", "DO_SNAPSHOT_SET", "BACKUP_COMPLETE"})
    void anOperationThatFails_leavesNothing(VssMethod method) {
        builder.fault(method, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO));
        assertThatExceptionOfType(VssException.class).isThrownBy(this::backUp).satisfies(e -> {
            assertThat(e.operation()).isEqualTo(method.microsoftName());
            assertThat(e.hresult()).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
        });
        assertAbortedIfDue();
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {
                "GATHER_WRITER_METADATA",
                "PREPARE_FOR_BACKUP",
                "GATHER_WRITER_STATUS",
                "DO_SNAPSHOT_SET",
                "BACKUP_COMPLETE"
            })
    void aTimeoutWhileAnOperationRuns_leavesNothing(VssMethod method) {
        builder.fault(method, new Fault.Hangs());
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> backUp(BackupOptions.defaults().withTimeout(Duration.ofMillis(300))))
                .withMessageContaining(method.microsoftName() + " was cancelled");
        assertAbortedIfDue();
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {
                "GATHER_WRITER_METADATA",
                "PREPARE_FOR_BACKUP",
                "GATHER_WRITER_STATUS",
                "DO_SNAPSHOT_SET",
                "BACKUP_COMPLETE"
            })
    void anInterruptWhileAnOperationRuns_leavesNothing(VssMethod method) throws InterruptedException {
        builder.fault(method, new Fault.Hangs());
        CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                backUp();
                thrown.complete(null);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        awaitCall(method);
        thread.interrupt();
        assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
        thread.join();
        assertAbortedIfDue();
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {"GATHER_WRITER_METADATA", "PREPARE_FOR_BACKUP", "DO_SNAPSHOT_SET", "BACKUP_COMPLETE"})
    void aCloseFromAnotherThreadWhileAnOperationRuns_leavesNothing(VssMethod method) throws InterruptedException {
        builder.fault(method, new Fault.Hangs());
        BackupSession session = open(BackupOptions.defaults());
        CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                session.takeSnapshot(List.of(volume));
                session.complete();
                thrown.complete(null);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        awaitCall(method);
        session.close();
        // It sees the cancel, or already the close.
        assertThat(thrown.join()).isInstanceOfAny(CancellationException.class, IllegalStateException.class);
        thread.join();
        assertAbortedIfDue();
        assertThatIllegalStateException().isThrownBy(session::startSnapshotSet).withMessage("The session is closed");
        session.close();
    }

    @Test
    void aCancelOfTheSession_cancelsWhatRunsAndLetsNoStepBeMade() throws InterruptedException {
        builder.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Hangs());
        try (BackupSession session = open(BackupOptions.defaults())) {
            CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    session.takeSnapshot(List.of(volume));
                    thrown.complete(null);
                } catch (Throwable e) {
                    thrown.complete(e);
                }
            });
            awaitCall(VssMethod.DO_SNAPSHOT_SET);
            Optional<CancelOutcome> outcome = awaitRunning(session);
            assertThat(outcome).contains(new CancelOutcome.CancelledNow());
            assertThat(thrown.join()).isInstanceOf(CancellationException.class);
            thread.join();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(session::gatherWriterStatus);
        }
        assertAbortedIfDue();
    }

    /** The call is noted before the session knows of its operation. */
    private static Optional<CancelOutcome> awaitRunning(BackupSession session) {
        Optional<CancelOutcome> outcome = session.cancel();
        while (outcome.isEmpty()) {
            Thread.onSpinWait();
            outcome = session.cancel();
        }
        return outcome;
    }

    @Test
    void aCancelWhileNothingRuns_letsNoStepBeMade() {
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThat(session.cancel()).isEmpty();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)));
        }
    }

    @Test
    void anOperationThatRefusesItsCancel_isGivenUpAfterTheGrace() {
        builder.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.RefusesCancel(HResult.E_ACCESSDENIED))
                .duration(VssMethod.DO_SNAPSHOT_SET, Duration.ofHours(1));
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> backUp(BackupOptions.defaults().withTimeout(Duration.ofMillis(200))))
                .withMessageContaining("still pending");
        assertAbortedIfDue();
    }

    @Test
    void aWriterStatusThatCannotBeGathered_doesNotFailTheBackup() throws Exception {
        builder.fault(VssMethod.GATHER_WRITER_STATUS, new Fault.Fails(HResult.of(0x80042318)));
        backUp();
        assertThat(calls().stream().filter(call -> call.startsWith("GatherWriterStatus")))
                .hasSize(6);
    }

    @Test
    void anAbortThatFails_isReportedAndTheRestIsDone() {
        builder.fault(VssMethod.ABORT_BACKUP, new Fault.Returns(HResult.VSS_E_UNEXPECTED));
        BackupSession session = open(WITHOUT_WRITERS);
        session.startSnapshotSet();
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(session::close)
                .satisfies(e -> assertThat(e.operation()).isEqualTo("AbortBackup"));
        session.close();
    }

    @Test
    void theOperationsOfAStep_canBeUsedByThemselves() throws Exception {
        builder.duration(VssMethod.GATHER_WRITER_METADATA, Duration.ofMinutes(3));
        SimulatorClock.Manual clock = SimulatorClock.manual(NOW);
        builder.clock(clock);
        try (BackupSession session = open(BackupOptions.defaults())) {
            AsyncOperation gather = session.gatherWriterMetadata();
            assertThat(gather.status()).isEqualTo(new AsyncStatus.Pending());
            clock.advance(Duration.ofMinutes(2));
            assertThat(gather.await(Duration.ofMillis(60))).isEqualTo(new AsyncStatus.Pending());
            clock.advance(Duration.ofMinutes(1));
            assertThat(gather.await()).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
            session.startSnapshotSet();
        }
    }

    @RepeatedTest(50)
    void anAdvanceOfTheClockRightAfterTheCall_counts() throws Exception {
        builder.duration(VssMethod.GATHER_WRITER_METADATA, Duration.ofMinutes(3));
        SimulatorClock.Manual clock = SimulatorClock.manual(NOW);
        builder.clock(clock);
        try (BackupSession session = open(BackupOptions.defaults())) {
            AsyncOperation gather = session.gatherWriterMetadata();
            clock.advance(Duration.ofMinutes(3));
            assertThat(gather.await(Duration.ofSeconds(20))).isInstanceOf(AsyncStatus.Finished.class);
        }
    }

    private void backUp() throws InterruptedException, TimeoutException {
        backUp(BackupOptions.defaults());
    }

    private void backUp(BackupOptions options) throws InterruptedException, TimeoutException {
        try (BackupSession session = open(options)) {
            session.takeSnapshot(List.of(volume));
            session.complete();
        }
    }

    private void awaitCall(VssMethod method) {
        eventually(
                method + " is called",
                () -> simulator != null && simulator.calls().stream().anyMatch(call -> call.method() == method));
    }

    /** AbortBackup was called exactly when a set was open and no BackupComplete had taken its place. */
    private void assertAbortedIfDue() {
        List<Call> calls = opened().calls();
        boolean started = calls.contains(new Call(VssMethod.START_SNAPSHOT_SET, HResult.S_OK));
        boolean completed = calls.contains(new Call(VssMethod.BACKUP_COMPLETE, HResult.S_OK));
        long aborts = calls.stream()
                .filter(call -> call.method() == VssMethod.ABORT_BACKUP)
                .count();
        assertThat(aborts).isEqualTo(started && !completed ? 1 : 0);
    }
}
