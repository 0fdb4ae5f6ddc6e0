package org.vss4j;

import org.jspecify.annotations.Nullable;

/**
 * One operation as the poller sees it, and who waits for its end. It is made for the first who waits, and over when the end
 * has come, the operation is closed, its status could not be had, or the poller has found that nobody waits any more. It does
 * not hold the operation: a {@link Completion} does, and so does a thread that waits for it.
 *
 * <p>Its list is guarded by its monitor, under which nothing is called; to end a watch and to tell those who wait allocates
 * nothing. Whoever cannot be told, for lack of memory, is told by a later {@link #isOver}.
 */
final class Watch {
    private final AsyncReference reference;

    /** When it began, by {@link System#nanoTime}. */
    final long since = System.nanoTime();

    /** Before this instant it is not asked for; of the poller, like the link. */
    long rest = since;

    @Nullable
    Watch next;

    private volatile @Nullable Waiter first;

    /** How many are being told, who may have to be put back; guarded by the monitor. */
    private int telling;

    private volatile boolean over;

    /** How it ended: with one of these, or, if the operation was closed or nobody waited, with none. */
    private volatile @Nullable AsyncStatus status;

    private volatile @Nullable Throwable failure;

    Watch(AsyncReference reference) {
        this.reference = reference;
    }

    /** Takes someone in; false if it is too late. */
    synchronized boolean add(Waiter waiter) {
        if (over) {
            return false;
        }
        push(waiter);
        return true;
    }

    private void push(Waiter waiter) {
        Waiter former = first;
        waiter.watch = this;
        waiter.before = null;
        waiter.behind = former;
        if (former != null) {
            former.before = waiter;
        }
        first = waiter;
    }

    /** Forgets someone who is in the list still. */
    synchronized void remove(Waiter waiter) {
        Waiter before = waiter.before;
        Waiter behind = waiter.behind;
        if (before != null) {
            before.behind = behind;
        } else if (waiter.equals(first)) {
            first = behind;
        }
        if (behind != null) {
            behind.before = before;
        }
        waiter.before = null;
        waiter.behind = null;
    }

    /** The terminal status, if that is how it ended. */
    @Nullable
    AsyncStatus status() {
        return status;
    }

    /** What kept the status from being had, if that is how it ended. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** How many are in the list. */
    synchronized int waiting() {
        int count = 0;
        for (Waiter waiter = first; waiter != null; waiter = waiter.behind) {
            count++;
        }
        return count;
    }

    /**
     * Asks for the status, ends the watch if that is terminal or cannot be had, and tells those who wait. Returns whether
     * there is nothing more to do.
     */
    boolean isOver() {
        if (!over) {
            if (endIfUnwanted()) {
                return true;
            }
            ask();
        }
        return over && tell();
    }

    private void ask() {
        try {
            AsyncStatus answer = reference.status();
            if (answer.isTerminal()) {
                // If it was closed meanwhile, the end may be the cancel that belongs to the close.
                reference.requireOpen();
                end(answer, null);
            }
        } catch (VssException e) {
            fail(e);
        } catch (IllegalStateException e) {
            close();
            // Goes on with the close if an Error has stopped it.
            reference.shut();
        }
    }

    /** Ends it because the operation is closed. */
    void close() {
        end(null, null);
        boolean unused = tell();
    }

    /** Ends it because the status cannot be had; who asks later tries anew. */
    void fail(Throwable reason) {
        end(null, reason);
        reference.forget(this);
        boolean unused = tell();
    }

    private boolean endIfUnwanted() {
        if (first != null) {
            return false;
        }
        synchronized (this) {
            if (first != null) {
                return false;
            }
            over = true;
        }
        reference.forget(this);
        return true;
    }

    private synchronized void end(@Nullable AsyncStatus newStatus, @Nullable Throwable newFailure) {
        if (!over) {
            status = newStatus;
            failure = newFailure;
            over = true;
        }
    }

    /** Tells those who wait; false if someone has not been told yet. */
    private boolean tell() {
        for (Waiter waiter = pop(); waiter != null; waiter = pop()) {
            boolean told = false;
            try {
                waiter.tell();
                told = true;
            } catch (Throwable e) {
                return false;
            } finally {
                settle(waiter, told);
            }
        }
        return areAllTold();
    }

    private synchronized @Nullable Waiter pop() {
        Waiter waiter = first;
        if (waiter != null) {
            remove(waiter);
            telling++;
        }
        return waiter;
    }

    private synchronized void settle(Waiter waiter, boolean told) {
        telling--;
        if (!told) {
            push(waiter);
        }
    }

    private synchronized boolean areAllTold() {
        return first == null && telling == 0;
    }
}
