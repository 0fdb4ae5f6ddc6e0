package org.vss4j.requester;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.VssException;

/** A point in time, by {@link System#nanoTime}, until which something has to be done. */
final class Deadline {
    private final Duration timeout;
    private final long start = System.nanoTime();

    /** A deadline that far from now. */
    Deadline(Duration timeout) {
        this.timeout = timeout;
    }

    /** How long it is until then; zero if that is past. */
    Duration remaining() {
        Duration left = timeout.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isPast() {
        return remaining().isZero();
    }

    /**
     * Waits for an operation until then, and cancels it if it is past.
     *
     * @throws VssException if the operation failed
     * @throws CancellationException if somebody else cancelled it
     * @throws InterruptedException if it was cancelled for an interrupt
     * @throws TimeoutException if it was cancelled for the time
     */
    void await(Step step, AsyncOperation operation) throws InterruptedException, TimeoutException {
        AsyncStatus status = operation.awaitOrCancel(remaining());
        if (status instanceof AsyncStatus.Failed failed) {
            throw new VssException(step.method(), failed.error());
        }
        if (status instanceof AsyncStatus.Cancelled) {
            throw stopped(step.method() + " was cancelled");
        }
        if (status instanceof AsyncStatus.Pending) {
            throw stopped(step.method() + " was told to cancel, but is still pending");
        }
    }

    /** Begins an operation after a failure and waits for it, as {@link #await}; what fails there is suppressed in the first. */
    void awaitAfter(Throwable failure, Step step, Supplier<AsyncOperation> beginning) {
        try {
            await(step, beginning.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
        } catch (TimeoutException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Says why an operation was stopped: an interrupt, the deadline, or someone else. */
    private RuntimeException stopped(String what) throws InterruptedException, TimeoutException {
        if (Thread.interrupted()) {
            throw new InterruptedException(what + ", for the thread was interrupted");
        }
        if (isPast()) {
            throw new TimeoutException(what + ", for the time of " + timeout.toMillis() + " ms" + " is up");
        }
        return new CancellationException(what);
    }
}
