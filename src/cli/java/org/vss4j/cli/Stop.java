package org.vss4j.cli;

import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Outcome;

/**
 * The wish that a command should stop, and the moment from which it comes too late. The command's thread looks at it at
 * every checkpoint; where it waits, it is interrupted. Safe for use by many threads.
 */
final class Stop {
    /** Thrown at a checkpoint once a stop is wanted. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }

    private volatile @Nullable Outcome wanted;
    private boolean tooLate;
    private @Nullable Thread waiting;

    /** Asks the command to stop; the first to ask decides how it ends. */
    synchronized void request(Outcome outcome) {
        if (wanted != null || tooLate) {
            return;
        }
        wanted = outcome;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** How the command is to end, or null if nobody wants it to stop. */
    @Nullable
    Outcome wanted() {
        return wanted;
    }

    /**
     * Goes on only if nobody wants to stop.
     *
     * @throws StoppedException if someone does
     */
    void checkpoint() {
        if (wanted != null) {
            throw new StoppedException();
        }
    }

    /**
     * The last checkpoint: whoever asks from here on asks too late.
     *
     * @throws StoppedException if someone has asked
     */
    synchronized void pointOfNoReturn() {
        checkpoint();
        tooLate = true;
    }

    /** Something that waits and that an interrupt ends. */
    interface Waiting<T> {
        T call() throws InterruptedException, TimeoutException;
    }

    /**
     * Waits for something, and is interrupted when a stop is wanted. No interrupt is left behind.
     *
     * @throws StoppedException if that was why it ended
     */
    <T> T whileWaiting(Waiting<T> waitingCall) throws TimeoutException {
        synchronized (this) {
            checkpoint();
            waiting = Thread.currentThread();
        }
        try {
            return waitingCall.call();
        } catch (InterruptedException e) {
            throw new StoppedException();
        } finally {
            synchronized (this) {
                waiting = null;
                boolean unused = Thread.interrupted();
            }
        }
    }
}
