package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/**
 * A completion of an operation that is closed while the poller asks for its status: the answer is that it is cancelled,
 * for the close has cancelled it, but nobody is told so.
 */
@ExtendWith(NothingLeftBehind.class)
class CompletionRaceTest {

    /** Answers each question of the poller after the operation has ended. */
    static final class Slow extends ScriptedAsync {
        final CountDownLatch asked = new CountDownLatch(1);

        @Override
        protected int queryStatus(StatusOut out) {
            asked.countDown();
            if (Thread.currentThread().getName().equals("vss4j-poller")) {
                await(-1);
            }
            return super.queryStatus(out);
        }
    }

    @RepeatedTest(50)
    void closeWhileTheStatusIsAskedFor_failsTheCompletion() throws InterruptedException {
        Slow server = new Slow();
        AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());
        CompletableFuture<AsyncStatus> completion = operation.completion();
        server.asked.await();
        AtomicBoolean busy = new AtomicBoolean(true);
        occupyTheCarriers(busy);
        operation.close();
        // The poller has its answer, and both ends of the completion are under way to busy carriers.
        eventually("the poller is out", server::isReleased);
        busy.set(false);
        eventually("the completion has ended", completion::isDone);
        assertThat(completion).isCompletedExceptionally();
        assertThat(completion.exceptionNow()).isInstanceOf(IllegalStateException.class);
    }

    /** Keeps virtual threads from running, so that which of two runs first is left to chance. */
    private static void occupyTheCarriers(AtomicBoolean busy) throws InterruptedException {
        int carriers = Runtime.getRuntime().availableProcessors();
        CountDownLatch running = new CountDownLatch(carriers);
        for (int i = 0; i < carriers; i++) {
            Thread.startVirtualThread(() -> {
                running.countDown();
                while (busy.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        running.await();
    }
}
