package org.vss4j.internal.com;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that a virtual thread gives to a {@link Crew}, with all that belongs to it, and waits for. A virtual thread may be
 * thrown out of its waiting, for want of stack or memory; the work does not depend on it. It is done once, whatever it throws,
 * and that allocates nothing.
 *
 * @param <T> what it is done to
 */
final class Handover<T> extends Crew.Task {
    private final T subject;
    private final Consumer<T> work;
    private final Thread waiting = Thread.currentThread();
    private volatile boolean done;

    /** Written before it is done, and read after that. */
    private @Nullable Throwable failure;

    Handover(T subject, Consumer<T> work) {
        this.subject = subject;
        this.work = work;
    }

    @Override
    protected void run() {
        try {
            work.accept(subject);
        } catch (Throwable e) {
            failure = e;
        }
        done = true;
        LockSupport.unpark(waiting);
    }

    /** Waits until it is done, and throws what that has thrown. An interrupt is kept until then. */
    void join() {
        boolean interrupted = false;
        try {
            while (!done) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
