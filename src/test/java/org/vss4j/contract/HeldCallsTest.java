package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.vss4j.testing.Eventually.eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.Inventory;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.StoredCopy;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.TimeIsUp;

/**
 * Calls that do not return until they are told to: who waits for one leaves it, and what it brings is given back when it
 * returns. That a caller has left is seen while the call is still inside; how long that takes plays no part.
 *
 * <p>Long, for each way to leave a call is tried with each kind of call.
 */
@Tag(NativeServer.TAG)
@ExtendWith(CServersAreClean.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeldCallsTest extends BackupContract {
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

    private CBackupServer held(VssMethod method) {
        server();
        service().hold(method);
        return service();
    }

    private CBackupServer service() {
        return Objects.requireNonNull(service);
    }

    private void awaitHeld() {
        eventually("a call is held", () -> service().heldCalls() == 1);
    }

    /** The second has not even asked what there is when it gives up. */
    @Test
    void withoutALedger_deletionsWaitForOneAnotherAllTheSame() throws Exception {
        setup.withoutLedger();
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.takeSnapshot(List.of(volume));
            service().hold(VssMethod.DELETE_SNAPSHOTS);
            Inventory inventory = server().vss().inventory();
            Running first = inAnotherThread(() -> inventory.delete(CopyFilter.all()));
            awaitHeld();
            Inventory impatient = inventory.withTimeout(Duration.ofMillis(200));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> impatient.delete(CopyFilter.all()));
            assertThat(calls()).filteredOn(call -> call.startsWith("Query:")).hasSize(1);
            service().letGo();
            assertThat(first.thrown().join()).isNull();
            first.thread().join();
            assertThat(inventory.delete(CopyFilter.all()).deleted()).isEmpty();
        }
    }

    /** What a caller has thrown, who leaves. */
    private static Throwable left(Running running) throws InterruptedException {
        eventually("the caller has left", () -> running.thrown().isDone());
        return running.failure();
    }

    private void assertStillHeld() {
        assertThat(service().heldCalls()).as("calls that are held").isEqualTo(1);
    }

    /** What is left, and has to be done, when the call has returned. */
    private void assertGivenBack() {
        eventually(
                "nothing is left of " + service().leftovers(),
                () -> service().leftovers().isEmpty());
        assertAbortedIfDue();
        assertThat(server().isSnapshotSetInProgress()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {
                "CREATE_VSS_BACKUP_COMPONENTS",
                "GATHER_WRITER_METADATA",
                "START_SNAPSHOT_SET",
                "ADD_TO_SNAPSHOT_SET",
                "PREPARE_FOR_BACKUP",
                "DO_SNAPSHOT_SET",
                "GATHER_WRITER_STATUS",
                "GET_SNAPSHOT_PROPERTIES",
                "BACKUP_COMPLETE"
            })
    void atTheDeadlineItIsLeft(VssMethod method) {
        TimeoutException thrown = TimeIsUp.with(method.microsoftName() + " has not returned", timeout -> {
            startOver();
            held(method);
            try (LetsGo session = new LetsGo(BackupOptions.defaults().withTimeout(timeout))) {
                session.backUp();
            }
        });
        assertThat(thrown).hasMessageContaining(", and was left, for the time of ");
        assertGivenBack();
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
                "GATHER_WRITER_STATUS",
                "GET_SNAPSHOT_PROPERTIES",
                "BACKUP_COMPLETE"
            })
    void whoIsInterrupted_leavesIt(VssMethod method) throws Exception {
        held(method);
        Running running = inAnotherThread(() -> {
            try (LetsGo session = new LetsGo(BackupOptions.defaults())) {
                session.backUp();
            }
        });
        awaitHeld();
        running.thread().interrupt();
        assertThat(left(running)).isInstanceOf(InterruptedException.class);
        assertGivenBack();
    }

    /** A backup that fails while the call is held, and lets go of it before the session is closed. */
    private final class LetsGo implements AutoCloseable {
        private final BackupSession session;

        LetsGo(BackupOptions options) throws Exception {
            try {
                session = open(options);
            } catch (InterruptedException e) {
                assertStillHeld();
                service().letGo();
                throw e;
            } catch (TimeoutException e) {
                service().letGo();
                throw e;
            }
        }

        void backUp() throws Exception {
            try {
                HeldCallsTest.this.backUp(session);
            } catch (InterruptedException | CancellationException e) {
                assertStillHeld();
                throw e;
            }
        }

        @Override
        public void close() {
            service().letGo();
            session.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {"GATHER_WRITER_METADATA", "START_SNAPSHOT_SET", "DO_SNAPSHOT_SET", "GET_SNAPSHOT_PROPERTIES"})
    void aCancel_hasItsCallerLeaveIt(VssMethod method) throws Exception {
        held(method);
        try (BackupSession session = open(BackupOptions.defaults())) {
            Running running = inAnotherThread(() -> backUp(session));
            awaitHeld();
            assertThat(session.cancel()).isEmpty();
            assertThat(left(running)).isInstanceOf(CancellationException.class);
            assertStillHeld();
            service().letGo();
        }
        assertGivenBack();
    }

    @Test
    void aClose_hasItsCallerLeaveIt_doesNotWaitForItForEver_andTheSetIsAbortedWhenItIsThere() throws Exception {
        held(VssMethod.START_SNAPSHOT_SET);
        BackupSession session = open(BackupOptions.defaults());
        Running running = inAnotherThread(() -> backUp(session));
        awaitHeld();
        session.close();
        assertThat(left(running)).isInstanceOf(IllegalStateException.class).hasMessage("The session is closed");
        assertStillHeld();
        assertThat(calls()).noneMatch(call -> call.startsWith("AbortBackup"));
        service().letGo();
        eventually("the set is aborted", () -> server().succeeded(VssMethod.ABORT_BACKUP));
        assertGivenBack();
    }

    /** So that whoever reports can say that something may be left. */
    @Test
    void aSetWhoseSessionCouldNotBeEnded_isCounted_untilItIs() throws Exception {
        held(VssMethod.START_SNAPSHOT_SET);
        try (Ledger ledger = Ledger.open(temporary.resolve("ledger"))) {
            BackupSession session = server().vss()
                    .withLedger(ledger)
                    .openBackup(BackupOptions.defaults().withPatience(Duration.ZERO));
            assertThat(ledger.openSets()).isZero();
            Running running = inAnotherThread(() -> backUp(session));
            awaitHeld();
            session.close();
            assertThat(left(running)).isInstanceOf(IllegalStateException.class);
            assertStillHeld();
            assertThat(ledger.openSets()).isEqualTo(1);
            service().letGo();
            eventually("the set is over", () -> ledger.openSets() == 0);
        }
        assertGivenBack();
    }

    @Test
    void aLogHandlerThatClosesTheSession_whenItsCloseIsLeft_doesNotWaitInItsTurn() throws Exception {
        held(VssMethod.START_SNAPSHOT_SET);
        BackupSession session = open(BackupOptions.defaults());
        Running running = inAnotherThread(() -> backUp(session));
        awaitHeld();
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler closing = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().equals(Level.WARNING) && warnings.size() < 3) {
                    warnings.add(line.getMessage());
                    session.close();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.vss4j");
        logger.addHandler(closing);
        try {
            session.close();
        } finally {
            logger.removeHandler(closing);
        }
        assertStillHeld();
        assertThat(warnings).singleElement().asString().startsWith("A call does not return");
        assertThat(left(running)).isInstanceOf(IllegalStateException.class);
        service().letGo();
        assertGivenBack();
    }

    @Test
    void aSessionOfWhichACallWasLeft_isSpent() throws Exception {
        held(VssMethod.START_SNAPSHOT_SET);
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            Running running = inAnotherThread(session.steps()::startSnapshotSet);
            awaitHeld();
            running.thread().interrupt();
            assertThat(left(running)).isInstanceOf(InterruptedException.class);
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.steps().addToSnapshotSet(volume))
                    .withMessageContaining("a call of this session had not returned when it was left");
            assertThat(session.writerStatuses()).isEmpty();
            assertStillHeld();
            service().letGo();
        }
        assertGivenBack();
    }

    @Test
    void aDeadlineThatIsPast_beginsNothing() throws Exception {
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> open(BackupOptions.defaults().withTimeout(Duration.ZERO)))
                .withMessageContaining("CreateVssBackupComponents is not called, for the time of 0 ms is up");
        assertThat(calls()).isEmpty();
    }

    @Test
    void aThreadThatIsInterrupted_beginsNothing_andMayGoOn() throws Exception {
        server();
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            List<String> before = calls();
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(session.steps()::startSnapshotSet)
                    .withMessageContaining("is not called");
            assertThat(calls()).isEqualTo(before);
            session.steps().startSnapshotSet();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {"CREATE_VSS_BACKUP_COMPONENTS", "INITIALIZE_FOR_BACKUP", "QUERY", "DELETE_SNAPSHOTS"})
    void whoIsInterrupted_leavesADeletion_andNothingMoreIsDeleted(VssMethod method) throws Exception {
        server();
        for (int i = 0; i < 2; i++) {
            try (BackupSession session = open(BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK))) {
                session.takeSnapshot(List.of(volume));
            }
        }
        Inventory inventory = service().vss().inventory();
        service().hold(method);
        Running running = inAnotherThread(() -> inventory.delete(CopyFilter.all()));
        awaitHeld();
        running.thread().interrupt();
        assertThat(left(running)).isInstanceOf(InterruptedException.class);
        assertStillHeld();
        service().letGo();
        eventually("the objects are given back", () -> service().leftovers().isEmpty());
        assertThat(inventory.copies(CopyFilter.all()))
                .as("what there is after that")
                .hasSize(method == VssMethod.DELETE_SNAPSHOTS ? 1 : 2);
        assertThat(inventory.delete(CopyFilter.all()).notDeleted()).isEmpty();
    }

    @Test
    void anInventoryWithATimeout_leavesAQuery() {
        server();
        Inventory inventory = service().vss().inventory();
        service().hold(VssMethod.QUERY);
        assertThat(TimeIsUp.with("Query has not returned", timeout -> {
                    List<StoredCopy> unused = inventory.withTimeout(timeout).copies(CopyFilter.all());
                }))
                .hasMessageContaining("is up");
        service().letGo();
        eventually("the object is given back", () -> service().leftovers().isEmpty());
    }

    @Test
    void virtualThreadsThatWaitForCalls_keepNoCarrier() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        held(VssMethod.GATHER_WRITER_METADATA);
        List<BackupSession> sessions = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            BackupSession session = open(BackupOptions.defaults());
            sessions.add(session);
            waiting.add(Thread.ofVirtual().start(() -> {
                try {
                    session.steps().gatherWriterMetadata();
                } catch (InterruptedException | TimeoutException e) {
                    // It leaves.
                }
            }));
        }
        eventually("all calls are held", () -> service().heldCalls() == carriers);
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> ran.complete(true));
        assertThat(ran.completeOnTimeout(false, 30, TimeUnit.SECONDS).get())
                .as("another virtual thread ran")
                .isTrue();
        assertThat(service().heldCalls()).isEqualTo(carriers);
        for (Thread thread : waiting) {
            thread.interrupt();
            thread.join();
        }
        service().letGo();
        sessions.forEach(BackupSession::close);
        assertGivenBack();
    }
}
