package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.contract.AsyncTestServer.Operation;
import org.vss4j.testing.Holds;

/** The contract of IVssAsync, and that of {@link AsyncOperation} above it, for every server there is. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class AsyncContractTest extends AsyncSlotsContract {
    private static final AsyncStatus STILL_PENDING = new AsyncStatus.Pending();
    private static final Duration LONG = Duration.ofMinutes(10);

    private AsyncOperation adopt(Operation operation) {
        return closing(AsyncOperation.adopt(operation.pointer(), Arena.global()));
    }

    // ---- cancel

    @Test
    @Holds({101, 102})
    void cancel_saysWhatItFoundAndDid() {
        Operation pending = beginForOwner();
        AsyncOperation operation = adopt(pending);
        assertThat(operation.status()).isEqualTo(STILL_PENDING);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyCancelled());
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Cancelled());
    }

    @Test
    @Holds({103, 104})
    void cancelAfterTheEnd_saysWhichItWas() {
        Operation finishes = beginForOwner();
        AsyncOperation finished = adopt(finishes);
        finishes.end(FINISHED);
        assertThat(finished.cancel()).isEqualTo(new CancelOutcome.AlreadyFinished());
        assertThat(finished.status()).isEqualTo(new AsyncStatus.Finished(FINISHED));
        Operation fails = beginForOwner();
        AsyncOperation failed = adopt(fails);
        fails.end(VETO);
        assertThat(failed.cancel()).isEqualTo(new CancelOutcome.AlreadyFailed(VETO));
        assertThat(failed.status()).isEqualTo(new AsyncStatus.Failed(VETO));
    }

    @Test
    @Holds(106)
    void ofConcurrentCancels_exactlyOneCancelledNow() throws Exception {
        for (int round = 0; round < 30; round++) {
            AsyncOperation operation = adopt(beginForOwner());
            CyclicBarrier barrier = new CyclicBarrier(3);
            List<CompletableFuture<CancelOutcome>> cancels = new ArrayList<>();
            for (int i = 0; i < barrier.getParties(); i++) {
                cancels.add(start(() -> {
                    barrier.await();
                    return operation.cancel();
                }));
            }
            List<CancelOutcome> outcomes = new ArrayList<>();
            for (CompletableFuture<CancelOutcome> cancel : cancels) {
                outcomes.add(result(cancel));
            }
            CancelOutcome already = new CancelOutcome.AlreadyCancelled();
            assertThat(outcomes).containsExactlyInAnyOrder(new CancelOutcome.CancelledNow(), already, already);
        }
    }

    // ---- waiting

    @Test
    @Holds(122)
    void awaitWhoseTimeIsUp_isPending() throws Exception {
        AsyncOperation operation = adopt(beginForOwner());
        assertThat(result(() -> operation.await(Duration.ZERO))).isEqualTo(STILL_PENDING);
        assertThat(result(() -> operation.await(Duration.ofMillis(60)))).isEqualTo(STILL_PENDING);
    }

    @Test
    void awaitOnAPlatformThread_seesTheEnd() throws Exception {
        Operation served = beginForOwner();
        AsyncOperation operation = adopt(served);
        CompletableFuture<AsyncStatus> awaited = start(() -> operation.await(LONG));
        eventually("the thread is in Wait", () -> served.waiting() == 1);
        served.end(VETO);
        assertThat(result(awaited)).isEqualTo(new AsyncStatus.Failed(VETO));
    }

    @Test
    void awaitOnAVirtualThread_seesTheEnd() throws Exception {
        Operation served = beginForOwner();
        AsyncOperation operation = adopt(served);
        CompletableFuture<AsyncStatus> awaited = start(Thread.ofVirtual(), () -> operation.await(LONG));
        served.end(FINISHED);
        assertThat(result(awaited)).isEqualTo(new AsyncStatus.Finished(FINISHED));
    }

    @Test
    @Holds(111)
    void aCancelFromAnotherThread_endsAnAwait() throws Exception {
        Operation served = beginForOwner();
        AsyncOperation operation = adopt(served);
        CompletableFuture<AsyncStatus> awaited = start(() -> operation.await(LONG));
        eventually("the thread is in Wait", () -> served.waiting() == 1);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        assertThat(result(awaited)).isEqualTo(new AsyncStatus.Cancelled());
    }

    @Test
    void awaitOrCancelWhoseTimeIsUp_cancels() throws Exception {
        AsyncOperation operation = adopt(beginForOwner());
        assertThat(result(() -> operation.awaitOrCancel(Duration.ofMillis(10)))).isEqualTo(new AsyncStatus.Cancelled());
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyCancelled());
    }

    @Test
    void aCompletion_completesAtTheEnd() throws Exception {
        Operation served = beginForOwner();
        AsyncOperation operation = adopt(served);
        CompletableFuture<AsyncStatus> completion = operation.completion();
        assertThat(completion).isNotDone();
        served.end(FINISHED);
        assertThat(result(completion)).isEqualTo(new AsyncStatus.Finished(FINISHED));
    }

    // ---- lifetime

    @Test
    @Holds(1601)
    void closeOfAPendingOperation_cancelsAndReleases() {
        Operation served = beginForOwner();
        AsyncOperation operation = adopt(served);
        assertThat(served.references()).isEqualTo(1);
        operation.close();
        operation.close();
        assertThat(served.references()).isZero();
        assertThat(served.end(FINISHED)).as("whether it was still pending").isFalse();
    }

    @Test
    @Holds(1615)
    void closeWhileAnotherThreadIsInWait_endsItsAwaitAndReleasesAfterIt() {
        Operation served = beginForOwner();
        AsyncOperation operation = adopt(served);
        CompletableFuture<AsyncStatus> awaited = start(() -> operation.await(LONG));
        eventually("the thread is in Wait", () -> served.waiting() == 1);
        operation.close();
        assertThatThrownBy(() -> result(awaited))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        eventually("it is released", () -> served.references() == 0);
    }

    @Test
    void anArenaThatCloses_closesTheOperation() {
        Operation served = beginForOwner();
        try (Arena arena = Arena.ofConfined()) {
            AsyncOperation operation = closing(AsyncOperation.adopt(served.pointer(), arena));
            assertThat(operation.status()).isEqualTo(STILL_PENDING);
        }
        assertThat(served.references()).isZero();
    }

    @Test
    @Holds(1603)
    void sharing_addsAReferenceAndGivesItBackWithoutACancel() {
        Reference reference = begin();
        AsyncOperation shared = closing(AsyncOperation.share(reference.self(), Arena.global()));
        assertThat(reference.operation().references()).isEqualTo(2);
        assertThat(shared.status()).isEqualTo(STILL_PENDING);
        shared.close();
        assertThat(reference.operation().references()).isEqualTo(1);
        assertThat(Slots.status(reference.self())).isEqualTo(PENDING);
    }
}
