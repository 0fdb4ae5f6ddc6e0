package org.vss4j;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Apartment;
import org.vss4j.internal.com.Errand;

/**
 * One thread's wait for the end of an operation.
 *
 * <p>A platform thread waits in the native Wait, for it sees the end at once; in slices, for nothing ends a native call
 * but itself. A virtual thread would keep its carrier from others there, and in QueryStatus too, and a thread of an STA would
 * stall: they have others ask, and park until the end is told.
 */
final class Waiting {
    /** The longest native wait: how late an interrupt or a close may be noticed. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

    /** How long a thread that parks waits for the first answer, also if its time is up. */
    private static final long ANSWER = TimeUnit.MILLISECONDS.toNanos(500);

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
            AsyncStatus status = parks ? park(nanos - (System.nanoTime() - start)) : reference.status();
            long left = nanos - (System.nanoTime() - start);
            if (status != null && (status.isTerminal() || left <= 0)) {
                return status;
            }
            if (!parks) {
                waitNatively(Math.min(left, SLICE));
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

    /**
     * Has others ask, and parks until the end or until the time is up; an end that was there before is seen also if there is
     * no time. Null if it is to be asked again, which tells why.
     */
    private @Nullable AsyncStatus park(long nanos) throws InterruptedException {
        Parked parked = new Parked();
        reference.tell(parked);
        try {
            AsyncStatus status = ask(parked);
            if (status != null && status.isTerminal()) {
                return status;
            }
            AsyncStatus end = parked.get(nanos);
            if (status == null || nanos <= 0 || !AsyncReference.PENDING.equals(end)) {
                return end;
            }
            // The time is up. The end may be seen late by the one who tells it, and the first answer came soon.
            AsyncStatus last = ask(parked);
            return last == null ? parked.get(0) : last;
        } finally {
            parked.leave();
        }
    }

    /** The status; null if that cannot be had for long, or if the thread is told meanwhile. */
    private @Nullable AsyncStatus ask(Parked parked) throws InterruptedException {
        if (parked.isTold()) {
            return null;
        }
        Errand<AsyncStatus> question = reference.ask();
        try {
            for (long waited = 0; waited < ANSWER && !parked.isTold(); waited += SLICE) {
                AsyncStatus status = question.get(SLICE);
                if (status != null) {
                    return status;
                }
            }
            return null;
        } finally {
            Apartment.withdraw(question);
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
