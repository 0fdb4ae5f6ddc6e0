package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

@ExtendWith(NothingLeftBehind.class)
class AsyncOperationTest {
    private static final HResult VETO = HResult.VSS_E_PROVIDER_VETO;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ScriptedAsync server = new ScriptedAsync();
    private final AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());

    @AfterEach
    void close() {
        operation.close();
    }

    // ---- cancel

    @Test
    void cancelWhilePending_reportsCancelledNow() {
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Cancelled());
    }

    @Test
    void cancelAfterCancel_reportsAlreadyCancelled() {
        operation.cancel();
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyCancelled());
    }

    @Test
    void cancelAfterFinish_reportsAlreadyFinished() {
        server.finish();
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyFinished());
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
    }

    @Test
    void cancelAfterFailure_reportsAlreadyFailedWithTheError() {
        server.end(VETO);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyFailed(VETO));
    }

    @Test
    void cancelThatNamesAnotherCode_reportsTheOperationsOwnError() {
        server.end(VETO);
        server.cancelResult = HResult.VSS_E_UNEXPECTED;
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyFailed(VETO));
    }

    @Test
    void cancelThatFailsUnexpectedly_throwsAndNamesTheEventLog() {
        server.cancelResult = HResult.VSS_E_UNEXPECTED;
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(operation::cancel)
                .withMessageStartingWith("Cancel failed: VSS_E_UNEXPECTED (0x80042302): ")
                .withMessageContaining("Application event log")
                .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_UNEXPECTED));
    }

    @Test
    void cancelWithTheOlderUnexpectedCode_throwsAndNamesTheEventLog() {
        server.cancelResult = HResult.E_UNEXPECTED;
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(operation::cancel)
                .withMessageContaining("Application event log");
    }

    @Test
    void cancelWithAnUndocumentedSuccessCode_throwsWithThatCode() {
        server.cancelResult = HResult.of(1);
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(operation::cancel)
                .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.of(1)));
    }

    @Test
    void cancelThatFailsWithAQueryThatFails_suppressesTheSecond() {
        server.cancelResult = HResult.E_ACCESSDENIED;
        server.queryResult = HResult.RPC_E_DISCONNECTED;
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(operation::cancel)
                .satisfies(e -> {
                    assertThat(e.hresult()).isEqualTo(HResult.E_ACCESSDENIED);
                    assertThat(e.getSuppressed())
                            .singleElement()
                            .isInstanceOfSatisfying(
                                    VssException.class,
                                    second -> assertThat(second.hresult()).isEqualTo(HResult.RPC_E_DISCONNECTED));
                });
        server.cancelResult = null;
    }

    // ---- status

    @Test
    void statusWhilePending_isPending() {
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Pending());
        assertThat(operation.status().isTerminal()).isFalse();
    }

    @Test
    void statusWithAnotherSuccessCode_isFinishedWithThatCode() {
        HResult some = HResult.of(0x00042321);
        server.end(some);
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Finished(some));
    }

    @Test
    void statusThatCannotBeHad_throwsTheQuerysError() {
        server.queryResult = HResult.E_ACCESSDENIED;
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(operation::status)
                .withMessageStartingWith("QueryStatus failed: E_ACCESSDENIED");
    }

    @Test
    void statusThatIsLeftUnset_throwsUnexpected() {
        server.statusUnset = true;
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(operation::status)
                .withMessageContaining("without giving a status")
                .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.E_UNEXPECTED));
    }

    // ---- await

    @Test
    void awaitReturnsTheTerminalStatus() throws InterruptedException {
        Thread ender = Thread.startVirtualThread(() -> {
            eventually("someone waits", () -> server.waiting.get() > 0);
            server.finish();
        });
        assertThat(operation.await()).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
        ender.join();
    }

    @Test
    void awaitOfZero_asksOnce() throws InterruptedException {
        assertThat(operation.await(Duration.ZERO)).isEqualTo(new AsyncStatus.Pending());
        assertThat(server.queries).hasValue(1);
        assertThat(server.waits).hasValue(0);
    }

    @Test
    void awaitWhoseTimeIsUp_returnsPending() throws InterruptedException {
        assertThat(operation.await(Duration.ofMillis(120))).isEqualTo(new AsyncStatus.Pending());
    }

    @Test
    void awaitOfANegativeDuration_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> operation.await(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> operation.awaitOrCancel(Duration.ofNanos(-1)));
    }

    @Test
    void awaitBeyondWhatNanosecondsHold_waits() throws InterruptedException {
        server.finish();
        assertThat(operation.await(Duration.ofSeconds(Long.MAX_VALUE)).isTerminal())
                .isTrue();
    }

    @Test
    void awaitWithAnInterruptSetAtEntry_throwsAndTheOperationGoesOn() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(operation::await);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Pending());
    }

    @Test
    void awaitWhoseNativeWaitFails_doesNotSpin() throws InterruptedException {
        server.waitResult = HResult.VSS_E_UNEXPECTED;
        assertThat(operation.await(Duration.ofMillis(200))).isEqualTo(new AsyncStatus.Pending());
        // 200 ms in pauses of 1, 2, 4, 8, 16, 20, 20 … ms.
        assertThat(server.waits).hasValueBetween(1, 20);
    }

    @Test
    void awaitWhoseNativeWaitReturnsAtOnce_doesNotSpin() throws InterruptedException {
        server.waitResult = HResult.S_OK;
        assertThat(operation.await(Duration.ofMillis(200))).isEqualTo(new AsyncStatus.Pending());
        assertThat(server.waits).hasValueBetween(1, 20);
    }

    @Test
    void awaitWhoseStatusCannotBeHad_throws() {
        server.queryResult = HResult.RPC_E_DISCONNECTED;
        assertThatExceptionOfType(VssException.class).isThrownBy(operation::await);
    }

    @Test
    void awaitOnAVirtualThread_neverEntersTheNativeWait() throws InterruptedException {
        AtomicReference<@Nullable AsyncStatus> seen = new AtomicReference<>();
        Thread waiter = Thread.startVirtualThread(() -> seen.set(uninterrupted(operation)));
        eventually("the poller asks", () -> server.queries.get() > 3);
        server.finish();
        waiter.join();
        assertThat(seen).hasValue(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
        assertThat(server.waits).hasValue(0);
    }

    // ---- awaitOrCancel

    @Test
    void awaitOrCancelInTime_returnsTheStatus() {
        server.finish();
        assertThat(operation.awaitOrCancel(LONG)).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
        assertThat(server.cancels).hasValue(0);
    }

    @Test
    void awaitOrCancelWhoseTimeIsUp_cancels() {
        assertThat(operation.awaitOrCancel(Duration.ZERO)).isEqualTo(new AsyncStatus.Cancelled());
        assertThat(server.cancels).hasValue(1);
    }

    @Test
    void awaitOrCancelThatIsInterrupted_cancelsAndKeepsTheFlag() {
        Thread.currentThread().interrupt();
        assertThat(operation.awaitOrCancel(LONG)).isEqualTo(new AsyncStatus.Cancelled());
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void awaitOrCancelWhoseCancelIsRefused_returnsPendingAfterTheGrace() {
        server.cancelResult = HResult.E_ACCESSDENIED;
        assertThat(operation.awaitOrCancel(Duration.ZERO)).isEqualTo(new AsyncStatus.Pending());
        server.cancelResult = null;
    }

    @Test
    void awaitOrCancelWhoseStatusCannotBeHad_cancelsAndThrows() {
        server.queryResult = HResult.RPC_E_DISCONNECTED;
        assertThatExceptionOfType(VssException.class).isThrownBy(() -> operation.awaitOrCancel(LONG));
        assertThat(server.cancels).hasValue(1);
    }

    // ---- completion

    @Test
    void completionCompletesWithTheTerminalStatus() throws Exception {
        CompletableFuture<AsyncStatus> completion = operation.completion();
        assertThat(completion).isNotDone();
        server.end(VETO);
        assertThat(completion.get()).isEqualTo(new AsyncStatus.Failed(VETO));
        assertThat(server.waits).hasValue(0);
    }

    @Test
    void completionsRunOnVirtualThreads() throws Exception {
        CompletableFuture<Boolean> virtual = operation
                .completion()
                .thenApply(status -> Thread.currentThread().isVirtual());
        server.finish();
        assertThat(virtual.get()).isTrue();
    }

    @Test
    void cancellingACompletion_cancelsTheOperation() {
        CompletableFuture<AsyncStatus> completion = operation.completion();
        assertThat(completion.cancel(true)).isTrue();
        assertThat(completion).isCancelled();
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Cancelled());
        assertThat(completion.cancel(true)).isTrue();
        assertThat(server.cancels).hasValue(1);
    }

    @Test
    void cancellingAStageDerivedFromACompletion_doesNot() {
        CompletableFuture<AsyncStatus> derived = operation.completion().thenApply(status -> status);
        derived.cancel(true);
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Pending());
    }

    @Test
    void completingByHand_changesNothingForOthers() throws Exception {
        CompletableFuture<AsyncStatus> mine = operation.completion();
        CompletableFuture<AsyncStatus> others = operation.completion();
        mine.complete(new AsyncStatus.Cancelled());
        assertThat(others).isNotDone();
        server.finish();
        assertThat(others.get()).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
    }

    @Test
    void completionWhoseStatusCannotBeHad_failsAndTheNextOneTriesAnew() throws Exception {
        server.queryResult = HResult.RPC_E_DISCONNECTED;
        CompletableFuture<AsyncStatus> failing = operation.completion();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(failing::get)
                .withCauseInstanceOf(VssException.class);
        server.queryResult = HResult.S_OK;
        server.finish();
        assertThat(operation.completion().get().isTerminal()).isTrue();
    }

    // ---- close

    @Test
    void closeWhilePending_cancelsAndReleases() {
        operation.close();
        assertThat(server.cancels).hasValue(1);
        assertThat(server.isReleased()).isTrue();
    }

    @Test
    void closeAfterAnEndThatWasSeen_doesNotCancel() {
        server.finish();
        operation.status();
        operation.close();
        operation.close();
        assertThat(server.cancels).hasValue(0);
        assertThat(server.isReleased()).isTrue();
    }

    @Test
    void closeAfterACancel_doesNotCancelAgain() {
        operation.cancel();
        operation.close();
        assertThat(server.cancels).hasValue(1);
        assertThat(server.isReleased()).isTrue();
    }

    @Test
    void close_doesNotAskForTheStatus() {
        operation.close();
        assertThat(server.queries).hasValue(0);
        assertThat(server.isReleased()).isTrue();
    }

    @Test
    void closeWhoseCancelFails_doesNotThrow() {
        server.cancelResult = HResult.VSS_E_UNEXPECTED;
        operation.close();
        assertThat(server.isReleased()).isTrue();
    }

    @Test
    void everythingButCloseAfterClose_isRefused() {
        operation.close();
        assertThatIllegalStateException().isThrownBy(operation::cancel);
        assertThatIllegalStateException().isThrownBy(operation::status);
        assertThatIllegalStateException().isThrownBy(operation::await);
        assertThatIllegalStateException().isThrownBy(() -> operation.await(Duration.ZERO));
        assertThatIllegalStateException().isThrownBy(() -> operation.awaitOrCancel(Duration.ZERO));
        assertThatIllegalStateException().isThrownBy(operation::completion);
        operation.close();
    }

    @Test
    void closeWhileAnotherThreadIsInTheNativeWait_returnsAndTheReleaseFollowsTheCall() throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        // The cancel is refused, so that the close does not end the wait.
        server.cancelResult = HResult.VSS_E_UNEXPECTED;
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                operation.await();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        eventually("the thread is in the native Wait", () -> server.waiting.get() == 1);
        operation.close();
        waiter.join();
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
        assertThat(server.isReleased()).isTrue();
    }

    @Test
    void closeEndsTheWaitOfAVirtualThread() throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                operation.await();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        eventually("the poller asks", () -> server.queries.get() > 2);
        operation.close();
        waiter.join();
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeFailsOutstandingCompletions() {
        CompletableFuture<AsyncStatus> completion = operation.completion();
        operation.close();
        assertThatThrownBy(completion::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    // ---- adopt and share

    @Test
    void adoptingNull_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AsyncOperation.adopt(MemorySegment.NULL, Arena.global()))
                .withMessageContaining("NULL");
        assertThatIllegalArgumentException().isThrownBy(() -> AsyncOperation.share(MemorySegment.NULL, Arena.global()));
    }

    @Test
    void adoptingIntoAClosedArena_releasesTheReference() {
        Arena arena = Arena.ofConfined();
        arena.close();
        ScriptedAsync other = new ScriptedAsync();
        assertThatIllegalStateException().isThrownBy(() -> AsyncOperation.adopt(other.pointer(), arena));
        assertThat(other.isReleased()).isTrue();
    }

    @Test
    void adoptingIntoAnotherThreadsArena_releasesTheReference() {
        ScriptedAsync other = new ScriptedAsync();
        try (Arena arena = Arena.ofConfined()) {
            CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
            Thread.ofPlatform().start(() -> {
                try {
                    AsyncOperation.adopt(other.pointer(), arena);
                } catch (Throwable e) {
                    thrown.complete(e);
                }
            });
            assertThat(thrown.join()).isInstanceOf(WrongThreadException.class);
        }
        assertThat(other.isReleased()).isTrue();
    }

    @Test
    void aConfinedArenaThatCloses_closesTheOperation() {
        ScriptedAsync other = new ScriptedAsync();
        AsyncOperation confined;
        try (Arena arena = Arena.ofConfined()) {
            confined = AsyncOperation.adopt(other.pointer(), arena);
            assertThat(confined.status()).isEqualTo(new AsyncStatus.Pending());
        }
        assertThat(other.cancels).hasValue(1);
        assertThat(other.isReleased()).isTrue();
        assertThatIllegalStateException().isThrownBy(confined::status);
        confined.close();
    }

    @Test
    void anOperationInAConfinedArena_isForEveryThread() {
        ScriptedAsync other = new ScriptedAsync();
        try (Arena arena = Arena.ofConfined()) {
            AsyncOperation confined = AsyncOperation.adopt(other.pointer(), arena);
            CompletableFuture<CancelOutcome> outcome = CompletableFuture.supplyAsync(confined::cancel);
            assertThat(outcome.join()).isEqualTo(new CancelOutcome.CancelledNow());
        }
    }

    @Test
    void aSharedArenaThatClosesWhileAnotherThreadWaits_closesTheOperation() throws InterruptedException {
        ScriptedAsync other = new ScriptedAsync();
        Arena arena = Arena.ofShared();
        AsyncOperation shared = AsyncOperation.adopt(other.pointer(), arena);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                shared.await();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        eventually("the thread is in the native Wait", () -> other.waiting.get() == 1);
        arena.close();
        waiter.join();
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
        assertThat(other.isReleased()).isTrue();
    }

    @Test
    void anAutomaticArena_closesTheOperationWhenNobodyHoldsIt() {
        ScriptedAsync other = new ScriptedAsync();
        AsyncOperation.adopt(other.pointer(), Arena.ofAuto());
        eventually("the collector finds it", () -> {
            System.gc();
            return other.isReleased();
        });
        assertThat(other.cancels).hasValue(1);
    }

    @Test
    void anAutomaticArena_doesNotCloseAnOperationWithAPendingCompletion() throws Exception {
        ScriptedAsync other = new ScriptedAsync();
        CompletableFuture<AsyncStatus> completion =
                AsyncOperation.adopt(other.pointer(), Arena.ofAuto()).completion();
        for (int i = 0; i < 5; i++) {
            System.gc();
            assertThat(other.isReleased()).isFalse();
        }
        other.finish();
        assertThat(completion.get().isTerminal()).isTrue();
        eventually("the collector finds it", () -> {
            System.gc();
            return other.isReleased();
        });
    }

    @Test
    void anAutomaticArena_closesAnOperationForWhichAVirtualThreadWaitsNoLonger() throws InterruptedException {
        ScriptedAsync other = new ScriptedAsync();
        Thread waiter = Thread.startVirtualThread(() -> {
            try {
                AsyncOperation.adopt(other.pointer(), Arena.ofAuto()).await(Duration.ofMillis(5));
            } catch (InterruptedException e) {
                throw new CancellationException("interrupted");
            }
        });
        waiter.join();
        eventually("the collector finds it", () -> {
            System.gc();
            return other.isReleased();
        });
        assertThat(other.cancels).hasValue(1);
    }

    @Test
    void closingASharedOperation_releasesOnlyItsOwnReference() {
        AsyncOperation shared = AsyncOperation.share(server.pointer(), Arena.global());
        shared.close();
        assertThat(server.cancels).hasValue(0);
        assertThat(server.isReleased()).isFalse();
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Pending());
    }

    @Test
    void cancellingASharedOperation_cancels() {
        try (AsyncOperation shared = AsyncOperation.share(server.pointer(), Arena.global())) {
            assertThat(shared.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        }
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Cancelled());
    }

    private static AsyncStatus uninterrupted(AsyncOperation operation) {
        try {
            return operation.await();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }
}
