package org.vss4j;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.vss4j.contract.CServer;
import org.vss4j.contract.CServer.NativeOperation;

/**
 * A program whose heap is filled and given free again while completions are polled, closed and ended, round after round; each
 * completion that was given has to end. Arguments: the seed and the number of rounds. Prints what it has seen. The server is
 * the one in C, for where there is no memory the JVM does not let an upcall return.
 */
final class CompletionsWithoutMemory {
    private static final int OPERATIONS = 40;
    private static final int BLOCK = 64 * 1024;

    private final CServer server = CServer.open();
    private final SplittableRandom random;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<byte[]> heap = new ArrayList<>(10_000);
    private volatile int shortages;
    private int given;

    private CompletionsWithoutMemory(long seed) {
        random = new SplittableRandom(seed);
    }

    public static void main(String[] arguments) throws Exception {
        new CompletionsWithoutMemory(Long.parseLong(arguments[0])).run(Integer.parseInt(arguments[1]));
    }

    private void run(int rounds) throws Exception {
        // All that is used has been used once, so that it is not a class that there is no memory for.
        round(false);
        Thread filler = Thread.ofPlatform().daemon().start(this::fill);
        for (int i = 0; i < rounds; i++) {
            round(true);
        }
        over.set(true);
        filler.join();
        if (shortages == 0) {
            throw new AssertionError("There was always memory");
        }
        System.out.println(given + " completions have ended");
    }

    /** Takes all memory, and gives it free again a little later. */
    private void fill() {
        while (!over.get()) {
            try {
                while (true) {
                    heap.add(new byte[heap.size() % 2 == 0 ? BLOCK : BLOCK / 64]);
                }
            } catch (OutOfMemoryError e) {
                shortages++;
            }
            pause(3);
            heap.clear();
            pause(3);
        }
        heap.clear();
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void round(boolean mayFail) throws Exception {
        List<AsyncOperation> operations = new ArrayList<>(OPERATIONS);
        List<CompletableFuture<AsyncStatus>> completions = new ArrayList<>(OPERATIONS);
        List<NativeOperation> begun = new ArrayList<>(OPERATIONS);
        for (int i = 0; i < OPERATIONS; i++) {
            try {
                NativeOperation one = server.begin();
                begun.add(one);
                AsyncOperation operation = AsyncOperation.adopt(one.pointer(), Arena.global());
                operations.add(operation);
                completions.add(operation.completion());
            } catch (OutOfMemoryError e) {
                if (!mayFail) {
                    throw e;
                }
            }
        }
        pause(random.nextInt(8));
        for (int i = 0; i < begun.size(); i++) {
            begun.get(i).end(HResult.VSS_S_ASYNC_FINISHED);
        }
        for (int i = 0; i < completions.size(); i++) {
            requireEnd(completions.get(i));
            given++;
        }
        operations.forEach(AsyncOperation::close);
    }

    private static void requireEnd(CompletableFuture<AsyncStatus> completion) throws Exception {
        for (int tries = 0; ; tries++) {
            try {
                if (!completion.get(1, TimeUnit.SECONDS).isTerminal()) {
                    throw new AssertionError("It ended otherwise: " + completion);
                }
                return;
            } catch (OutOfMemoryError e) {
                pause(1);
            } catch (TimeoutException e) {
                if (tries == 60) {
                    throw new AssertionError("A completion has not ended", e);
                }
            }
        }
    }
}
