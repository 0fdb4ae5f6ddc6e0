package org.vss4j;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Crew;
import org.vss4j.internal.com.Undeterred;
import org.vss4j.internal.trace.SessionLogger;

/**
 * Asks all watched operations for their status, on threads that run while there is something to watch. One of them, an
 * {@link Asker}, is called {@code vss4j-poller}. Another, {@code vss4j-poller-relief}, looks twenty times a second whether that
 * one is alive, and whether it has been in the same question for a tenth of a second: if so, a new one goes on with all operations but that one, so
 * that a query, or whatever else happens on the poller's thread, costs its own operation only if it does not return.
 *
 * <p>The threads that are held up are counted. When there are {@value #PROMPT}, which is logged once, the next is relieved
 * only after a second; when there are {@value #MOST}, not before one of them has returned: then all wait.
 *
 * <p>No code of a user runs on these threads, and to see an end and to tell it allocates nothing. The state is guarded by a
 * monitor, which is left even by a thread whose stack is full; a thread that has died is replaced by the other, or by the
 * next to watch something.
 */
final class CompletionPoller {
    /** How many held-up threads there are at which the next is relieved later. */
    static final int PROMPT = 64;

    /** How many held-up threads there are at most. */
    static final int MOST = 128;

    private static final System.Logger LOG = SessionLogger.of("org.vss4j");

    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONG_PATIENCE = TimeUnit.SECONDS.toNanos(1);

    /** How often the relief looks in that time. */
    private static final int LOOKS = 2;

    private static final Object LOCK = new Object();
    private static final Roster ROSTER = new Roster();
    private static final Complaint COMPLAINT = new Complaint();
    private static final Crowd CROWD = new Crowd();

    /** Watches that the asker has not taken up yet. Guarded by {@link #LOCK}, like all that follows. */
    private static @Nullable Watch arrived;

    /** Who asks; null if there is nothing to watch. */
    private static @Nullable Asker asker;

    private static @Nullable Thread relief;

    private static int heldUp;

    private static boolean saidThatMoreWait;

    private CompletionPoller() {}

    /**
     * Has an operation asked for until its watch is over.
     *
     * @throws OutOfMemoryError if nobody asks, and no thread can be started that does
     */
    static void watch(Watch watch) {
        synchronized (LOCK) {
            Asker present = asker;
            if (present == null || !present.isAlive()) {
                start(new Asker(ROSTER));
            }
            watch.next = arrived;
            arrived = watch;
        }
        wake();
    }

    private static void wake() {
        Asker present;
        synchronized (LOCK) {
            present = asker;
        }
        if (present != null) {
            present.wake();
        }
    }

    private static void start(Asker successor) {
        successor.start();
        asker = successor;
        startRelief();
    }

    /** Sees to it that someone relieves; without memory, the next pass tries again. */
    private static void startRelief() {
        Thread present = relief;
        if (present != null && present.isAlive()) {
            return;
        }
        try {
            relief = Thread.ofPlatform()
                    .daemon()
                    .name("vss4j-poller-relief")
                    .inheritInheritableThreadLocals(false)
                    .start(new Undeterred(new Relief()));
        } catch (OutOfMemoryError e) {
            report(e);
        }
    }

    /** Gives an asker what has arrived. Returns false, and has it end, if there is nothing to ask for. */
    static boolean takeUp(Roster roster) {
        synchronized (LOCK) {
            roster.add(arrived);
            arrived = null;
            if (roster.isEmpty()) {
                asker = null;
                LockSupport.unpark(relief);
                return false;
            }
            startRelief();
            return true;
        }
    }

    /** A thread that was held up has returned. */
    static void comeBack() {
        synchronized (LOCK) {
            heldUp--;
        }
    }

    /** Has an operation asked for again, by others than the thread that was held up by it; waits for the memory for that. */
    static void watchAgain(Watch watch) {
        while (true) {
            try {
                watch(watch);
                return;
            } catch (OutOfMemoryError e) {
                report(e);
                LockSupport.parkNanos(PATIENCE);
            }
        }
    }

    /** How many threads are held up. */
    static int heldUp() {
        synchronized (LOCK) {
            return heldUp;
        }
    }

    /** Looks whether the asker is held up, and relieves it then. */
    private static final class Relief implements Runnable {
        private @Nullable Asker seen;
        private long question;
        private long since;

        @Override
        public void run() {
            while (true) {
                try {
                    LockSupport.parkNanos(PATIENCE / LOOKS);
                    boolean unused = Thread.interrupted();
                    if (!look(System.nanoTime())) {
                        return;
                    }
                } catch (Throwable e) {
                    report(e);
                }
            }
        }

        /** Returns false if there is nobody to relieve. */
        private boolean look(long now) {
            synchronized (LOCK) {
                Asker present = asker;
                if (present == null) {
                    relief = null;
                    return false;
                }
                long asked = present.question();
                if (!present.isAlive()) {
                    start(new Asker(ROSTER));
                } else if (present != seen || asked != question || asked % 2 == 0) {
                    seen = present;
                    question = asked;
                    since = now;
                } else if (now - since >= patience()) {
                    relieve(present);
                }
                return true;
            }
        }

        private static long patience() {
            if (heldUp < PROMPT) {
                return PATIENCE;
            }
            return heldUp < MOST ? LONG_PATIENCE : Long.MAX_VALUE;
        }

        private void relieve(Asker present) {
            // Made before, for it may be memory that is missing.
            Asker successor = new Asker(ROSTER);
            if (present.relieve(question, since)) {
                heldUp++;
                ROSTER.remove();
                asker = successor;
                if (heldUp == PROMPT && !saidThatMoreWait) {
                    saidThatMoreWait = true;
                    Completion.CREW.execute(CROWD);
                }
                successor.start();
            }
        }
    }

    /** Something that has failed on one of these threads, to be logged by another, which a log handler may hold up. */
    private static final class Complaint extends Crew.Task {
        private final AtomicBoolean isInLine = new AtomicBoolean();
        private volatile @Nullable Throwable reason;

        void about(Throwable newReason) {
            reason = newReason;
            if (isInLine.compareAndSet(false, true)) {
                try {
                    Completion.CREW.execute(this);
                } catch (Throwable e) {
                    // Unheard; the next one may be heard.
                    isInLine.set(false);
                }
            }
        }

        @Override
        protected void run() {
            isInLine.set(false);
            LOG.log(ERROR, "Polling operations failed; trying again", reason);
            reason = null;
        }
    }

    /** That many threads are held up. */
    private static final class Crowd extends Crew.Task {
        @Override
        protected void run() {
            LOG.log(
                    WARNING,
                    "{0} queries do not return; those that come now hold the others up for a second each",
                    PROMPT);
        }
    }

    /** Has something logged that has failed. Allocates nothing, unless a thread is needed for it. */
    static void report(Throwable e) {
        COMPLAINT.about(e);
    }
}
