package org.vss4j.internal.com;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count of the calls in flight and a closed bit, in one word. Calls are let in until the gate is closed; the last one
 * to leave a closed gate runs {@link #lastOut}, once. Safe for use by many threads; nothing here waits or spins on
 * another thread's call.
 *
 * <p>Why no call can run after {@code lastOut}, nor {@code lastOut} twice: bit 0 is set once and never cleared, and a
 * caller is counted in the same compare-and-set that sees the bit unset. So after the bit is set the count only falls.
 * The closer is counted too, by the step that sets the bit; hence the count reaches zero with the bit set in exactly one
 * {@code leave}. Every change of the word is a volatile read-modify-write: what a caller did before it left happens
 * before {@code lastOut}.
 */
public abstract class Gate {
    private static final int CLOSED = 1;
    private static final int CALL = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Gate.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Calls in flight × {@link #CALL}, plus {@link #CLOSED}. Written through {@link #STATE} only. */
    @SuppressWarnings("UnusedVariable")
    private volatile int state;

    /** A gate that is open, with no call in flight. */
    protected Gate() {}

    /** Runs when the gate is closed and the last call has left, on the thread of that call. Must not throw. */
    protected abstract void lastOut();

    /**
     * Lets a call in.
     *
     * @return whether it was let in; it then has to {@link #leave}. False: the gate is closed
     */
    public final boolean tryEnter() {
        while (true) {
            int seen = state;
            if ((seen & CLOSED) != 0) {
                return false;
            }
            if (STATE.compareAndSet(this, seen, seen + CALL)) {
                return true;
            }
        }
    }

    /** Lets a call out that was let in. */
    public final void leave() {
        int before = (int) STATE.getAndAdd(this, -CALL);
        if (before == CALL + CLOSED) {
            lastOut();
        }
    }

    /**
     * Closes the gate: no call is let in from here on.
     *
     * @return whether it was this call that closed the gate; it then counts as a call in flight and has to {@link #leave}
     */
    public final boolean tryClose() {
        while (true) {
            int seen = state;
            if ((seen & CLOSED) != 0) {
                return false;
            }
            if (STATE.compareAndSet(this, seen, seen + CALL + CLOSED)) {
                return true;
            }
        }
    }

    /**
     * Tells whether the gate is closed.
     *
     * @return true from the moment it is closed, also while calls are still in flight
     */
    public final boolean isClosed() {
        return (state & CLOSED) != 0;
    }
}
