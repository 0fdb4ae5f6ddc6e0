package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.VssException;
import org.vss4j.contract.CServer.Method;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.TimeIsUp;

/**
 * Operations of sessions of which a query, or a cancel, does not return until it is told to: who waits for their end leaves
 * them all the same, and so does who closes the session. That he has left is seen while the call is still inside; how long
 * that takes plays no part.
 */
@Tag(NativeServer.TAG)
@ExtendWith(CServersAreClean.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeldOperationsTest extends BackupContract {
    private @Nullable CBackupServer service;

    @Override
    BackupTestServer open(BackupSetup machine) {
        CBackupServer opened = CBackupServer.open(machine);
        service = opened;
        return opened;
    }

    @AfterEach
    void letGo() {
        service().letGo();
    }

    private CBackupServer service() {
        return Objects.requireNonNull(service);
    }

    /** A session whose copies take for ever to be made. */
    private BackupSession session(BackupOptions options) throws InterruptedException, TimeoutException {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Hangs());
        // Whether there are copies is not known at the end: a query does not return, or a cancel.
        orphansAreLeft = true;
        return open(options);
    }

    private Running inTakeSnapshot(BackupSession session, Method held) {
        service().holdOperations(held);
        Running running = inAnotherThread(() -> session.takeSnapshot(List.of(volume)));
        eventually(
                "the copies are being made", () -> calls().stream().anyMatch(call -> call.startsWith("DoSnapshotSet")));
        return running;
    }

    private void awaitHeld() {
        eventually("a call is held", () -> service().heldCalls() > 0);
    }

    private void assertStillHeld() {
        assertThat(service().heldCalls()).as("calls that are held").isPositive();
    }

    /** What a caller has thrown, who leaves. */
    private static Throwable left(Running running) throws InterruptedException {
        eventually("the caller has left", () -> running.thrown().isDone());
        return running.failure();
    }

    private void assertAborted() {
        assertThat(server().succeeded(VssMethod.ABORT_BACKUP)).isTrue();
        assertThat(server().isSnapshotSetInProgress())
                .as("a set is in progress")
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"QUERY_STATUS", "CANCEL"})
    void atTheDeadlineTheOperationIsLeft_andTheCloseDoesNotWaitForTheCall(Method held) {
        String ending = "DoSnapshotSet was told to cancel, but is still pending, for the time of ";
        TimeoutException thrown = TimeIsUp.with(ending, timeout -> {
            startOver();
            BackupSession session = session(WITHOUT_WRITERS.withTimeout(timeout));
            service().holdOperations(held);
            Throwable left = left(inAnotherThread(() -> session.takeSnapshot(List.of(volume))));
            boolean hasWaited = service().heldCalls() > 0;
            session.close();
            boolean isHeld = service().heldCalls() > 0;
            service().letGo();
            assertThat(left).isInstanceOf(TimeoutException.class);
            assertThat(isHeld)
                    .as("the call was held until the close had returned")
                    .isEqualTo(hasWaited);
            throw (TimeoutException) left;
        });
        assertThat(thrown).hasMessageStartingWith(ending);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUERY_STATUS", "CANCEL"})
    void whoIsInterrupted_leavesIt_andTheCloseDoesNotWaitForTheCall(Method held) throws Exception {
        BackupSession session = session(WITHOUT_WRITERS);
        Running running = inTakeSnapshot(session, held);
        running.thread().interrupt();
        assertThat(left(running))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("was told to cancel, but is still pending");
        assertStillHeld();
        session.close();
        assertStillHeld();
        assertAborted();
    }

    @Test
    void aCancel_hasWhoWaitsLeaveIt() throws Exception {
        try (BackupSession session = session(WITHOUT_WRITERS)) {
            Running running = inTakeSnapshot(session, Method.QUERY_STATUS);
            awaitHeld();
            assertThat(session.cancel()).contains(new CancelOutcome.CancelledNow());
            assertThat(left(running)).isInstanceOf(CancellationException.class);
            assertStillHeld();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUERY_STATUS", "CANCEL"})
    void aClose_hasWhoWaitsLeaveIt_cancelsWithoutAsking_andAborts(Method held) throws Exception {
        BackupSession session = session(WITHOUT_WRITERS);
        Running running = inTakeSnapshot(session, held);
        session.close();
        assertThat(left(running)).isInstanceOf(IllegalStateException.class).hasMessage("The session is closed");
        assertStillHeld();
        assertAborted();
    }

    @Test
    void aClose_cancelsAnOperationForWhichNobodyWaits_withoutAsking() throws Exception {
        BackupSession session = session(WITHOUT_WRITERS);
        session.steps().startSnapshotSet();
        session.steps().addToSnapshotSet(volume);
        session.steps().doSnapshotSet();
        service().holdOperations(Method.QUERY_STATUS);
        session.close();
        assertStillHeld();
        assertAborted();
    }

    @Test
    void aStep_isRefused_ifHowTheOperationBeforeItStandsIsNotKnown() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThat(session.steps().gatherWriterMetadata().await()).isInstanceOf(AsyncStatus.Finished.class);
            service().holdOperations(Method.QUERY_STATUS);
            assertThat(left(inAnotherThread(session.steps()::startSnapshotSet)))
                    .isInstanceOf(VssException.class)
                    .hasMessageContaining("GatherWriterMetadata is still running");
            assertStillHeld();
            service().letGo();
            session.steps().startSnapshotSet();
        }
    }
}
