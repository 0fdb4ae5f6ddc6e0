package org.vss4j.cli;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.Removals;

/**
 * The end of a command, of which its own thread reports. One that is to stop and is in a call that blocks is given up after
 * a second, and the report comes without it. One that has noticed cleans up, and is waited for as long as that goes on. Safe
 * for use by many threads.
 */
final class Ending {
    /** How often it is looked at. Looks are counted, and not the time: a busy machine does not seem to be a blocked call. */
    private static final long LOOK_MILLIS = 50;

    private static final int LOOKS_BETWEEN_LINES = 100;

    /** For how many looks a command may give no sign of life, and compute nothing. */
    enum Silence {
        OF_A_CALL(20),
        /** Also where something is removed: the command is done, and the next run removes what is left as well. */
        OF_WHAT_CAN_BE_LEFT(20),
        /** To remove one file may take longer than a call that blocks is waited for; and so may a service that is left. */
        OF_A_CLEAN_UP(200),
        FOR_EVER(Integer.MAX_VALUE);

        private final int looks;

        Silence(int looks) {
            this.looks = looks;
        }

        /** A thread that computes is in no call that blocks; but it may not compute for ever. */
        private int looksAtWork() {
            return Math.max(looks, OF_A_CLEAN_UP.looks);
        }
    }

    private final PrintStream err;
    private final Thread command = Thread.currentThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean reporting = new AtomicBoolean();
    private final CountDownLatch reported = new CountDownLatch(1);
    private final AtomicLong signs = new AtomicLong();
    private volatile @Nullable Runnable lastWords;

    /** The end of the command that the current thread runs. */
    Ending(PrintStream err) {
        this.err = err;
    }

    /** Sets what reports in the place of a command that is given up. */
    void lastWords(Runnable words) {
        lastWords = words;
    }

    /** Reports how the command ended; does not return if that has been done for it, since then the JVM is being halted. */
    void report(Runnable words) {
        if (!reporting.compareAndSet(false, true)) {
            waitForTheHalt();
        }
        words.run();
        reported.countDown();
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void waitForTheHalt() {
        while (true) {
            LockSupport.park();
        }
    }

    /** The command does something that takes its time, and goes on. */
    void goesOn() {
        signs.incrementAndGet();
    }

    /** The command is over, and all it had to print is out. */
    void isOver() {
        over.countDown();
    }

    /** Waits until the command is over, but not longer than some time. Tells whether it is. */
    boolean isOverWithin(long millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for a command that is to stop.
     *
     * @param allowed asked at each look for how long it may be silent; one that has only begun, or removes something, for
     *     longer
     * @return whether it is over; if not, it was given up, and its report is out
     */
    boolean await(Supplier<Silence> allowed) throws InterruptedException {
        long last = life();
        long lastWork = work();
        int silent = 0;
        int idle = 0;
        for (int looks = 1; !isOverWithin(LOOK_MILLIS); looks++) {
            long now = life();
            silent = now == last ? silent + 1 : 0;
            last = now;
            long workNow = work();
            idle = silent > 0 && workNow == lastWork ? idle + 1 : 0;
            lastWork = workNow;
            Silence limit = allowed(allowed.get());
            boolean isBlocked = idle >= limit.looks || silent >= limit.looksAtWork();
            if (isBlocked || commandEndsTheJvm()) {
                giveUp();
                return false;
            }
            if (looks % LOOKS_BETWEEN_LINES == Silence.OF_A_CALL.looks && Removals.areUnderWay()) {
                err.println("vss4j: removing what was made: " + Removals.entries()
                        + " files and folders so far; what is left if this is killed, the next run removes");
            }
        }
        return true;
    }

    private Silence allowed(Silence told) {
        boolean isLonger = lastWords == null || Removals.areUnderWay();
        return isLonger && told == Silence.OF_A_CALL ? Silence.OF_A_CLEAN_UP : told;
    }

    /** The time that the command's thread has computed. */
    private long work() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(command.threadId());
    }

    private long life() {
        return signs.get() + Removals.entries();
    }

    /** Reports, unless the command does that itself just now; not for longer than a call that blocks is waited for. */
    private void giveUp() throws InterruptedException {
        if (reporting.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("vss4j-last-words").start(() -> {
                sayLastWords();
                reported.countDown();
            });
        }
        boolean unused = reported.await(Silence.OF_A_CALL.looks * LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sayLastWords() {
        Runnable words = lastWords;
        if (commandEndsTheJvm()) {
            err.println("vss4j: this Java cannot go on; what is left, the next run removes");
        } else if (words != null) {
            words.run();
        }
    }

    /**
     * Whether the command's own thread ends the JVM: the JDK does that where an upcall cannot be made, for want of memory
     * or whatever else its stderr says.
     */
    private boolean commandEndsTheJvm() {
        return Arrays.stream(command.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }
}
