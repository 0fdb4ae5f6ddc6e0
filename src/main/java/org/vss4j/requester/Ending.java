package org.vss4j.requester;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.trace.SessionLogger;

/**
 * The end of a session, made on its {@link CallThread} when the calls before it have returned. The thread that closes the
 * session waits for it, but not for ever: then it is made all the same, whenever that is possible.
 */
final class Ending implements Runnable {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    /** How long a call that is being made may keep the end of its session from being made. */
    private static final Duration FOR_A_CALL = Duration.ofSeconds(5);

    /** How long the end itself may take: the service deletes copies in it. Replaced by tests. */
    static volatile Duration forTheEnd = Duration.ofMinutes(1);

    private enum State {
        EXPECTED,
        BEGUN,
        DONE,
        LEFT
    }

    private final Runnable body;
    private final Thread closer = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.EXPECTED);
    private @Nullable Throwable failure;

    /** An end that the current thread waits for. */
    Ending(Runnable body) {
        this.body = body;
    }

    @Override
    public void run() {
        state.compareAndSet(State.EXPECTED, State.BEGUN);
        try {
            body.run();
        } catch (Throwable e) {
            failure = e;
        }
        if (state.compareAndSet(State.BEGUN, State.DONE)) {
            LockSupport.unpark(closer);
        } else if (failure != null) {
            LOG.log(ERROR, "Ending a session failed", failure);
        }
    }

    /** Waits for it, which no interrupt ends; throws what it has thrown. */
    void await() {
        boolean interrupted = pass(State.EXPECTED, FOR_A_CALL);
        interrupted |= pass(State.BEGUN, forTheEnd);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (state.get() == State.DONE) {
            throwFailure();
        }
    }

    /** Waits until a state is over, or for some time, and then leaves; returns whether the thread was interrupted. */
    private boolean pass(State current, Duration patience) {
        Deadline deadline = new Deadline(patience);
        boolean interrupted = false;
        while (state.get() == current) {
            interrupted |= Thread.interrupted();
            if (!deadline.isPast()) {
                LockSupport.parkNanos(this, deadline.nanosToWait());
            } else if (state.compareAndSet(current, State.LEFT)) {
                LOG.log(
                        WARNING,
                        current == State.EXPECTED
                                ? "A call does not return, and keeps its session from being ended until it does"
                                : "A session takes long to be ended, and is not waited for");
            }
        }
        return interrupted;
    }

    private void throwFailure() {
        if (failure instanceof RuntimeException e) {
            throw Traces.joined(e);
        }
        if (failure instanceof Error e) {
            throw Traces.joined(e);
        }
    }
}
