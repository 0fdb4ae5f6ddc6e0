package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;
import static org.vss4j.testing.Eventually.within;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** A Release that does not return until it is told to. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReleaseHangsTest {
    private static final AsyncStatus FINISHED = new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED);

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final Semaphore releasing = new Semaphore(0);
    private final ScriptedAsync server = new ScriptedAsync();
    private final AsyncOperation free = AsyncOperation.adopt(server.pointer(), Arena.global());

    @AfterEach
    void close() {
        letGo.countDown();
        free.close();
    }

    private class Held extends ScriptedAsync {
        @Override
        protected void released() {
            releasing.release();
            waitFor(letGo);
            super.released();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts", e);
        }
    }

    /** The poller is the last to leave, since the close comes while it asks. */
    @Test
    void onThePollersThread_itHoldsNoOtherCompletionUp() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Held held = new Held() {
            @Override
            protected int queryStatus(StatusOut out) {
                asked.countDown();
                waitFor(closed);
                return super.queryStatus(out);
            }
        };
        AsyncOperation operation = AsyncOperation.adopt(held.pointer(), Arena.global());
        CompletableFuture<AsyncStatus> completion = operation.completion();
        asked.await();
        operation.close();
        closed.countDown();
        releasing.acquire();
        CompletableFuture<AsyncStatus> other = free.completion();
        server.finish();
        within(Duration.ofSeconds(30), "the other has ended", other::isDone);
        assertThat(other.join()).isEqualTo(FINISHED);
        assertThat(completion.exceptionNow()).isInstanceOf(IllegalStateException.class);
        assertThat(held.isReleased()).isFalse();
    }

    @Test
    void onVirtualThreads_itHoldsNoOthersUp() {
        List<Held> all = new ArrayList<>();
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            Held held = new Held();
            all.add(held);
            AsyncOperation operation = AsyncOperation.adopt(held.pointer(), Arena.global());
            Thread.startVirtualThread(operation::close);
        }
        within(Duration.ofSeconds(30), "all are inside", () -> releasing.tryAcquire(all.size()));
        CompletableFuture<AsyncStatus> status = new CompletableFuture<>();
        Thread.startVirtualThread(() -> status.complete(free.status()));
        within(Duration.ofSeconds(30), "the status is there", status::isDone);
        assertThat(status.join()).isEqualTo(new AsyncStatus.Pending());
        assertThat(all).noneMatch(ScriptedAsync::isReleased);
        letGo.countDown();
        eventually("all are released", () -> all.stream().allMatch(ScriptedAsync::isReleased));
    }
}
