package org.vss4j;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.vss4j.internal.trace.SessionLogger;

/**
 * One daemon thread that asks all watched operations for their status, and completes the future of each that has come to
 * its end. It runs while there is something to watch.
 *
 * <p>Between two passes it pauses for a hundredth of the youngest operation's age, but at least 1 and at most 15
 * milliseconds, and at least nine times as long as the queries of the shorter of the last two passes took: the end of an
 * operation that has just begun is seen soon, one that runs for minutes costs little, and a slow server is not asked without
 * pause, while one pass that was held up by something else delays nothing. A query that does not return holds all
 * completions up.
 *
 * <p>No code of a user runs on this thread, unless there is no memory for another: what depends on a future runs on virtual
 * threads, one for each, and none of them inherits what belongs to the thread that happened to start the poller.
 */
final class CompletionPoller {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j");

    private static final long MIN_PAUSE = 1_000_000;
    private static final long MAX_PAUSE = 15_000_000;
    private static final int AGE_PER_PAUSE = 100;
    private static final int PAUSE_PER_PASS = 9;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition ARRIVAL = LOCK.newCondition();

    /** Watches that the poller has not taken up yet. Guarded by {@link #LOCK}. */
    private static final List<Watch> ARRIVED = new ArrayList<>();

    /** How long the hand-offs of the pass have taken, which say nothing about the server. Of the poller's thread alone. */
    private static long handingOff;

    /** Whether the thread runs. Guarded by {@link #LOCK}. */
    private static boolean running;

    private CompletionPoller() {}

    /**
     * A future of an operation's end, and when it arrived by {@link System#nanoTime}. It does not hold the operation: a
     * {@link Completion} that depends on the future does, and so does a thread that waits for it.
     */
    private record Watch(AsyncReference reference, CompletableFuture<AsyncStatus> future, long since) {

        /** Asks for the status, and completes the future if that is final. Returns whether there is nothing more to do. */
        boolean isOver() {
            if (future.isDone()) {
                return true;
            }
            try {
                AsyncStatus status = reference.status();
                if (!status.isTerminal()) {
                    return false;
                }
                // If it was closed meanwhile, the end may be the cancel that belongs to the close.
                reference.requireOpen();
                timeHandingOff(() -> future.complete(status));
            } catch (IllegalStateException | VssException e) {
                reference.forgetCompletion(future);
                timeHandingOff(() -> future.completeExceptionally(e));
            }
            return true;
        }
    }

    private static void timeHandingOff(Runnable completion) {
        long begin = System.nanoTime();
        completion.run();
        handingOff += System.nanoTime() - begin;
    }

    /** Completes a future once an operation has come to its end, or cannot be asked any more. */
    static void watch(AsyncReference reference, CompletableFuture<AsyncStatus> future) {
        LOCK.lock();
        try {
            if (!running) {
                // It waits for the lock, and so for the watch.
                Thread.ofPlatform()
                        .daemon()
                        .name("vss4j-poller")
                        .inheritInheritableThreadLocals(false)
                        .start(CompletionPoller::run);
                running = true;
            }
            ARRIVED.add(new Watch(reference, future, System.nanoTime()));
            ARRIVAL.signal();
        } finally {
            LOCK.unlock();
        }
    }

    /** Runs what completes a user's future, and with it the code of that user, on a thread of its own. */
    static void handOff(Runnable completion) {
        try {
            Thread.ofVirtual()
                    .name("vss4j-completion")
                    .inheritInheritableThreadLocals(false)
                    .start(completion);
        } catch (OutOfMemoryError e) {
            // Here then: a completion that never comes is worse than one that holds this thread up.
            completion.run();
        }
    }

    private static void run() {
        List<Watch> watches = new ArrayList<>();
        long end = System.nanoTime();
        long last = 0;
        long lastButOne = 0;
        while (pause(watches, end, Math.min(last, lastButOne))) {
            long begin = System.nanoTime();
            handingOff = 0;
            pass(watches);
            end = System.nanoTime();
            lastButOne = last;
            last = end - begin - handingOff;
        }
    }

    private static void pass(List<Watch> watches) {
        try {
            watches.removeIf(Watch::isOver);
        } catch (Throwable e) {
            // No memory for a thread, say. Nothing was removed; the next pass tries again.
            LOG.log(System.Logger.Level.ERROR, "Polling operations failed; trying again", e);
        }
    }

    /**
     * Waits until the next pass is due, and takes up what arrives meanwhile. Returns false, and lets the poller end, when
     * there is nothing to watch.
     *
     * @param lastEnd when the last pass ended
     * @param pass how long the queries of a pass take
     */
    private static boolean pause(List<Watch> watches, long lastEnd, long pass) {
        LOCK.lock();
        try {
            takeArrived(watches);
            while (!watches.isEmpty()) {
                // Watches are in the order of their arrival, so the last is the youngest.
                long age = lastEnd - watches.getLast().since();
                long pause = Math.max(Math.clamp(age / AGE_PER_PAUSE, MIN_PAUSE, MAX_PAUSE), PAUSE_PER_PASS * pass);
                long left = lastEnd + pause - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                ARRIVAL.awaitNanos(left);
                takeArrived(watches);
            }
            running = !watches.isEmpty();
            return running;
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; a pass too early does no harm.
            return true;
        } catch (OutOfMemoryError e) {
            LockSupport.parkNanos(MAX_PAUSE);
            return true;
        } finally {
            LOCK.unlock();
        }
    }

    private static void takeArrived(List<Watch> watches) {
        watches.addAll(ARRIVED);
        ARRIVED.clear();
    }
}
