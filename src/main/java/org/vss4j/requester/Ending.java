package org.vss4j.requester;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.trace.SessionLogger;

/**
 * The end of a session, made on its {@link CallThread} when the calls before it have returned. The threads that close the
 * session wait for it, but not for ever: when the first of them leaves, all do, and who comes later does not wait, be it a
 * handler of the line of the log that says so. It is made all the same, whenever that is possible.
 */
final class Ending implements Runnable {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    /** How long the end itself may take: the service deletes copies in it. Replaced by tests. */
    static volatile Duration forTheEnd = Duration.ofMinutes(1);

    private enum State {
        EXPECTED,
        BEGUN,
        DONE,
        LEFT
    }

    private final Runnable body;
    private final AtomicReference<State> state = new AtomicReference<>(State.EXPECTED);

    /** Reached when it is begun, or left. */
    private final CountDownLatch begun = new CountDownLatch(1);

    /** Reached when it is over, or left. */
    private final CountDownLatch done = new CountDownLatch(1);

    /** How many threads have come to wait for it. */
    private final AtomicInteger waiting = new AtomicInteger();

    /** What it has thrown, until someone takes it. */
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private volatile boolean over;

    Ending(Runnable body) {
        this.body = body;
    }

    @Override
    public void run() {
        state.compareAndSet(State.EXPECTED, State.BEGUN);
        begun.countDown();
        try {
            body.run();
        } catch (Throwable e) {
            failure.set(e);
        }
        over = true;
        boolean left = !state.compareAndSet(State.BEGUN, State.DONE);
        done.countDown();
        if (left || waiting.get() == 0) {
            logFailure();
        }
    }

    private void logFailure() {
        Throwable thrown = failure.getAndSet(null);
        if (thrown != null) {
            LOG.log(ERROR, "Ending a session failed", thrown);
        }
    }

    /** Says that a thread is going to wait for it, which is to hear of what it throws. */
    void attend() {
        waiting.incrementAndGet();
    }

    /** Whether it has been made, or an error has stopped it. */
    boolean isOver() {
        return over;
    }

    /**
     * Waits for it, which no interrupt ends; throws what it has thrown, unless another has had that.
     *
     * @param forACall how long a call that is being made may keep the end of its session from being made
     */
    void await(Duration forACall) {
        attend();
        boolean interrupted = pass(State.EXPECTED, begun, forACall);
        interrupted |= pass(State.BEGUN, done, forTheEnd);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (state.get() == State.DONE) {
            throwFailure();
        }
    }

    /** Waits until a state is over, or for some time, and then leaves; returns whether the thread was interrupted. */
    private boolean pass(State current, CountDownLatch end, Duration patience) {
        Deadline deadline = new Deadline(patience);
        boolean interrupted = false;
        while (state.get() == current) {
            try {
                if (!end.await(deadline.nanosToWait(), TimeUnit.NANOSECONDS)
                        && state.compareAndSet(current, State.LEFT)) {
                    begun.countDown();
                    done.countDown();
                    LOG.log(
                            WARNING,
                            current == State.EXPECTED
                                    ? "A call does not return, and keeps its session from being ended until it does"
                                    : "A session takes long to be ended, and is not waited for");
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private void throwFailure() {
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException e) {
            throw Traces.joined(e);
        }
        if (thrown instanceof Error e) {
            throw Traces.joined(e);
        }
    }
}
