package org.vss4j;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.contract.CServer;
import org.vss4j.contract.CServer.Fault;
import org.vss4j.contract.CServer.NativeOperation;

/**
 * A program whose heap is filled and given free again while completions are polled, closed and ended, round after round; each
 * completion that was given has to end. Arguments: the seed and the number of rounds. Prints what it has seen. The server is
 * the one in C, for where there is no memory the JVM does not let an upcall return.
 */
final class CompletionsWithoutMemory {
    private static final int OPERATIONS = 40;
    private static final int LARGEST = 16 * 1024;

    private final CServer server = CServer.open();
    private final SplittableRandom random;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<NativeOperation> begun = new ArrayList<>(OPERATIONS);
    private final List<AsyncOperation> operations = new ArrayList<>(OPERATIONS);
    private final List<CompletableFuture<AsyncStatus>> completions = new ArrayList<>(OPERATIONS);

    /** What fills the heap: each array holds the one before. */
    private Object @Nullable [] heap;

    private volatile int shortages;
    private int given;

    private CompletionsWithoutMemory(long seed) {
        random = new SplittableRandom(seed);
    }

    public static void main(String[] arguments) throws Exception {
        new CompletionsWithoutMemory(Long.parseLong(arguments[0])).run(Integer.parseInt(arguments[1]));
    }

    private void run(int rounds) throws Exception {
        // What is used has been used before memory is missing, for a class that cannot be initialised stays so.
        round();
        round();
        Thread filler = Thread.ofPlatform().daemon().start(this::fill);
        for (int i = 0; i < rounds; i++) {
            round();
        }
        over.set(true);
        filler.join();
        if (shortages == 0) {
            throw new AssertionError("There was always memory");
        }
        System.out.println(given + " completions have ended in " + shortages + " shortages");
    }

    /** Takes all memory, down to the last bytes, and gives it free again a little later, again and again. */
    private void fill() {
        while (!over.get()) {
            for (int length = LARGEST; length > 0; length /= 8) {
                fill(length);
            }
            shortages++;
            pause(4);
            heap = null;
            pause(4);
        }
    }

    private void fill(int length) {
        try {
            while (true) {
                Object[] block = new Object[length];
                block[0] = heap;
                heap = block;
            }
        } catch (OutOfMemoryError e) {
            // So it is.
        }
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(200_000);
        }
    }

    private void round() throws Exception {
        for (int i = 0; i < OPERATIONS; i++) {
            try {
                begin();
            } catch (OutOfMemoryError e) {
                // It was not given, then.
            }
        }
        pause(random.nextInt(10));
        for (int i = 0; i < begun.size(); i++) {
            NativeOperation one = begun.get(i);
            if (random.nextInt(3) == 0) {
                // The exception that this becomes needs memory.
                one.with(Fault.QUERY_RETURNS, HResult.RPC_E_DISCONNECTED.value());
            }
            one.end(HResult.VSS_S_ASYNC_FINISHED);
        }
        for (int i = 0; i < completions.size(); i++) {
            requireEnd(completions.get(i));
            given++;
        }
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).close();
        }
        begun.clear();
        operations.clear();
        completions.clear();
    }

    private void begin() {
        NativeOperation one = server.begin();
        begun.add(one);
        AsyncOperation operation = AsyncOperation.adopt(one.pointer(), Arena.global());
        operations.add(operation);
        completions.add(operation.completion());
    }

    private static void requireEnd(CompletableFuture<AsyncStatus> completion) {
        // How it ended is for other tests; here the exception itself may be one that there was no memory for.
        for (int tries = 0; !completion.isDone(); tries++) {
            if (tries == 60_000) {
                throw new AssertionError("A completion has not ended");
            }
            pause(1);
        }
    }
}
