package org.vss4j;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.contract.CServer;
import org.vss4j.contract.CServer.NativeOperation;

/**
 * A program whose heap is filled and given free again, round after round, while operations that are polled come to their end;
 * each completion has to end. Arguments: the seed and the number of rounds. Prints what it has seen. The server is the one in
 * C, which ends them by itself: where there is no memory the JVM does not let an upcall return.
 */
final class CompletionsWithoutMemory {
    private static final int OPERATIONS = 40;
    private static final int LARGEST = 16 * 1024;
    private static final int SHORTAGE_MILLIS = 60;

    private final CServer server = CServer.open();
    private final SplittableRandom random;
    private final List<AsyncOperation> operations = new ArrayList<>(OPERATIONS);
    private final List<CompletableFuture<AsyncStatus>> completions = new ArrayList<>(OPERATIONS);

    /** What fills the heap: each array holds the one before. */
    private @Nullable Object @Nullable [] heap;

    private int shortages;

    private CompletionsWithoutMemory(long seed) {
        random = new SplittableRandom(seed);
    }

    public static void main(String[] arguments) {
        new CompletionsWithoutMemory(Long.parseLong(arguments[0])).run(Integer.parseInt(arguments[1]));
    }

    private void run(int rounds) {
        // What is used has been used before memory is missing, for a class that cannot be initialised stays so.
        round(false);
        for (int i = 0; i < rounds; i++) {
            round(true);
        }
        System.out.println(
                rounds * OPERATIONS + " completions have ended, " + shortages + " times there was no memory");
    }

    private void round(boolean withoutMemory) {
        for (int i = 0; i < OPERATIONS; i++) {
            NativeOperation one = server.begin();
            AsyncOperation operation = AsyncOperation.adopt(one.pointer(), Arena.global());
            operations.add(operation);
            completions.add(operation.completion());
            // An error needs memory to be told.
            one.endAfter(
                    random.nextBoolean() ? HResult.VSS_S_ASYNC_FINISHED : HResult.VSS_E_PROVIDER_VETO,
                    Duration.ofMillis(random.nextInt(SHORTAGE_MILLIS)));
        }
        if (withoutMemory) {
            takeAllMemory();
        }
        for (CompletableFuture<AsyncStatus> completion : completions) {
            requireEnd(completion);
        }
        operations.forEach(AsyncOperation::close);
        operations.clear();
        completions.clear();
    }

    /** Takes all memory, down to the last bytes and again and again for a while, and gives it free. */
    private void takeAllMemory() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SHORTAGE_MILLIS);
        while (System.nanoTime() - end < 0) {
            for (int length = LARGEST; length > 0; length /= 8) {
                fill(length);
            }
            shortages++;
            LockSupport.parkNanos(500_000);
        }
        heap = null;
    }

    private void fill(int length) {
        try {
            while (true) {
                @Nullable Object[] block = new @Nullable Object[length];
                block[0] = heap;
                heap = block;
            }
        } catch (OutOfMemoryError e) {
            // So it is.
        }
    }

    /** How it ended is for other tests: here it may be by an exception that there was no memory for. */
    private static void requireEnd(CompletableFuture<AsyncStatus> completion) {
        for (int tries = 0; !completion.isDone(); tries++) {
            if (tries == 30_000) {
                throw new AssertionError("A completion has not ended, while these threads are " + threads());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String threads() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread.getName().startsWith("vss4j")) {
                text.append('\n').append(thread.getName()).append(' ').append(thread.getState());
                for (StackTraceElement frame : frames) {
                    text.append("\n    ").append(frame);
                }
            }
        });
        return text.toString();
    }
}
