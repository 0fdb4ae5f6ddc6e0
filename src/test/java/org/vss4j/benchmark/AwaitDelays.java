package org.vss4j.benchmark;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.vss4j.AsyncOperation;

/** How late a platform thread in {@code await()} sees the operation's end, and an interrupt. */
final class AwaitDelays {
    private static final int ENDS = 400;
    private static final int ROUNDS = 12;
    private static final int THREADS = 25;

    private AwaitDelays() {}

    public static void main(String[] arguments) throws Exception {
        ends();
        long[] ends = ends();
        ManyPending.print("end.p50.ms", Figures.percentile(ends, 0.50) / 1e6);
        ManyPending.print("end.p99.ms", Figures.percentile(ends, 0.99) / 1e6);
        long[] interrupts = interrupts();
        ManyPending.print("interrupt.p50.ms", Figures.percentile(interrupts, 0.50) / 1e6);
        ManyPending.print("interrupt.p99.ms", Figures.percentile(interrupts, 0.99) / 1e6);
    }

    private static long[] ends() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(1);
        long[] delays = new long[ENDS];
        for (int i = 0; i < ENDS; i++) {
            long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(1_000, 12_000));
            try (Arena arena = Arena.ofConfined()) {
                AsyncOperation.adopt(NativeObjects.timed(end), arena).await();
                delays[i] = System.nanoTime() - end;
            }
        }
        return delays;
    }

    private static long[] interrupts() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(2);
        long[] delays = new long[ROUNDS * THREADS];
        AsyncOperation operation = AsyncOperation.adopt(NativeObjects.timed(Long.MAX_VALUE), Arena.global());
        for (int round = 0; round < ROUNDS; round++) {
            Thread[] threads = new Thread[THREADS];
            long[] caught = new long[THREADS];
            CountDownLatch ready = new CountDownLatch(THREADS);
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                threads[i] = Thread.ofPlatform().start(() -> {
                    ready.countDown();
                    try {
                        operation.await();
                    } catch (InterruptedException e) {
                        caught[number] = System.nanoTime();
                    }
                });
            }
            ready.await();
            for (int i = 0; i < THREADS; i++) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(1_000, 9_000)));
                delays[round * THREADS + i] = -System.nanoTime();
                threads[i].interrupt();
            }
            for (int i = 0; i < THREADS; i++) {
                threads[i].join();
                delays[round * THREADS + i] += caught[i];
            }
        }
        operation.close();
        return delays;
    }
}
