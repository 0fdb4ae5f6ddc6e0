package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** What an operation says when it is cancelled and asked, and what its close does. */
@ExtendWith(NothingLeftBehind.class)
class AsyncOperationTest {
    private static final HResult VETO = HResult.VSS_E_PROVIDER_VETO;

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
    @Holds(105)
    void cancelThatFailsUnexpectedly_throwsAndNamesTheEventLog() {
        server.cancelResult = HResult.VSS_E_UNEXPECTED;
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(operation::cancel)
                .withMessageStartingWith("Cancel failed: VSS_E_UNEXPECTED (0x80042302): ")
                .withMessageContaining("Application event log")
                .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_UNEXPECTED));
    }

    @Test
    @Holds(105)
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
        assertThatIllegalStateException().isThrownBy(operation::completion);
    }

    @Test
    void closeFailsOutstandingCompletions_alsoWhileAQueryHangs() {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean asked = new AtomicBoolean();
        ScriptedAsync hanging = new ScriptedAsync() {
            @Override
            protected int queryStatus(StatusOut out) {
                asked.set(true);
                awaitQuietly(answer);
                return super.queryStatus(out);
            }
        };
        AsyncOperation shared = AsyncOperation.share(hanging.pointer(), Arena.global());
        try {
            CompletableFuture<AsyncStatus> completion = shared.completion();
            eventually("the poller asks", asked::get);
            shared.close();
            assertThatThrownBy(() -> completion.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(hanging.isReleased()).isFalse();
        } finally {
            answer.countDown();
            shared.close();
            hanging.release();
        }
    }

    @Test
    void closeOfAnOperationWhoseStatusCannotBeHad_cancels() {
        server.finish();
        server.queryResult = HResult.RPC_E_DISCONNECTED;
        operation.close();
        assertThat(server.cancels).hasValue(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
