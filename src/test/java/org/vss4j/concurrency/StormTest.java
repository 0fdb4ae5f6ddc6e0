package org.vss4j.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.contract.CServer;
import org.vss4j.contract.CServersAreClean;
import org.vss4j.testing.NativeServer;

/**
 * Threads of both kinds that do everything at once to operations that they share, while arenas close underneath and the
 * collector ends those that nobody holds. The server sees every call on an object that is gone; each operation's callers
 * compare what they heard.
 *
 * <p>The system property {@code vss4j.storm.operations} sets how many operations there are, {@code vss4j.storm.seed} what
 * each thread does; how the threads meet is not in the seed.
 */
@Tag(NativeServer.TAG)
@ExtendWith(CServersAreClean.class)
@Timeout(1_200)
class StormTest {
    private static final long OPERATIONS = Long.getLong("vss4j.storm.operations", 100_000);
    private static final long SEED = Long.getLong("vss4j.storm.seed", System.nanoTime());

    private static final int PLATFORM_THREADS = 4;
    private static final int VIRTUAL_THREADS = 4;
    private static final int SHARED = 32;
    private static final int OPERATIONS_PER_ARENA = 1_000;
    private static final HResult[] ENDS = {
        HResult.VSS_S_ASYNC_FINISHED, HResult.VSS_E_PROVIDER_VETO, HResult.E_ACCESSDENIED, HResult.VSS_E_BAD_STATE
    };

    private final CServer server = CServer.open();
    private final AtomicReferenceArray<@Nullable StormSubject> shared = new AtomicReferenceArray<>(SHARED);
    private final AtomicLong begun = new AtomicLong();
    private final AtomicReference<Arena> arena = new AtomicReference<>(Arena.ofShared());
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Phaser completions = new Phaser(1);

    @Test
    void nothingIsCalledThatIsGone_nothingIsLost_andWhoeverCancelsIsTold() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread collector = Thread.ofPlatform().name("collector").start(() -> collect(over));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < PLATFORM_THREADS + VIRTUAL_THREADS; i++) {
            ThreadFactory kind = i < PLATFORM_THREADS
                    ? Thread.ofPlatform().factory()
                    : Thread.ofVirtual().factory();
            SplittableRandom random = new SplittableRandom(SEED + i);
            Thread thread = kind.newThread(() -> run(random));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        over.set(true);
        collector.join();
        for (int i = 0; i < SHARED; i++) {
            retire(shared.getAndSet(i, null), new SplittableRandom(SEED));
        }
        arena.get().close();
        completions.arriveAndAwaitAdvance();
        assertThat(failure.get()).as("vss4j.storm.seed=%d", SEED).isNull();
        assertThat(begun.get()).isGreaterThanOrEqualTo(OPERATIONS);
        eventually("no object is alive", () -> {
            System.gc();
            return server.live() == 0;
        });
    }

    /** Keeps the collector busy: mostly with young objects, and now and then with all. */
    private static void collect(AtomicBoolean over) {
        for (int round = 0; !over.get(); round++) {
            List<byte[]> garbage = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                garbage.add(new byte[1 << 16]);
            }
            if (round % garbage.size() == 0) {
                System.gc();
            }
        }
    }

    private void run(SplittableRandom random) {
        try {
            while (begun.get() < OPERATIONS && failure.get() == null) {
                int place = random.nextInt(SHARED);
                StormSubject subject = shared.get(place);
                if (subject == null || random.nextInt(8) == 0) {
                    replace(place, random);
                } else if (subject.join()) {
                    try {
                        use(subject, random);
                    } finally {
                        subject.leave();
                    }
                }
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private void replace(int place, SplittableRandom random) {
        if (begun.incrementAndGet() % OPERATIONS_PER_ARENA == 0) {
            // The old one closes while its operations are in use.
            arena.getAndSet(Arena.ofShared()).close();
        }
        StormSubject fresh = null;
        while (fresh == null) {
            try {
                fresh = StormSubject.begin(server.begin(), random.nextBoolean(), arena.get());
            } catch (IllegalStateException e) {
                // The arena was closed by another thread just now; the operation has been released. Once more.
                assertThat(e).hasMessageContaining("closed");
            }
        }
        retire(shared.getAndSet(place, fresh), random);
    }

    private static void retire(@Nullable StormSubject subject, SplittableRandom random) {
        if (subject == null) {
            return;
        }
        if (random.nextBoolean()) {
            ignoringClosed(subject::finishOff);
        }
        subject.operation.close();
        subject.leave();
    }

    private void use(StormSubject subject, SplittableRandom random) {
        switch (random.nextInt(8)) {
            case 0 -> ignoringClosed(subject::cancel);
            case 1 -> subject.end(ENDS[random.nextInt(ENDS.length)]);
            case 2 -> ignoringClosed(() -> subject.seen(subject.operation.status()));
            case 3 -> ignoringClosed(() -> subject.seen(await(subject, random)));
            case 4 -> ignoringClosed(() -> complete(subject, random));
            case 5 -> ignoringClosed(() -> subject.seen(subject.operation.status()));
            case 6 -> {
                if (random.nextInt(4) == 0) {
                    subject.askInPassing();
                    subject.cancelInPassing();
                }
            }
            default -> {
                if (random.nextInt(4) == 0) {
                    subject.operation.close();
                }
            }
        }
    }

    private static AsyncStatus await(StormSubject subject, SplittableRandom random) {
        try {
            return subject.operation.await(Duration.ofNanos(random.nextInt(200_000)));
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts", e);
        }
    }

    /** The completion outlasts this call, and so keeps the subject in use. */
    private void complete(StormSubject subject, SplittableRandom random) {
        CompletableFuture<AsyncStatus> completion = subject.operation.completion();
        if (random.nextInt(4) == 0) {
            // Cancels the operation too, unseen: who cancelled is then not known.
            boolean unused = completion.complete(new AsyncStatus.Pending());
            return;
        }
        if (!subject.join()) {
            throw new AssertionError("A subject is left while it is in use");
        }
        completions.register();
        CompletableFuture<AsyncStatus> unused = completion.whenComplete((status, e) -> {
            try {
                if (status != null) {
                    subject.seen(status);
                } else if (!(e instanceof IllegalStateException)) {
                    failure.compareAndSet(null, e);
                }
                subject.leave();
            } catch (Throwable problem) {
                failure.compareAndSet(null, problem);
            } finally {
                completions.arriveAndDeregister();
            }
        });
    }

    private static void ignoringClosed(Runnable call) {
        try {
            call.run();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("The operation is closed");
        }
    }
}
