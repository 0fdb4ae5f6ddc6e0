package org.vss4j.cli;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Outcome;
import org.vss4j.internal.files.Removals;

/**
 * The wish that a command should stop, and the moment from which it comes too late. The command's thread looks at it at
 * every checkpoint; where it waits, it is interrupted. Safe for use by many threads.
 */
final class Stop {
    /** Thrown at a checkpoint once a stop is wanted. What could not be cleaned up on its way is suppressed in it. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped", null, true, false);
        }
    }

    /** What a stop would keep a command from. */
    private enum Phase {
        /** All that it does. */
        CAN_BE_STOPPED,
        /** Nothing: what it does has to come to its end. */
        GOES_TO_ITS_END,
        /** The cleaning up alone, which the next run does as well. */
        ONLY_CLEANS_UP
    }

    private final Ending ending = new Ending(System.err);
    private volatile @Nullable Outcome wanted;
    private boolean noticed;
    private Phase phase = Phase.CAN_BE_STOPPED;

    /** What was asked for first, if only when it was too late. */
    private @Nullable Outcome asked;

    private @Nullable Thread waiting;

    /** The end of the command, which the thread runs that has made this. */
    Ending ending() {
        return ending;
    }

    /** Asks the command to stop when its time is up; one that does not answer is reported, and the JVM halted. */
    void requestAfter(Duration timeout) {
        Thread.ofPlatform().daemon().name("vss4j-timeout").start(() -> {
            try {
                if (!ending.isOverWithin(timeout.toMillis())) {
                    request(Outcome.TIMED_OUT);
                    if (isFirst(Outcome.TIMED_OUT) && !awaitEnd()) {
                        Runtime.getRuntime().halt(exitCodeIfGivenUp());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Waits for the end of the command, which has been asked to stop; false if it was given up, and reported. */
    boolean awaitEnd() throws InterruptedException {
        return ending.await(this::silence);
    }

    private synchronized boolean isFirst(Outcome outcome) {
        return asked == outcome;
    }

    /** The exit code of a command that was given up: one that has been done but for the cleaning up is partial. */
    int exitCodeIfGivenUp() {
        return wanted == null ? Outcome.PARTIAL.exitCode() : endsAs().exitCode();
    }

    private synchronized Ending.Silence silence() {
        if (phase == Phase.ONLY_CLEANS_UP) {
            return Removals.areUnderWay() ? Ending.Silence.OF_WHAT_CAN_BE_LEFT : Ending.Silence.OF_A_CLEAN_UP;
        } else if (wanted == null || phase == Phase.GOES_TO_ITS_END) {
            return Ending.Silence.FOR_EVER;
        }
        // An interrupt that is not pending any more has been noticed.
        noticed |= waiting != null && !waiting.isInterrupted();
        return noticed ? Ending.Silence.OF_A_CLEAN_UP : Ending.Silence.OF_A_CALL;
    }

    /** Asks the command to stop; the first to ask decides how it ends. */
    synchronized void request(Outcome outcome) {
        if (asked == null) {
            asked = outcome;
        }
        if (wanted != null || phase != Phase.CAN_BE_STOPPED) {
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

    /** How the command, which somebody wants to stop, is to end. */
    Outcome endsAs() {
        Outcome outcome = wanted;
        if (outcome == null) {
            throw new IllegalStateException("Nobody wants the command to stop");
        }
        return outcome;
    }

    /**
     * Goes on only if nobody wants to stop.
     *
     * @throws StoppedException if someone does
     */
    synchronized void checkpoint() {
        if (wanted != null) {
            noticed = true;
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
        finish();
    }

    /** What is done now is done to its end, however long it takes, also if somebody has asked. */
    synchronized void finish() {
        phase = Phase.GOES_TO_ITS_END;
    }

    /** All is done, or has failed, but for cleaning up: who asks, or has asked too late, waits for no call that blocks. */
    synchronized void onlyCleansUp() {
        phase = Phase.ONLY_CLEANS_UP;
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
                noticed |= wanted != null;
                waiting = null;
                boolean unused = Thread.interrupted();
            }
        }
    }
}
