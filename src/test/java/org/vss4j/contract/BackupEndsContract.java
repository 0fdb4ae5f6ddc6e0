package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.WhichCalls;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.Holds;
import org.vss4j.testing.TimeIsUp;
import org.vss4j.writer.WriterState;

/** The ends of a backup session, early ones above all, against any service: nothing is ever left. */
abstract class BackupEndsContract extends BackupContract {
    private static final HResult RETRYABLE = HResult.of(0x800423F3);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    @Holds({506, 508})
    void aCloseAtAnyPoint_leavesNothing(int steps) throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            List<Action> way = List.of(
                    () -> session.steps().gatherWriterMetadata().await(),
                    session.steps()::startSnapshotSet,
                    () -> session.steps().addToSnapshotSet(volume),
                    () -> session.steps().prepareForBackup().await(),
                    () -> session.steps().doSnapshotSet().await(),
                    () -> session.steps().backupComplete().await());
            for (Action step : way.subList(0, steps)) {
                step.run();
            }
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertAbortedIfDue();
    }

    @Test
    void whatIsRefusedAfterAnOperationThatFailed_hasThatForItsCause() throws Exception {
        setup.fault(VssMethod.PREPARE_FOR_BACKUP, new Fault.Fails(HResult.E_OUTOFMEMORY));
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.steps().gatherWriterMetadata().await();
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            session.steps().prepareForBackup().await();
            session.steps().gatherWriterStatus().await();
            assertRefusedFor("PrepareForBackup failed: E_OUTOFMEMORY (0x8007000E)", session.steps()::doSnapshotSet);
            assertRefusedFor("PrepareForBackup failed: E_OUTOFMEMORY (0x8007000E)", session.steps()::startSnapshotSet);
        }
    }

    @Test
    void whatIsRefusedAfterACallThatFailed_hasThatForItsCause_untilItSucceeds() throws Exception {
        setup.fault(VssMethod.START_SNAPSHOT_SET, WhichCalls.first(), new Fault.Returns(HResult.E_OUTOFMEMORY));
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            assertThatExceptionOfType(VssException.class).isThrownBy(session.steps()::startSnapshotSet);
            assertRefusedFor(
                    "StartSnapshotSet failed: E_OUTOFMEMORY (0x8007000E)",
                    () -> session.steps().addToSnapshotSet(volume));
            session.steps().startSnapshotSet();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::shadowCopies)
                    .withNoCause()
                    .withMessageContaining("DoSnapshotSet must be called before it");
        }
    }

    private static void assertRefusedFor(String first, ThrowingCallable step) {
        assertThatExceptionOfType(VssException.class).isThrownBy(step).satisfies(refusal -> {
            assertThat(refusal.hresult()).isEqualTo(HResult.VSS_E_BAD_STATE);
            assertThat(refusal).hasMessageContaining("; what failed first: " + first);
            assertThat(refusal.getCause()).hasMessageStartingWith(first);
        });
    }

    @ParameterizedTest
    @MethodSource("withAndWithoutWriters")
    void aSecondSnapshotOfASession_isRefused_andTheMessageSaysWhatWasCalledTwice(BackupOptions options)
            throws Exception {
        try (BackupSession session = open(options)) {
            session.takeSnapshot(List.of(volume));
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(other)))
                    .withNoCause()
                    .withMessageContaining("StartSnapshotSet")
                    .withMessageContaining("it has been called before, by itself or in takeSnapshot")
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_BAD_STATE));
            assertThat(session.shadowCopies()).hasSize(1);
        }
    }

    static List<BackupOptions> withAndWithoutWriters() {
        return List.of(BackupOptions.defaults(), WITHOUT_WRITERS);
    }

    @Test
    void theCopiesOfASessionThatIsClosed_areNotToBeHadFromIt() throws Exception {
        BackupSession session = open(WITHOUT_WRITERS);
        session.takeSnapshot(List.of(volume));
        assertThat(session.shadowCopies()).hasSize(1);
        session.close();
        assertThatIllegalStateException().isThrownBy(session::shadowCopies).withMessage("The session is closed");
    }

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
    @Holds(506)
    void aCallThatFails_leavesNothing(VssMethod method) {
        setup.fault(method, new Fault.Returns(HResult.E_OUTOFMEMORY));
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
    @Holds({126, 506, 507, 508})
    void anOperationThatFails_leavesNothing(VssMethod method) {
        setup.fault(method, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO));
        assertThatExceptionOfType(VssException.class).isThrownBy(this::backUp).satisfies(e -> {
            assertThat(e.operation()).isEqualTo(method.microsoftName());
            assertThat(e.hresult()).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
        });
        assertAbortedIfDue();
    }

    @ParameterizedTest
    @CsvSource({
        "PREPARE_BACKUP, PREPARE_FOR_BACKUP",
        "PREPARE_BACKUP, DO_SNAPSHOT_SET",
        "PREPARE_SNAPSHOT, DO_SNAPSHOT_SET",
        "FREEZE, DO_SNAPSHOT_SET"
    })
    @Holds({507, 517, 1212})
    void ofASetThatFails_theWritersAreNamedThatFailedBefore(WriterEvent event, VssMethod method) throws Exception {
        setup.writer(failing(event)).writer(SimulatedWriter.database("Other"));
        setup.fault(method, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO));
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_PROVIDER_VETO))
                    .satisfies(e -> assertThat(e.operation()).isEqualTo(method.microsoftName()))
                    .withMessageContaining(
                            "Writers had failed: VSS_E_WRITERERROR_RETRYABLE (0x800423F3): the writer" + " Database (")
                    .withMessageContaining("FAILED_AT_" + event)
                    .withMessageNotContaining("Other");
            assertThat(session.writerStatuses())
                    .extracting(status -> status.name() + " " + status.state())
                    .as("as they were asked after the failure")
                    .containsExactly("Database FAILED_AT_" + event, "Other STABLE");
            assertThat(session.writerFailures()).singleElement().satisfies(failure -> {
                assertThat(failure.writer()).isEqualTo("Database");
                assertThat(failure.state()).isEqualTo(WriterState.valueOf("FAILED_AT_" + event));
            });
            assertThat(session.writerStatusFailure()).isEmpty();
        }
        assertAbortedIfDue();
    }

    private static SimulatedWriter failing(WriterEvent event) {
        return SimulatedWriter.database("Database").withVeto(event, RETRYABLE, HResult.S_OK, "");
    }

    /** Whether the call, or its operation, or what the status is read by. */
    static List<Arguments> troublesWithTheStatus() {
        return List.of(
                Arguments.of(VssMethod.GATHER_WRITER_STATUS, new Fault.Returns(HResult.E_OUTOFMEMORY)),
                Arguments.of(VssMethod.GATHER_WRITER_STATUS, new Fault.Fails(HResult.E_OUTOFMEMORY)),
                Arguments.of(VssMethod.GET_WRITER_STATUS_COUNT, new Fault.Returns(HResult.E_OUTOFMEMORY)),
                Arguments.of(VssMethod.FREE_WRITER_STATUS, new Fault.Returns(HResult.E_OUTOFMEMORY)));
    }

    @ParameterizedTest
    @MethodSource("troublesWithTheStatus")
    void ofASetThatFails_theFirstFailureIsThrown_alsoIfTheWritersCannotBeAsked(VssMethod method, Fault fault)
            throws Exception {
        setup.writer(failing(WriterEvent.FREEZE)).fault(method, fault);
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO));
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .satisfies(e -> {
                        assertThat(e.operation()).isEqualTo("DoSnapshotSet");
                        assertThat(e.hresult()).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
                    });
        }
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
    @Holds({506, 507})
    void aTimeoutWhileAnOperationRuns_leavesNothing(VssMethod method) {
        setup.fault(method, new Fault.Hangs());
        assertThat(timedOut(method, "was cancelled")).hasMessageContaining("is up");
        assertAbortedIfDue();
    }

    private TimeoutException timedOut(VssMethod method, String how) {
        return TimeIsUp.with(method.microsoftName() + " " + how, timeout -> {
            startOver();
            backUp(BackupOptions.defaults().withTimeout(timeout));
        });
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
    @Holds({506, 507})
    void anInterruptWhileAnOperationRuns_leavesNothing(VssMethod method) throws InterruptedException {
        setup.fault(method, new Fault.Hangs());
        server();
        Running running = inAnotherThread(this::backUp);
        awaitCall(method);
        running.thread().interrupt();
        assertThat(running.failure()).isInstanceOf(InterruptedException.class);
        assertAbortedIfDue();
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {"GATHER_WRITER_METADATA", "PREPARE_FOR_BACKUP", "DO_SNAPSHOT_SET", "BACKUP_COMPLETE"})
    @Holds(506)
    void aCloseFromAnotherThreadWhileAnOperationRuns_leavesNothing(VssMethod method) throws Exception {
        setup.fault(method, new Fault.Hangs());
        BackupSession session = open(BackupOptions.defaults());
        Running running = inAnotherThread(() -> backUp(session));
        awaitCall(method);
        session.close();
        // It sees the cancel, or already the close.
        assertThat(running.failure()).isInstanceOfAny(CancellationException.class, IllegalStateException.class);
        assertAbortedIfDue();
        assertThatIllegalStateException()
                .isThrownBy(session.steps()::startSnapshotSet)
                .withMessage("The session is closed");
        session.close();
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
    void aCancelWhileAnOperationRuns_cancelsItAndLetsNoStepBeMade(VssMethod method)
            throws InterruptedException, TimeoutException {
        setup.fault(method, new Fault.Hangs());
        try (BackupSession session = open(BackupOptions.defaults())) {
            Running running = inAnotherThread(() -> backUp(session));
            awaitCall(method);
            // The call is noted before the session knows of its operation; if it does not yet, the step itself cancels.
            assertThat(session.cancel().orElse(new CancelOutcome.CancelledNow()))
                    .isEqualTo(new CancelOutcome.CancelledNow());
            assertThat(running.failure()).isInstanceOf(CancellationException.class);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(session.steps()::gatherWriterStatus);
        }
        assertAbortedIfDue();
    }

    @Test
    void aCancelWhileNothingRuns_letsNoStepBeMade() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThat(session.cancel()).isEmpty();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)));
        }
    }

    @Test
    void anOperationThatRefusesItsCancel_isGivenUpAfterTheGrace() {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.RefusesCancel(HResult.E_ACCESSDENIED))
                .duration(VssMethod.DO_SNAPSHOT_SET, Duration.ofHours(1));
        assertThat(timedOut(VssMethod.DO_SNAPSHOT_SET, "was told to cancel")).hasMessageContaining("still pending");
        assertAbortedIfDue();
        // Nobody knows what became of its copies.
        orphansAreLeft = true;
    }

    @Test
    void anAbortThatFails_isReportedAndTheRestIsDone() throws Exception {
        setup.fault(VssMethod.ABORT_BACKUP, new Fault.Returns(HResult.VSS_E_UNEXPECTED));
        BackupSession session = open(WITHOUT_WRITERS);
        session.steps().startSnapshotSet();
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(session::close)
                .satisfies(e -> assertThat(e.operation()).isEqualTo("AbortBackup"));
        session.close();
    }

    @Test
    void whoCloses_alwaysHearsOfWhatFailed() throws Exception {
        setup.fault(VssMethod.ABORT_BACKUP, new Fault.Returns(HResult.VSS_E_UNEXPECTED));
        for (int i = 0; i < 2_000; i++) {
            BackupSession session = open(WITHOUT_WRITERS);
            session.steps().startSnapshotSet();
            assertThatExceptionOfType(VssException.class).as("close %d", i).isThrownBy(session::close);
        }
    }
}
