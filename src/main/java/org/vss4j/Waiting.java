package org.vss4j;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Apartment;

/**
 * One thread's wait for the end of an operation.
 *
 * <p>A platform thread waits in the native Wait, for it sees the end at once; in slices, for nothing ends a native call
 * but itself. A virtual thread would pin its carrier there, and a thread of an STA would stall: they park until the
 * shared completion is there.
 */
final class Waiting {
    /** The longest native wait: how late an interrupt or a close may be noticed. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long MIN_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final AsyncReference reference;
    private final boolean parks = Thread.currentThread().isVirtual() || Apartment.isSingleThreaded();
    private long pause = MIN_PAUSE;

    Waiting(AsyncReference reference) {
        this.reference = reference;
    }

    /** Waits until the status is terminal or the time is up, and returns it. */
    AsyncStatus await(long nanos) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            AsyncStatus status = reference.status();
            long left = nanos - (System.nanoTime() - start);
            if (status.isTerminal() || left <= 0) {
                return status;
            }
            if (!parks) {
                waitNatively(Math.min(left, SLICE));
                continue;
            }
            AsyncStatus end = park(left);
            if (end != null) {
                return end;
            }
        }
    }

    /** As {@link #await}, but an interrupt waits until the end: the thread's flag is set when this returns. */
    AsyncStatus awaitUninterruptibly(long nanos) {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return await(nanos - (System.nanoTime() - start));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Parks until the end; null if that did not come, for a reason that the next question for the status tells. */
    private @Nullable AsyncStatus park(long nanos) throws InterruptedException {
        CompletableFuture<AsyncStatus> completion = reference.completion();
        try {
            return completion.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null;
        }
    }

    private void waitNatively(long nanos) {
        long start = System.nanoTime();
        reference.await((int) TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1));
        if (System.nanoTime() - start >= nanos / 2) {
            pause = MIN_PAUSE;
            return;
        }
        // The wait was none. Either the operation has ended, or asking again at once would be spinning.
        if (!reference.status().isTerminal()) {
            LockSupport.parkNanos(Math.min(pause, nanos));
            pause = Math.min(2 * pause, MAX_PAUSE);
        }
    }
}
