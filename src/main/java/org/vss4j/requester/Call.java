package org.vss4j.requester;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that is made on a {@link CallThread}, and waited for by the thread that made this object. Of its return and of what
 * makes the caller leave it the first counts: what it brings goes to its caller, or to whom cleans up.
 *
 * <p>Here nothing is locked, and nothing allocated when the call returns: a caller whose stack or memory is at its end leaves
 * nobody waiting.
 */
@SuppressWarnings("NullAway") // A call whose result may be null has a T that says so.
final class Call<T extends @Nullable Object> extends Leftover implements Runnable {
    private enum State {
        EXPECTED,
        RETURNED,
        /** The caller has what the call brought. */
        TAKEN,
        INTERRUPTED,
        TIMED_OUT,
        CANCELLED,
        CLOSED,
        /** The caller was thrown out of its waiting by an error. */
        ABANDONED
    }

    private final String name;
    private final Supplier<T> body;
    private final Consumer<T> whenLeft;
    private final Thread caller = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.EXPECTED);

    /** Written before the call has returned, and read after that. */
    private @Nullable T result;

    /** As the result. */
    private @Nullable Throwable failure;

    /**
     * A call for the current thread.
     *
     * @param name for messages
     * @param body what is called
     * @param whenLeft takes what the call brings if nobody waits for it any more
     */
    Call(String name, Supplier<T> body, Consumer<T> whenLeft) {
        this.name = name;
        this.body = body;
        this.whenLeft = whenLeft;
    }

    String name() {
        return name;
    }

    /** Makes the call, unless its caller has left it before. */
    @Override
    public void run() {
        if (isLeft()) {
            return;
        }
        try {
            result = body.get();
        } catch (Throwable e) {
            failure = e;
        }
        if (state.compareAndSet(State.EXPECTED, State.RETURNED)) {
            LockSupport.unpark(caller);
        } else if (failure == null) {
            cleanUp();
        }
    }

    /** Whether its caller has left the call: it has not returned, or what it brought was not taken. */
    boolean isLeft() {
        State now = state.get();
        return now != State.EXPECTED && now != State.RETURNED && now != State.TAKEN;
    }

    /** Has the caller leave, for the session was cancelled. */
    void leaveCancelled() {
        boolean unused = leave(State.CANCELLED);
    }

    /** Has the caller leave, for the session was closed. */
    void leaveClosed() {
        boolean unused = leave(State.CLOSED);
    }

    /**
     * Has the caller leave, if it still waits, or has been thrown out before it took what the call brought, for a reason that
     * it knows. It takes what the call has thrown for what threw it out.
     *
     * @return whether the call has returned, so that {@link #cleanUp} is to be called on the call's thread
     */
    boolean abandon() {
        boolean unused = leave(State.ABANDONED);
        return state.get() == State.RETURNED && failure == null && state.compareAndSet(State.RETURNED, State.ABANDONED);
    }

    /** Hands what the call brought to whom cleans up. */
    @Override
    void cleanUp() {
        whenLeft.accept(result);
    }

    /** Returns whether the caller leaves for this reason: nothing else has come first. */
    private boolean leave(State reason) {
        boolean first = state.compareAndSet(State.EXPECTED, reason);
        if (first) {
            LockSupport.unpark(caller);
        }
        return first;
    }

    /**
     * Waits for the return, or leaves the call.
     *
     * @throws InterruptedException if the thread is interrupted first
     * @throws TimeoutException if the time is up first
     * @throws CancellationException if the session is cancelled first
     * @throws IllegalStateException if the session is closed first
     */
    T await(Deadline deadline) throws InterruptedException, TimeoutException {
        while (state.get() == State.EXPECTED) {
            if (Thread.interrupted()) {
                if (!leave(State.INTERRUPTED)) {
                    // It did not end the waiting: it is the caller's.
                    Thread.currentThread().interrupt();
                }
            } else if (deadline.isPast()) {
                boolean unused = leave(State.TIMED_OUT);
            } else {
                LockSupport.parkNanos(this, deadline.nanosToWait());
            }
        }
        return switch (state.get()) {
            case EXPECTED, TAKEN, ABANDONED -> throw new IllegalStateException(name + " was left");
            case RETURNED -> answer();
            case INTERRUPTED ->
                throw new InterruptedException(
                        name + " has not returned, and was left, for the thread was interrupted");
            case TIMED_OUT -> throw deadline.isUp(name + " has not returned, and was left");
            case CANCELLED ->
                throw new CancellationException(name + " has not returned, and was left: the session was cancelled");
            case CLOSED -> throw CallThread.closed();
        };
    }

    private T answer() {
        state.set(State.TAKEN);
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw Traces.joined(e);
        }
        if (thrown instanceof Error e) {
            throw Traces.joined(e);
        }
        return result;
    }
}
