package org.vss4j;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Undeterred;

/**
 * A thread that asks all watched operations for their status, pass by pass, until there are none, or until it is relieved
 * because a question does not return. It then keeps the one watch that it has asked for, and gives that back when it returns.
 *
 * <p>Between two passes it pauses for a hundredth of the youngest operation's age, but at least 1 and at most 15
 * milliseconds, and at least nine times as long as the shorter of the last two passes took: the end of an operation that has
 * just begun is seen soon, one that runs for minutes costs little, and a slow server is not asked without pause, while one
 * pass that was held up by something else delays nothing. What was asked for when this was relieved rests nine times as
 * long as the question took, but for a second at most.
 */
final class Asker {
    private static final long MIN_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(15);
    private static final int AGE_PER_PAUSE = 100;
    private static final int PAUSE_PER_PASS = 9;
    private static final long MAX_REST = TimeUnit.SECONDS.toNanos(1);

    private static final long RELIEVED = -1;

    private final Roster roster;
    private final Thread thread = Thread.ofPlatform()
            .daemon()
            .name("vss4j-poller")
            .inheritInheritableThreadLocals(false)
            .unstarted(new Undeterred(this::ask));

    /**
     * The number of the question that is being asked, which is odd, or an even one between two; {@link #RELIEVED} once the
     * one that is being asked has taken too long. Only that is set by another thread, so that one compare-and-set decides
     * who goes on with the roster.
     */
    private final AtomicLong question = new AtomicLong();

    /** When the question began in which this thread was relieved; set before it is. */
    private long heldSince;

    /**
     * What was asked for last, unless it is over: the roster's, until this thread is relieved; then this one's, which has to
     * give it back, also if an Error has thrown it out of the question past all handlers.
     */
    private @Nullable Watch asked;

    private long lastEnd = System.nanoTime();
    private long last;
    private long lastButOne;

    Asker(Roster roster) {
        this.roster = roster;
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Ends a pause: something has arrived. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** The number of the question that is being asked; even if none is. */
    long question() {
        return question.get();
    }

    /** Relieves this thread if it is in a question still; the roster is the caller's then. */
    boolean relieve(long asked, long since) {
        heldSince = since;
        return question.compareAndSet(asked, RELIEVED);
    }

    private void ask() {
        while (question.get() != RELIEVED) {
            try {
                if (!pause()) {
                    return;
                }
                long begin = System.nanoTime();
                pass(begin);
                lastEnd = System.nanoTime();
                lastButOne = last;
                last = lastEnd - begin;
            } catch (Throwable e) {
                // Nothing is allocated here, for it may be memory that is missing.
                CompletionPoller.report(e);
                LockSupport.parkNanos(MAX_PAUSE);
            }
        }
        comeBack();
    }

    /** Waits until the next pass is due, and takes up what arrives meanwhile. Returns false if there is nothing to ask for. */
    private boolean pause() {
        while (CompletionPoller.takeUp(roster)) {
            long pause = Math.clamp(roster.ageAt(lastEnd) / AGE_PER_PAUSE, MIN_PAUSE, MAX_PAUSE);
            long left = lastEnd + Math.max(pause, PAUSE_PER_PASS * Math.min(last, lastButOne)) - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            LockSupport.parkNanos(left);
            // Nobody has a reason to interrupt this thread; a pass too early would do no harm.
            boolean unused = Thread.interrupted();
        }
        return false;
    }

    /** Asks for all whose turn it is, unless this is relieved. */
    private void pass(long begin) {
        roster.begin();
        for (Watch watch = roster.current(); watch != null; watch = roster.current()) {
            if (watch.rest - begin > 0) {
                roster.keep();
                continue;
            }
            // Odd, also after a question out of which this thread was thrown.
            long number = question.get() + 1 | 1;
            asked = watch;
            question.lazySet(number);
            boolean over = isOver(watch);
            if (over) {
                asked = null;
            }
            if (!question.compareAndSet(number, number + 1)) {
                return;
            }
            if (over) {
                roster.remove();
            } else {
                roster.keep();
            }
        }
    }

    private static boolean isOver(Watch watch) {
        try {
            return watch.isOver();
        } catch (Throwable e) {
            // The next pass tries again.
            CompletionPoller.report(e);
            return false;
        }
    }

    /** After a question that has taken too long: what has not ended rests before it is asked again. */
    private void comeBack() {
        Watch watch = asked;
        if (watch != null) {
            long now = System.nanoTime();
            watch.rest = now + restAfter(now - heldSince);
            CompletionPoller.watchAgain(watch);
            asked = null;
        }
        CompletionPoller.comeBack();
    }

    /** How long an operation rests after a question that took so long: the end is to be seen soon, whatever that was. */
    static long restAfter(long nanos) {
        return Math.min(PAUSE_PER_PASS * nanos, MAX_REST);
    }
}
