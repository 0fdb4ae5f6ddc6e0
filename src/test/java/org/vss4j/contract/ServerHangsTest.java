package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vss4j.testing.Eventually.eventually;
import static org.vss4j.testing.Eventually.within;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.contract.CServer.Fault;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.testing.Holds;

/**
 * Calls that do not return until they are told to. That another call does not wait for one is seen by its return while
 * that one is still inside; how long anything takes plays no part.
 */
@Tag(CServer.TAG)
@ExtendWith(CServersAreClean.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerHangsTest {
    private static final HResult FINISHED = HResult.VSS_S_ASYNC_FINISHED;
    private static final AsyncStatus PENDING = new AsyncStatus.Pending();
    private static final Duration SHORT = Duration.ofMillis(60);

    private final CServer server = CServer.open();
    private final NativeOperation served = server.begin();
    private final AsyncOperation operation = AsyncOperation.adopt(served.pointer(), Arena.global());
    private final NativeOperation servedToo = server.begin();
    private final AsyncOperation other = AsyncOperation.adopt(servedToo.pointer(), Arena.global());

    @AfterEach
    void letGo() {
        served.without(Fault.QUERY_HELD);
        served.without(Fault.WAIT_HELD);
        served.without(Fault.CANCEL_HELD);
        operation.close();
        other.close();
    }

    private static <T> CompletableFuture<T> start(Thread.Builder builder, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        builder.start(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void assertStillInside(Method method) {
        assertThat(served.inside(method)).as("calls of %s", method).isEqualTo(1);
        assertThat(served.calls(Method.RELEASE)).isZero();
        assertThat(served.references()).isEqualTo(1);
    }

    private void assertReleasedOnce() {
        eventually("it is released", () -> served.references() == 0);
        assertThat(served.calls(Method.RELEASE)).isEqualTo(1);
    }

    private static void assertClosed(CompletableFuture<?> call) {
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    // ---- Wait

    private CompletableFuture<AsyncStatus> threadInWait() {
        served.with(Fault.WAIT_HELD);
        CompletableFuture<AsyncStatus> awaited = start(Thread.ofPlatform(), operation::await);
        eventually("the thread is in Wait", () -> served.inside(Method.WAIT) == 1);
        return awaited;
    }

    @Test
    @Holds(1615)
    void close_doesNotWaitForACallOfWait_andTheReleaseComesAfterIt() {
        CompletableFuture<AsyncStatus> awaited = threadInWait();
        operation.close();
        assertStillInside(Method.WAIT);
        assertThat(awaited).isNotDone();
        served.without(Fault.WAIT_HELD);
        assertClosed(awaited);
        assertReleasedOnce();
    }

    @Test
    void anArenaThatCloses_doesNotWaitForACallOfWaitEither() {
        operation.close();
        NativeOperation third = server.begin().with(Fault.WAIT_HELD);
        CompletableFuture<AsyncStatus> awaited;
        try (Arena arena = Arena.ofShared()) {
            AsyncOperation scoped = AsyncOperation.adopt(third.pointer(), arena);
            awaited = start(Thread.ofPlatform(), scoped::await);
            eventually("the thread is in Wait", () -> third.inside(Method.WAIT) == 1);
        }
        assertThat(third.inside(Method.WAIT)).isEqualTo(1);
        assertThat(third.calls(Method.RELEASE)).isZero();
        third.without(Fault.WAIT_HELD);
        assertClosed(awaited);
        eventually("it is released", () -> third.references() == 0);
        assertThat(third.calls(Method.RELEASE)).isEqualTo(1);
    }

    @Test
    @Holds(111)
    void cancelAndStatus_doNotWaitForACallOfWait() throws Exception {
        CompletableFuture<AsyncStatus> awaited = threadInWait();
        assertThat(operation.status()).isEqualTo(PENDING);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Cancelled());
        assertStillInside(Method.WAIT);
        served.without(Fault.WAIT_HELD);
        assertThat(awaited.get()).isEqualTo(new AsyncStatus.Cancelled());
    }

    // ---- QueryStatus

    private CompletableFuture<AsyncStatus> threadInStatus() {
        served.with(Fault.QUERY_HELD);
        CompletableFuture<AsyncStatus> asked = start(Thread.ofPlatform(), operation::status);
        eventually("the thread is in QueryStatus", () -> served.inside(Method.QUERY_STATUS) == 1);
        return asked;
    }

    @Test
    void cancelAndClose_doNotWaitForACallOfQueryStatus() throws Exception {
        CompletableFuture<AsyncStatus> asked = threadInStatus();
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        assertStillInside(Method.QUERY_STATUS);
        operation.close();
        assertStillInside(Method.QUERY_STATUS);
        assertThat(asked).isNotDone();
        served.without(Fault.QUERY_HELD);
        assertThat(asked.get()).isEqualTo(new AsyncStatus.Cancelled());
        assertReleasedOnce();
    }

    @Test
    void close_cancelsAPendingOperationWhoseQueryStatusDoesNotReturn() throws Exception {
        CompletableFuture<AsyncStatus> asked = threadInStatus();
        operation.close();
        assertStillInside(Method.QUERY_STATUS);
        assertThat(served.calls(Method.CANCEL)).isEqualTo(1);
        served.without(Fault.QUERY_HELD);
        assertThat(asked.get()).isEqualTo(new AsyncStatus.Cancelled());
        assertReleasedOnce();
    }

    /** Has the thread that serves all completions ask for a status that does not come. */
    private CompletableFuture<AsyncStatus> pollerInStatus() {
        served.with(Fault.QUERY_HELD);
        CompletableFuture<AsyncStatus> completion = operation.completion();
        eventually("the poller is in QueryStatus", () -> served.inside(Method.QUERY_STATUS) == 1);
        return completion;
    }

    @Test
    void theDeadlinesOfOthers_doNotDependOnAQueryStatusThatDoesNotReturn() throws Exception {
        CompletableFuture<AsyncStatus> completion = pollerInStatus();
        assertThat(start(Thread.ofPlatform(), () -> other.await(SHORT)).get()).isEqualTo(PENDING);
        assertThat(start(Thread.ofVirtual(), () -> other.await(SHORT)).get()).isEqualTo(PENDING);
        assertThat(start(Thread.ofVirtual(), () -> other.awaitOrCancel(SHORT)).get())
                .isEqualTo(new AsyncStatus.Cancelled());
        assertStillInside(Method.QUERY_STATUS);
        assertThat(completion).isNotDone();
    }

    @Test
    void aCompletion_isNotHeldUpByAQueryStatusOfAnotherThatDoesNotReturn() throws Exception {
        CompletableFuture<AsyncStatus> held = pollerInStatus();
        CompletableFuture<AsyncStatus> free = other.completion();
        servedToo.end(FINISHED);
        within(Duration.ofSeconds(30), "the other has ended", free::isDone);
        assertThat(free.get()).isEqualTo(new AsyncStatus.Finished(FINISHED));
        assertStillInside(Method.QUERY_STATUS);
        assertThat(held).isNotDone();
        served.end(HResult.E_FAIL);
        served.without(Fault.QUERY_HELD);
        assertThat(held.get()).isEqualTo(new AsyncStatus.Failed(HResult.E_FAIL));
    }

    @Test
    void aCompletionThatIsCancelled_orWhoseOperationIsClosed_doesNotDependOnThePoller() {
        CompletableFuture<AsyncStatus> held = pollerInStatus();
        CompletableFuture<AsyncStatus> cancelled = other.completion();
        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(servedToo.calls(Method.CANCEL)).isEqualTo(1);
        CompletableFuture<AsyncStatus> closed = other.completion();
        other.close();
        assertClosed(closed);
        operation.close();
        assertClosed(held);
        assertStillInside(Method.QUERY_STATUS);
        served.without(Fault.QUERY_HELD);
        assertReleasedOnce();
    }

    // ---- Cancel

    @ParameterizedTest
    @EnumSource(names = {"QUERY_HELD", "CANCEL_HELD"})
    void awaitOrCancel_returnsInTime_thoughACallOfItsOwnDoesNot(Fault held) throws Exception {
        Method method = held == Fault.QUERY_HELD ? Method.QUERY_STATUS : Method.CANCEL;
        served.with(held);
        CompletableFuture<AsyncStatus> awaited = start(Thread.ofPlatform(), () -> operation.awaitOrCancel(SHORT));
        within(Duration.ofSeconds(30), "it has returned", awaited::isDone);
        assertThat(awaited.get()).isEqualTo(PENDING);
        assertThat(served.inside(method)).as("calls of %s", method).isPositive();
        served.without(held);
        eventually("it is cancelled", () -> operation.status().equals(new AsyncStatus.Cancelled()));
    }

    @Test
    void aCancelThatDoesNotReturn_holdsUpItsCallerAndNobodyElse() throws Exception {
        served.with(Fault.CANCEL_HELD);
        CompletableFuture<AsyncStatus> completion = operation.completion();
        CompletableFuture<CancelOutcome> cancelled = start(Thread.ofPlatform(), operation::cancel);
        eventually("the thread is in Cancel", () -> served.inside(Method.CANCEL) == 1);
        assertThat(operation.status()).isEqualTo(PENDING);
        served.end(FINISHED);
        assertThat(completion.get()).isEqualTo(new AsyncStatus.Finished(FINISHED));
        operation.close();
        assertStillInside(Method.CANCEL);
        assertThat(cancelled).isNotDone();
        served.without(Fault.CANCEL_HELD);
        assertThat(cancelled.get()).isEqualTo(new CancelOutcome.AlreadyFinished());
        assertReleasedOnce();
    }

    @Test
    void aCloseWhoseCancelDoesNotReturn_refusesCallsAndEndsCompletionsAllTheSame() throws Exception {
        served.with(Fault.CANCEL_HELD);
        CompletableFuture<AsyncStatus> completion = operation.completion();
        CompletableFuture<Boolean> closed = start(Thread.ofPlatform(), () -> {
            operation.close();
            return true;
        });
        eventually("the close is in Cancel", () -> served.inside(Method.CANCEL) == 1);
        assertClosed(completion);
        assertThatThrownBy(operation::status).isInstanceOf(IllegalStateException.class);
        operation.close();
        assertThat(other.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        assertStillInside(Method.CANCEL);
        assertThat(closed).isNotDone();
        served.without(Fault.CANCEL_HELD);
        assertThat(closed.get()).isTrue();
        assertReleasedOnce();
    }
}
