package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.vss4j.testing.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.RetryPolicy;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.Holds;

/** Who makes shadow copies while others in the process do waits for his turn. */
abstract class SnapshotQueueContract extends BackupContract {
    private BackupSession openSnapshot() throws InterruptedException, TimeoutException {
        return server().vss().openSnapshot(WITHOUT_WRITERS, List.of(volume), RetryPolicy.never());
    }

    private CompletableFuture<BackupSession> openSnapshotAsync() {
        return server().vss().openSnapshotAsync(WITHOUT_WRITERS, List.of(volume), RetryPolicy.never());
    }

    /** One that has its turn until it is closed: a session that makes its steps itself is in its way. */
    private final class Taken implements AutoCloseable {
        private final BackupSession inTheWay;
        private final CompletableFuture<BackupSession> taking;

        Taken() throws InterruptedException, TimeoutException {
            Vss vss = server().vss();
            CountDownLatch asked = new CountDownLatch(1);
            inTheWay = vss.openBackup(WITHOUT_WRITERS);
            inTheWay.steps().startSnapshotSet();
            taking = vss.openSnapshotAsync(WITHOUT_WRITERS, List.of(volume), failures -> {
                assertThat(failures).containsOnly(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS);
                asked.countDown();
                return Optional.of(Duration.ofMillis(10));
            });
            asked.await();
        }

        @Override
        public void close() {
            inTheWay.close();
            taking.join().close();
        }
    }

    @Test
    @Holds(402)
    void aThousand_takeTurns_inTheOrderInWhichTheyAsked() throws Exception {
        int many = 1_000;
        // By the session's number, which it gets when it is its turn.
        Map<Long, Integer> turns = new ConcurrentSkipListMap<>();
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (Taken taken = new Taken()) {
            assertThat(taken.taking).isNotDone();
            for (int i = 0; i < many; i++) {
                int asked = i;
                Thread thread = Thread.ofVirtual().start(() -> {
                    try (BackupSession session = openSnapshot()) {
                        turns.put(session.number(), asked);
                    } catch (Exception | Error e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                });
                threads.add(thread);
                while (!isWaiting(thread)) {
                    assertThat(thread.isAlive()).isTrue();
                    LockSupport.parkNanos(20_000);
                }
            }
            assertThat(turns).isEmpty();
        }
        for (Thread each : threads) {
            each.join();
        }
        assertThat(failures).isEmpty();
        assertThat(List.copyOf(turns.values())).hasSize(many).isSorted();
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void whoseTimeIsUpBeforeHisTurn_hasBegunNothing() throws Exception {
        try (Taken taken = new Taken()) {
            assertThat(taken.taking).isNotDone();
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> server().vss()
                            .openSnapshot(
                                    WITHOUT_WRITERS.withTimeout(Duration.ofMillis(20)),
                                    List.of(volume),
                                    RetryPolicy.documented()))
                    .withMessageContaining("other sessions of this process")
                    .withMessageContaining("20 ms");
        }
    }

    @Test
    void anInterruptEndsTheWait_andTheTurnOfNobodyElse() throws Exception {
        Running second;
        try (Taken taken = new Taken()) {
            assertThat(taken.taking).isNotDone();
            Running first = inAnotherThread(this::openSnapshot);
            eventually("it waits for its turn", () -> isWaiting(first.thread()));
            second = inAnotherThread(() -> openSnapshot().close());
            eventually("it waits for its turn", () -> isWaiting(second.thread()));
            first.thread().interrupt();
            assertThat(first.failure()).isInstanceOf(InterruptedException.class);
        }
        assertThat(second.thrown().join()).isNull();
    }

    @Test
    void aPauseAfterAFailure_leavesTheTurnToOthers() throws Exception {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO));
        Vss vss = server().vss();
        Semaphore asked = new Semaphore(0);
        CompletableFuture<BackupSession> pausing = vss.openSnapshotAsync(WITHOUT_WRITERS, List.of(volume), failures -> {
            asked.release();
            return Optional.of(Duration.ofDays(1));
        });
        asked.acquire();
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> vss.openSnapshot(
                        WITHOUT_WRITERS.withTimeout(Duration.ofMinutes(1)), List.of(volume), RetryPolicy.never()))
                .withMessageContaining("VSS_E_PROVIDER_VETO");
        assertThat(pausing.cancel(true)).isTrue();
    }

    @Test
    void aSessionThatNobodyWaitsFor_isHandedOver() throws Exception {
        try (BackupSession session = openSnapshotAsync().get()) {
            assertThat(session.shadowCopies()).hasSize(1);
        }
    }

    @Test
    void codeThatGoesOnWithTheSession_isNotInterrupted() throws Exception {
        CountDownLatch got = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted;
        try (Taken taken = new Taken()) {
            assertThat(taken.taking).isNotDone();
            CompletableFuture<BackupSession> future = openSnapshotAsync();
            interrupted = future.thenApply(session -> {
                try (session) {
                    if (Thread.currentThread().isVirtual()) {
                        // The attempt's own; by the other's none that is interrupted is met.
                        got.await();
                    }
                    return false;
                } catch (InterruptedException e) {
                    return true;
                }
            });
            // What depends on a future is done by the thread that completes it, and by those that wait for it.
            Running waiting = inAnotherThread(() -> {
                BackupSession unused = future.get();
                got.countDown();
            });
            eventually("it waits", () -> waiting.thread().getState() == Thread.State.WAITING);
        }
        assertThat(interrupted.join()).isFalse();
    }

    @Test
    void aFailure_isTheFuturesOwn() {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO));
        CompletableFuture<BackupSession> future = openSnapshotAsync();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(future::get)
                .withCauseInstanceOf(VssException.class)
                .withMessageContaining("VSS_E_PROVIDER_VETO");
    }

    /** For a session that is closed by nobody who could be asked. */
    private void awaitClosed() {
        eventually("it is closed", () -> server().leftovers().isEmpty() && isNothingFrozen() && isNothingOnRecord());
    }

    private boolean isNothingFrozen() throws IOException {
        try {
            return frozenFiles().isEmpty();
        } catch (UncheckedIOException e) {
            // They are being deleted.
            return false;
        }
    }

    @Test
    @Holds(506)
    void aCancelWhileItWaitsForItsTurn_leavesTheQueue() throws Exception {
        try (Taken taken = new Taken()) {
            assertThat(taken.taking).isNotDone();
            CompletableFuture<BackupSession> waiting = openSnapshotAsync();
            CompletableFuture<Integer> derived = waiting.thenApply(session -> 1);
            assertThat(waiting.cancel(true)).isTrue();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(waiting::join);
            assertThat(derived).isCompletedExceptionally();
        }
        openSnapshot().close();
    }

    @Test
    @Holds(506)
    void aCancelWhileTheCopiesAreMade_leavesNothing() throws Exception {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Hangs());
        CompletableFuture<BackupSession> made = openSnapshotAsync();
        awaitCall(VssMethod.DO_SNAPSHOT_SET);
        assertThat(made.cancel(true)).isTrue();
        eventually("it is aborted", () -> calls().stream().anyMatch(call -> call.startsWith("AbortBackup")));
        awaitClosed();
        assertAbortedIfDue();
    }

    @Test
    @Holds(506)
    void aSessionThatComesTooLate_isClosed_andItsCopiesGo() throws Exception {
        Vss vss = server().vss();
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        BackupSession inTheWay = vss.openBackup(WITHOUT_WRITERS);
        inTheWay.steps().startSnapshotSet();
        CompletableFuture<BackupSession> made = vss.openSnapshotAsync(
                WITHOUT_WRITERS.withContext(SnapshotContext.NAS_ROLLBACK), List.of(volume), failures -> {
                    asked.countDown();
                    // It swallows the interrupt by which the cancel comes.
                    assertThat(cancelled.join()).isTrue();
                    assertThat(Thread.interrupted()).isTrue();
                    inTheWay.close();
                    return Optional.of(Duration.ZERO);
                });
        asked.await();
        assertThat(cancelled.complete(made.cancel(true))).isTrue();
        awaitCall(VssMethod.DO_SNAPSHOT_SET);
        awaitClosed();
        assertThat(vss.inventory().copies(CopyFilter.all())).isEmpty();
    }

    @Test
    @Holds(506)
    void aHandlerThatDoesNotReturn_keepsNoCancelFromItsWork() throws Exception {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Hangs());
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<BackupSession> made = openSnapshotAsync();
        CompletableFuture<BackupSession> unused = made.whenComplete((session, failure) -> {
            try {
                cancelled.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        awaitCall(VssMethod.DO_SNAPSHOT_SET);
        Running cancelling = inAnotherThread(() -> made.cancel(true));
        awaitCall(VssMethod.ABORT_BACKUP);
        awaitClosed();
        cancelled.countDown();
        assertThat(cancelling.thrown().join()).isNull();
    }

    @Test
    @Holds(506)
    void whoCompletesItByHand_endsItToo() throws Exception {
        CompletableFuture<BackupSession> completed;
        try (Taken taken = new Taken();
                BackupSession own = server().vss().openBackup(WITHOUT_WRITERS)) {
            assertThat(taken.taking).isNotDone();
            completed = openSnapshotAsync();
            assertThat(completed.complete(own)).isTrue();
            assertThat(completed.join()).isSameAs(own);
        }
        openSnapshot().close();
    }
}
