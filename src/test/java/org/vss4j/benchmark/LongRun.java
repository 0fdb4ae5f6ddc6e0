package org.vss4j.benchmark;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;

/**
 * Millions of operations, opened, used and closed, an arena for each thousand: whether memory grows. And what an operation
 * that has been closed keeps until its arena closes.
 */
final class LongRun {
    private static final int PER_ARENA = 1_000;
    private static final int BEFORE = 100_000;
    private static final int ALL = 10_000_000;
    private static final int KEPT = 200_000;

    private LongRun() {}

    public static void main(String[] arguments) throws IOException {
        MemorySegment pending = NativeObjects.trivial(HResult.VSS_S_ASYNC_PENDING);
        run(pending, BEFORE);
        long before = ManyPending.residentBytes();
        run(pending, ALL - BEFORE);
        long after = ManyPending.residentBytes();
        ManyPending.print("residentBefore.MB", before / 1e6);
        ManyPending.print("residentAfter.MB", after / 1e6);
        ManyPending.print("kept.bytes", kept(pending));
    }

    private static void run(MemorySegment pending, int operations) {
        for (int done = 0; done < operations; done += PER_ARENA) {
            try (Arena arena = Arena.ofShared()) {
                for (int i = 0; i < PER_ARENA; i++) {
                    use(pending, arena);
                }
            }
        }
    }

    private static void use(MemorySegment pending, Arena arena) {
        try (AsyncOperation operation = AsyncOperation.adopt(pending, arena)) {
            AsyncStatus status = operation.status();
            if (status.isTerminal()) {
                throw new IllegalStateException("The object is " + status);
            }
        }
    }

    private static double kept(MemorySegment pending) {
        try (Arena arena = Arena.ofShared()) {
            long before = used();
            for (int i = 0; i < KEPT; i++) {
                use(pending, arena);
            }
            // Whole bytes: what else there is comes to far less than one for each.
            return Math.round((double) (used() - before) / KEPT);
        }
    }

    private static long used() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
