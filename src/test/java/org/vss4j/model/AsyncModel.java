package org.vss4j.model;

import java.util.Set;

/**
 * One IVssAsync by the documentation of its three methods alone: plain numbers, no memory, no threads. An operation is
 * PENDING until the first event ends it; FINISHED, CANCELLED and FAILED are final.
 */
final class AsyncModel {
    static final int S_OK = 0;
    static final int PENDING = 0x0004_2309;
    static final int FINISHED = 0x0004_230A;
    static final int CANCELLED = 0x0004_230B;

    enum State {
        PENDING,
        FINISHED,
        CANCELLED,
        FAILED
    }

    private State state = State.PENDING;

    /** What QueryStatus gives: also where the state alone does not tell. */
    private int code = PENDING;

    State state() {
        return state;
    }

    int code() {
        return code;
    }

    boolean isPending() {
        return state == State.PENDING;
    }

    /**
     * The service ends the operation.
     *
     * @param end an error, or FINISHED, or another success code
     * @return whether it was pending, and so has ended by this
     */
    boolean end(int end) {
        if (!isPending()) {
            return false;
        }
        state = end < 0 ? State.FAILED : State.FINISHED;
        code = end;
        return true;
    }

    /** Cancel: what it returns. Of all cancels the one that finds the operation pending returns S_OK. */
    int cancel() {
        return switch (state) {
            case PENDING -> {
                state = State.CANCELLED;
                code = CANCELLED;
                yield S_OK;
            }
            case FINISHED -> FINISHED;
            case CANCELLED -> CANCELLED;
            case FAILED -> code;
        };
    }

    /**
     * Wait, with any time: what it may return. S_OK says nothing, for it is also returned when the time ran out. A
     * failure during the wait is returned; whether an earlier one is, is not documented.
     */
    Set<Integer> mayWaitReturn() {
        return state == State.FAILED ? Set.of(S_OK, code) : Set.of(S_OK);
    }

    /** QueryStatus: the status that it stores, and returns S_OK. */
    int queryStatus() {
        return code;
    }

    @Override
    public String toString() {
        return "%s (0x%08X)".formatted(state, code);
    }
}
