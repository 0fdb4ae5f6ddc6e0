package org.vss4j.internal.trace;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The session for which the current thread calls COM and logs, and the operation that it begins. A session is known by a
 * number of its own in this process, from 1; 0 is none.
 *
 * @param session the session's number
 * @param operation the operation that is being begun, or null
 */
public record SessionScope(long session, @Nullable TracedOperation operation) {
    private static final SessionScope NONE = new SessionScope(0, null);

    /** Empty in no session: what stands there keeps this class, and with it its class loader, as long as the thread lives. */
    private static final ThreadLocal<@Nullable SessionScope> CURRENT = new ThreadLocal<>();

    private static final AtomicLong LAST = new AtomicLong();

    /** A scope of a new session. */
    public static SessionScope ofNewSession() {
        return new SessionScope(LAST.incrementAndGet(), null);
    }

    /** This scope while an operation is begun. */
    public SessionScope with(TracedOperation begun) {
        return new SessionScope(session, begun);
    }

    /** This scope with the operation that is being begun; or, if it is recorded, with one that someone else began. */
    public SessionScope withOperation() {
        if (operation != null) {
            return this;
        }
        TracedOperation unknown = TracedOperation.ofUnknown(session);
        return unknown == null ? this : with(unknown);
    }

    /** The scope of the current thread. */
    public static SessionScope current() {
        SessionScope present = CURRENT.get();
        return present == null ? NONE : present;
    }

    /**
     * Makes this the scope of the current thread.
     *
     * @return the scope until now, which has to be restored by {@link #leave}
     */
    public SessionScope enter() {
        SessionScope outer = current();
        CURRENT.set(this);
        return outer;
    }

    /** Restores the scope that {@link #enter} returned. */
    public static void leave(SessionScope outer) {
        if (outer.equals(NONE)) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** Tells whether this is the scope of the current thread. */
    public boolean isCurrent() {
        return current().equals(this);
    }

    /** Runs something in this scope. */
    public void run(Runnable body) {
        run(body, Runnable::run);
    }

    /** Does something with a subject in this scope. What is done need not capture the subject, so that nothing is allocated. */
    public <T> void run(T subject, Consumer<T> body) {
        if (isCurrent()) {
            body.accept(subject);
            return;
        }
        SessionScope outer = enter();
        try {
            body.accept(subject);
        } finally {
            leave(outer);
        }
    }
}
