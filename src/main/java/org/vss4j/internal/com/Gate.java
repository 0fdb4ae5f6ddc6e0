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
 *
 * <p>An Error of the JVM may stop a close: no memory, or no stack. A closer that was stopped stays counted, and so does the
 * last one out if {@code lastOut} failed. Bit 1 says that nobody is at it, and whoever closes the gate next clears it and
 * takes that place: {@code lastOut} has still not run, and cannot run but by him.
 */
public abstract class Gate {
    private static final int CLOSED = 1;
    private static final int STOPPED = 2;
    private static final int CALL = 4;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Gate.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Calls in flight × {@link #CALL}, plus {@link #CLOSED}, plus {@link #STOPPED}. */
    private volatile int state;

    /** A gate that is open, with no call in flight. */
    protected Gate() {}

    /**
     * Runs when the gate is closed and the last call has left, on the thread of that call, or on one that does this for it.
     * If it throws, it has done nothing, and runs again when the gate is closed again.
     */
    protected abstract void lastOut();

    /**
     * Lets a call in.
     *
     * @return whether it was let in; it then has to {@link #leave}. False: the gate is closed
     * @throws StackOverflowError if there is not enough stack to leave; the call was not let in
     */
    public final boolean tryEnter() {
        StackRoom.toEnd();
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
            handOut();
        }
    }

    /** Called by the last one out: has {@link #runLastOut} run, once. */
    void handOut() {
        runLastOut();
    }

    /** What the last one out does. */
    final void runLastOut() {
        boolean done = false;
        try {
            lastOut();
            done = true;
        } finally {
            if (!done) {
                // Nobody else changes the word: none is inside, and none is let in.
                state = CALL + CLOSED + STOPPED;
            }
        }
    }

    /**
     * Closes the gate: no call is let in from here on. Takes over a close that was stopped.
     *
     * @return whether the close is the caller's: it then counts as a call in flight, and has to {@link #leave} or to
     *     {@link #stop}
     */
    public final boolean tryClose() {
        while (true) {
            int seen = state;
            boolean closed = (seen & CLOSED) != 0;
            if (closed && (seen & STOPPED) == 0) {
                return false;
            }
            if (STATE.compareAndSet(this, seen, closed ? seen - STOPPED : seen + CALL + CLOSED)) {
                return true;
            }
        }
    }

    /** Leaves a close that could not be brought to its end to whoever closes the gate next. */
    protected final void stop() {
        int unused = (int) STATE.getAndAdd(this, STOPPED);
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
