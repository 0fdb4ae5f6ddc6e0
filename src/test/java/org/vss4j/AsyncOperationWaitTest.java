package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** The ways to wait for an operation. */
@ExtendWith(NothingLeftBehind.class)
class AsyncOperationWaitTest {
    private static final HResult VETO = HResult.VSS_E_PROVIDER_VETO;
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ScriptedAsync server = new ScriptedAsync();
    private final AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());

    @AfterEach
    void close() {
        operation.close();
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
    void awaitOfAVirtualThreadWhoseTimeIsUp_seesAnEndThatThePollerHasNotSeen() throws InterruptedException {
        ScriptedAsync unseen = new ScriptedAsync() {
            private volatile boolean answered;

            @Override
            protected int queryStatus(StatusOut out) {
                int result = super.queryStatus(out);
                if (!Thread.currentThread().getName().equals("vss4j-poller")) {
                    answered = true;
                } else {
                    out.set(HResult.VSS_S_ASYNC_PENDING.value());
                    if (answered) {
                        finish();
                    }
                }
                return result;
            }
        };
        AtomicReference<AsyncStatus> seen = new AtomicReference<>();
        try (AsyncOperation other = AsyncOperation.adopt(unseen.pointer(), Arena.global())) {
            Thread.ofVirtual().start(() -> seen.set(awaited(other))).join();
        }
        assertThat(seen).hasValue(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
    }

    private static AsyncStatus awaited(AsyncOperation operation) {
        try {
            return operation.await(Duration.ofMillis(500));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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
    void awaitWaitsInSlices_andAsksOnceAfterEach() throws InterruptedException {
        List<Integer> slices = new ArrayList<>();
        ScriptedAsync other = new ScriptedAsync() {
            @Override
            protected int await(int milliseconds) {
                slices.add(milliseconds);
                if (slices.size() == 3) {
                    finish();
                }
                return super.await(milliseconds);
            }
        };
        try (AsyncOperation sliced = AsyncOperation.adopt(other.pointer(), Arena.global())) {
            sliced.await(LONG);
            assertThat(slices).startsWith(50, 50, 50).allMatch(slice -> slice == 50);
            // One before the first slice and one after each; one more if a slice seemed to be none.
            assertThat(other.queries).hasValueBetween(slices.size() + 1, slices.size() + 2);
        }
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
        long start = System.nanoTime();
        assertThat(operation.awaitOrCancel(Duration.ZERO)).isEqualTo(new AsyncStatus.Pending());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(Thread.interrupted()).isFalse();
        server.cancelResult = null;
    }

    @Test
    void awaitOrCancelThatIsInterruptedInItsGrace_waitsOnAndKeepsTheFlag() throws InterruptedException {
        server.cancelResult = HResult.E_ACCESSDENIED;
        AtomicReference<@Nullable AsyncStatus> seen = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        long start = System.nanoTime();
        Thread waiter = Thread.ofPlatform().start(() -> {
            seen.set(operation.awaitOrCancel(Duration.ZERO));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        eventually("it waits for the cancel to take effect", () -> server.cancels.get() > 0);
        waiter.interrupt();
        waiter.join();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(seen).hasValue(new AsyncStatus.Pending());
        assertThat(interrupted).isTrue();
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
    void cancellingACompletion_cancelsTheOperation() {
        CompletableFuture<AsyncStatus> completion = operation.completion();
        assertThat(completion.cancel(true)).isTrue();
        assertThat(completion).isCancelled();
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Cancelled());
        assertThat(completion.cancel(true)).isTrue();
        assertThat(server.cancels).hasValue(1);
    }

    @Test
    void cancellingACompletionThatHasEnded_doesNothing() throws Exception {
        CompletableFuture<AsyncStatus> completion = operation.completion();
        server.finish();
        assertThat(completion.get().isTerminal()).isTrue();
        assertThat(completion.cancel(true)).isFalse();
        assertThat(server.cancels).hasValue(0);
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

    private static AsyncStatus uninterrupted(AsyncOperation operation) {
        try {
            return operation.await();
        } catch (InterruptedException e) {
            throw new CancellationException("interrupted");
        }
    }
}
