package org.vss4j.internal.com;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.trace.SessionScope;

/**
 * A call that a thread of a {@link Crew} makes for the thread that made this object, in that thread's scope. That one may
 * wait for the result, and may be thrown out of its waiting, for want of stack or memory; the call does not depend on it. It
 * is made once, whatever it throws; that it is over is told without allocating anything.
 *
 * @param <T> the result
 */
@SuppressWarnings("NullAway") // The result of a call that has thrown nothing is a T.
public final class Errand<T> extends Crew.Task {
    private final Supplier<T> call;
    private final SessionScope scope = SessionScope.current();
    private final Thread waiting = Thread.currentThread();
    private volatile boolean over;

    /** Whether the call has been made: what comes after it may want memory, and is done again then. */
    private boolean made;

    /** Written before it is over, and read after that; as is the failure. */
    private @Nullable T result;

    private @Nullable Throwable failure;

    /** An errand that nobody does yet. */
    public Errand(Supplier<T> call) {
        this.call = call;
    }

    @Override
    protected void run() {
        if (!made) {
            scope.run(this, Errand::make);
        }
        over = true;
        LockSupport.unpark(waiting);
    }

    private void make() {
        try {
            result = call.get();
        } catch (Throwable e) {
            failure = e;
        }
        made = true;
    }

    /** The result, or what the call has thrown, when it is there. An interrupt is kept until then. */
    public T join() {
        boolean interrupted = false;
        try {
            while (!over) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return answer();
    }

    /** The result, or what the call has thrown; null if it is not there in time. An interrupt is kept until then. */
    public @Nullable T join(long nanos) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return get(nanos);
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
     * The result, or what the call has thrown; null if it is not there in time.
     *
     * @throws InterruptedException if the thread is interrupted; the call goes on
     */
    public @Nullable T get(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!over) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            LockSupport.parkNanos(this, left);
        }
        return answer();
    }

    private T answer() {
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        return result;
    }
}
