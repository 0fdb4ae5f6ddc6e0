package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final class CountingGate extends Gate {
        final AtomicInteger lastOuts = new AtomicInteger();

        @Override
        protected void lastOut() {
            lastOuts.incrementAndGet();
        }
    }

    private final CountingGate gate = new CountingGate();

    @Test
    void anOpenGateLetsCallsInAndOut() {
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isTrue();
        gate.leave();
        gate.leave();
        assertThat(gate.isClosed()).isFalse();
        assertThat(gate.lastOuts).hasValue(0);
    }

    @Test
    void theCloserIsTheLastOut_whenNobodyIsInside() {
        assertThat(gate.tryClose()).isTrue();
        assertThat(gate.lastOuts).hasValue(0);
        gate.leave();
        assertThat(gate.lastOuts).hasValue(1);
    }

    @Test
    void theLastCallIsTheLastOut_whenItOutlastsTheCloser() {
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryClose()).isTrue();
        gate.leave();
        assertThat(gate.lastOuts).hasValue(0);
        gate.leave();
        assertThat(gate.lastOuts).hasValue(1);
    }

    @Test
    void aClosedGateLetsNobodyIn_andIsNotClosedTwice() {
        gate.tryClose();
        assertThat(gate.tryEnter()).isFalse();
        assertThat(gate.tryClose()).isFalse();
        assertThat(gate.isClosed()).isTrue();
        gate.leave();
        assertThat(gate.tryEnter()).isFalse();
        assertThat(gate.tryClose()).isFalse();
        assertThat(gate.lastOuts).hasValue(1);
    }

    @Test
    void aLastOutThatFails_runsAgain_whenTheGateIsClosedAgain_andOnlyThen() {
        AtomicInteger tries = new AtomicInteger();
        Gate failing = new Gate() {
            @Override
            protected void lastOut() {
                if (tries.incrementAndGet() == 1) {
                    throw new OutOfMemoryError();
                }
            }
        };
        assertThat(failing.tryClose()).isTrue();
        assertThatThrownBy(failing::leave).isInstanceOf(OutOfMemoryError.class);
        assertThat(failing.tryEnter()).isFalse();
        assertThat(failing.tryClose()).as("the close is taken over").isTrue();
        assertThat(failing.tryClose()).as("by one alone").isFalse();
        failing.leave();
        assertThat(tries).hasValue(2);
        assertThat(failing.tryClose()).isFalse();
    }

    @Test
    void aCloseThatWasStopped_isTakenOver_andKeepsTheLastOutBackUntilThen() {
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryClose()).isTrue();
        gate.stop();
        gate.leave();
        assertThat(gate.lastOuts).hasValue(0);
        assertThat(gate.isClosed()).isTrue();
        assertThat(gate.tryEnter()).isFalse();
        assertThat(gate.tryClose()).as("the close is taken over").isTrue();
        assertThat(gate.tryClose()).as("by one alone").isFalse();
        gate.leave();
        assertThat(gate.lastOuts).hasValue(1);
    }

    @RepeatedTest(200)
    void nobodyIsInsideAfterTheLastOut_whateverTheInterleaving() throws InterruptedException {
        AtomicBoolean released = new AtomicBoolean();
        AtomicInteger violations = new AtomicInteger();
        AtomicInteger lastOuts = new AtomicInteger();
        Gate raced = new Gate() {
            @Override
            protected void lastOut() {
                lastOuts.incrementAndGet();
                released.set(true);
            }
        };
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            boolean closes = i == 0;
            threads[i] = Thread.ofPlatform().start(() -> {
                awaitQuietly(start);
                for (int call = 0; call < 50; call++) {
                    if (closes && call == 25 && raced.tryClose()) {
                        raced.leave();
                    }
                    if (raced.tryEnter()) {
                        if (released.get()) {
                            violations.incrementAndGet();
                        }
                        raced.leave();
                    }
                }
            });
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(violations).hasValue(0);
        assertThat(lastOuts).hasValue(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
