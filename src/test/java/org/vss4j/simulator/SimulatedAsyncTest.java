package org.vss4j.simulator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.HResult;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;

/** The answers of a simulated IVssAsync, one by one; what a caller of the interface sees of them stands elsewhere. */
@ExtendWith(NothingLeftBehind.class)
class SimulatedAsyncTest {
    private static final int S_OK = 0;
    private static final int INFINITE = -1;
    private static final HResult VETO = HResult.VSS_E_PROVIDER_VETO;

    private final AtomicInteger cancels = new AtomicInteger();
    private final SimulatedAsync async = async(null);

    private SimulatedAsync async(@Nullable Fault fault) {
        return new SimulatedAsync(new ReentrantLock(), fault, cancels::incrementAndGet);
    }

    @AfterEach
    void release() {
        async.release();
    }

    private static int status(SimulatedAsync async) {
        AtomicInteger status = new AtomicInteger();
        assertThat(async.queryStatus(status::set)).isEqualTo(S_OK);
        return status.get();
    }

    @Test
    void itIsPendingUntilItEnds() {
        assertThat(status(async)).isEqualTo(HResult.VSS_S_ASYNC_PENDING.value());
        assertThat(async.finish(() -> {})).isTrue();
        assertThat(status(async)).isEqualTo(HResult.VSS_S_ASYNC_FINISHED.value());
    }

    @Test
    void anEndIsSeenOnceItsEffectIsDone_andNobodyWhoAsksWaitsForIt() {
        assertThat(async.finish(() -> {
                    CompletableFuture<Integer> seen = CompletableFuture.supplyAsync(() -> status(async));
                    assertThat(seen.orTimeout(60, SECONDS).join()).isEqualTo(HResult.VSS_S_ASYNC_PENDING.value());
                }))
                .isTrue();
        assertThat(status(async)).isEqualTo(HResult.VSS_S_ASYNC_FINISHED.value());
    }

    @Test
    @Holds(108)
    void theFirstEndIsTheOnlyOne() {
        assertThat(async.fail(VETO, () -> {})).isTrue();
        assertThat(async.finish(cancels::incrementAndGet)).isFalse();
        assertThat(async.cancel()).isEqualTo(VETO.value());
        assertThat(status(async)).isEqualTo(VETO.value());
        assertThat(cancels).hasValue(0);
    }

    @Test
    void cancelSaysWhatItFound() {
        assertThat(async.cancel()).isEqualTo(S_OK);
        assertThat(async.cancel()).isEqualTo(HResult.VSS_S_ASYNC_CANCELLED.value());
        assertThat(cancels).hasValue(1);
        assertThat(async.isOver()).isTrue();
    }

    @Test
    @Holds(110)
    void cancelAfterAnotherSuccess_saysFinished() {
        assertThat(async.end(HResult.S_OK, () -> {})).isTrue();
        assertThat(async.cancel()).isEqualTo(HResult.VSS_S_ASYNC_FINISHED.value());
        assertThat(status(async)).isEqualTo(S_OK);
    }

    @Test
    @Holds(123)
    void waitReturnsTheErrorOfAnOperationThatFails() {
        CompletableFuture<Integer> waited = CompletableFuture.supplyAsync(() -> async.await(INFINITE));
        async.fail(VETO, () -> {});
        assertThat(waited.join()).isEqualTo(VETO.value());
        assertThat(async.await(0)).isEqualTo(VETO.value());
    }

    @Test
    @Holds({121, 122})
    void waitReturnsOkAlsoWhenTheTimeIsUp() {
        assertThat(async.await(0)).isEqualTo(S_OK);
        assertThat(async.await(30)).isEqualTo(S_OK);
        async.cancel();
        assertThat(async.await(INFINITE)).isEqualTo(S_OK);
    }

    @Test
    void anInterrupt_neitherEndsTheWaitNorIsLost() throws InterruptedException {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            async.await(INFINITE);
            flag.complete(Thread.interrupted());
        });
        waiter.interrupt();
        assertThat(flag).isNotDone();
        async.finish(() -> {});
        assertThat(flag.join()).isTrue();
        waiter.join();
    }

    @Test
    void aRefusedCancel_hasNoEffect() {
        SimulatedAsync stubborn = async(new Fault.RefusesCancel(HResult.E_ACCESSDENIED));
        assertThat(stubborn.cancel()).isEqualTo(HResult.E_ACCESSDENIED.value());
        assertThat(status(stubborn)).isEqualTo(HResult.VSS_S_ASYNC_PENDING.value());
        stubborn.stop();
        assertThat(stubborn.cancel()).isEqualTo(HResult.VSS_S_ASYNC_CANCELLED.value());
        stubborn.release();
    }

    @Test
    void sleepingLastsUntilTheClockSaysSo() {
        Instant start = Instant.EPOCH;
        SimulatorClock.Manual clock = SimulatorClock.manual(start);
        CompletableFuture<Void> slept =
                CompletableFuture.runAsync(() -> async.sleepUntil(start.plusSeconds(60), clock));
        clock.advance(Duration.ofSeconds(59));
        assertThat(slept).isNotDone();
        clock.advance(Duration.ofSeconds(1));
        slept.join();
        assertThat(clock.instant()).isEqualTo(start.plusSeconds(60));
    }

    @Test
    void sleepingEndsWithTheOperation() {
        SimulatorClock clock = SimulatorClock.system();
        CompletableFuture<Void> slept = CompletableFuture.runAsync(() -> async.sleepUntil(Instant.MAX, clock));
        async.cancel();
        slept.join();
    }
}
