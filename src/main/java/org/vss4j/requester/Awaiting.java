package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.VssException;
import org.vss4j.internal.com.Apartment;
import org.vss4j.internal.com.Errand;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.trace.SessionScope;

/**
 * The wait for the end of an operation, by one thread, which no call of the service can prolong: others ask for the status, and
 * others make the cancel.
 */
final class Awaiting implements AutoCloseable {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");
    private static final AsyncStatus PENDING = new AsyncStatus.Pending();

    /** How long is waited for a cancel to take effect. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How late it may be noticed that there is a reason to wait no longer. */
    private static final Duration SLICE = Duration.ofMillis(50);

    /** How long is waited for the answer to a question. */
    private static final Duration ANSWER = Duration.ofMillis(500);

    private final Step step;
    private final AsyncOperation operation;
    private final SessionScope scope;
    private final CompletableFuture<AsyncStatus> end;

    /**
     * Begins to wait.
     *
     * @throws IllegalStateException if the operation is closed
     * @throws OutOfMemoryError if there is no thread that could see its end
     */
    Awaiting(Step step, AsyncOperation operation, SessionScope scope) {
        this.step = step;
        this.operation = operation;
        this.scope = scope;
        this.end = operation.completion();
    }

    /**
     * Waits until the operation has finished; at a deadline, and at an interrupt, cancels it and waits up to 2 seconds more.
     *
     * @param isCancelled whether someone else cancels it, whose cancel is waited for as long
     * @param isClosing whether the session is being closed, which ends the waiting
     * @throws VssException if the operation failed, or its status could not be had; it is told to cancel then
     * @throws CancellationException if somebody else cancelled it
     * @throws InterruptedException if it was cancelled for an interrupt
     * @throws TimeoutException if it was cancelled for the time
     * @throws IllegalStateException if the session is closed first
     */
    void requireFinished(Deadline deadline, BooleanSupplier isCancelled, BooleanSupplier isClosing)
            throws InterruptedException, TimeoutException {
        AsyncStatus status = PENDING;
        boolean interrupted = false;
        try {
            status = until(deadline, () -> isCancelled.getAsBoolean() || isClosing.getAsBoolean());
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (VssException e) {
            cancel(step, operation, scope);
            throw e;
        }
        if (!status.isTerminal() && !isClosing.getAsBoolean()) {
            if (!isCancelled.getAsBoolean()) {
                cancel(step, operation, scope);
            }
            status = afterCancel(isClosing);
        }
        interrupted |= Thread.interrupted();
        switch (status) {
            case AsyncStatus.Finished finished -> {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            case AsyncStatus.Failed failed -> throw new VssException(step.method(), failed.error());
            case AsyncStatus.Cancelled cancelled -> throw stopped("was cancelled", interrupted, deadline);
            case AsyncStatus.Pending pending -> {
                if (isClosing.getAsBoolean()) {
                    throw CallThread.closed();
                }
                throw stopped("was told to cancel, but is still pending", interrupted, deadline);
            }
        }
    }

    /** Says why the operation was stopped: an interrupt, the deadline, or someone else. */
    private RuntimeException stopped(String how, boolean interrupted, Deadline deadline)
            throws InterruptedException, TimeoutException {
        String what = step.method() + " " + how;
        if (interrupted) {
            throw new InterruptedException(what + ", for the thread was interrupted");
        }
        if (deadline.isPast()) {
            throw deadline.isUp(what);
        }
        return new CancellationException(what);
    }

    /**
     * Has an operation cancelled, without asking before whether it has ended, and waits up to 2 seconds for its end.
     *
     * @return the terminal status; or {@code Pending}
     * @throws VssException if the status could not be had
     */
    AsyncStatus stop() {
        cancel(step, operation, scope);
        return afterCancel(() -> false);
    }

    /** Has an operation cancelled by another thread, and does not wait for that. What fails is logged. */
    static void cancel(Step step, AsyncOperation operation, SessionScope scope) {
        elsewhere(() -> scope.run(() -> cancelHere(step, operation)));
    }

    private static void cancelHere(Step step, AsyncOperation operation) {
        try {
            LOG.log(DEBUG, "Cancel: {0}", operation.cancel());
        } catch (VssException e) {
            LOG.log(WARNING, "Cancelling {0} failed: {1}", step.method(), e.getMessage());
        } catch (IllegalStateException e) {
            LOG.log(DEBUG, "{0} was closed meanwhile", step.method());
        }
    }

    /** Has an operation closed by another thread, and waits up to 2 seconds for that: its cancel may not return. */
    static void close(AsyncOperation operation) {
        Errand<?> closing = elsewhere(operation::close);
        if (closing != null) {
            Object unused = closing.join(GRACE.toNanos());
        }
    }

    /** Null if there is no memory for another thread: then it has been done on this one. */
    private static @Nullable Errand<?> elsewhere(Runnable call) {
        try {
            return Apartment.send(() -> {
                call.run();
                return true;
            });
        } catch (OutOfMemoryError e) {
            call.run();
            return null;
        }
    }

    /**
     * How an operation stands.
     *
     * @return its status; {@code Pending} also if that cannot be had for half a second
     * @throws VssException if the question failed
     */
    static AsyncStatus ask(AsyncOperation operation) {
        Errand<AsyncStatus> question = Apartment.ask(operation::status);
        try {
            AsyncStatus status = question.join(ANSWER.toNanos());
            return status == null ? PENDING : status;
        } finally {
            Apartment.withdraw(question);
        }
    }

    /** Waits until the end, a deadline, or a reason to wait no longer; for {@code Pending} it is not the end. */
    private AsyncStatus until(Deadline deadline, BooleanSupplier isOver) throws InterruptedException {
        while (true) {
            AsyncStatus status = get(Math.min(deadline.nanosToWait(), SLICE.toNanos()));
            if (status.isTerminal() || isOver.getAsBoolean() || deadline.isPast()) {
                return status;
            }
        }
    }

    /** Waits for a cancel to take effect; an interrupt is kept until then. */
    private AsyncStatus afterCancel(BooleanSupplier isOver) {
        Deadline deadline = new Deadline(GRACE);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return until(deadline, isOver);
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

    private AsyncStatus get(long nanos) throws InterruptedException {
        try {
            return end.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return PENDING;
        } catch (ExecutionException e) {
            throw thrown(e);
        }
    }

    private static RuntimeException thrown(ExecutionException wrapper) {
        Throwable cause = wrapper.getCause();
        if (cause instanceof Error error) {
            throw Traces.joined(error);
        }
        return cause instanceof RuntimeException exception
                ? Traces.joined(exception)
                : new IllegalStateException(wrapper);
    }

    /** Waits no longer: for this, nobody asks for the status. */
    @Override
    public void close() {
        boolean unused = end.complete(PENDING);
    }
}
