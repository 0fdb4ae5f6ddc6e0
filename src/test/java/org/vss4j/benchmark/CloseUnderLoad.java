package org.vss4j.benchmark;

import java.lang.foreign.Arena;
import org.vss4j.AsyncOperation;
import org.vss4j.HResult;

/** How long a close takes while other threads are busy: that of an operation, and that of a shared arena. */
final class CloseUnderLoad {
    private static final int BUSY_THREADS = 8;
    private static final int OPERATIONS = 50_000;
    private static final int ARENAS = 120;

    private static volatile boolean busy = true;

    private CloseUnderLoad() {}

    public static void main(String[] arguments) {
        operations();
        for (int i = 0; i < BUSY_THREADS; i++) {
            Thread.ofPlatform().daemon().start(CloseUnderLoad::beBusy);
        }
        long[] operations = operations();
        long[] arenas = new long[ARENAS];
        for (int i = 0; i < ARENAS; i++) {
            Arena arena = Arena.ofShared();
            long begin = System.nanoTime();
            arena.close();
            arenas[i] = System.nanoTime() - begin;
        }
        ManyPending.print("operation.p50.ns", Figures.percentile(operations, 0.50));
        ManyPending.print("operation.p99.ns", Figures.percentile(operations, 0.99));
        ManyPending.print("arena.p50.ns", Figures.percentile(arenas, 0.50));
        ManyPending.print("arena.p99.ns", Figures.percentile(arenas, 0.99));
        busy = false;
    }

    private static void beBusy() {
        while (busy) {
            Thread.onSpinWait();
        }
    }

    private static long[] operations() {
        var pending = NativeObjects.trivial(HResult.VSS_S_ASYNC_PENDING);
        long[] times = new long[OPERATIONS];
        for (int i = 0; i < OPERATIONS; i++) {
            try (Arena arena = Arena.ofConfined()) {
                AsyncOperation operation = AsyncOperation.adopt(pending, arena);
                long begin = System.nanoTime();
                operation.close();
                times[i] = System.nanoTime() - begin;
            }
        }
        return times;
    }
}
