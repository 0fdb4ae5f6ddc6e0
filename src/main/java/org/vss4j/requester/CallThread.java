package org.vss4j.requester;

import static java.lang.System.Logger.Level.ERROR;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.StackRoom;
import org.vss4j.internal.com.Unowned;
import org.vss4j.internal.trace.SessionLogger;

/**
 * A thread that calls the service, one call after the other, so that who waits for a call can leave it: the service may
 * hang, and a native call cannot be interrupted. It belongs to the multi-threaded apartment of COM, as each thread that has
 * chosen no other, and keeps no JVM from ending.
 *
 * <p>What belongs to this thread needs no lock. So no thread of a user ever holds one here, and an error that throws it out,
 * at whatever depth of its stack, leaves nothing locked.
 */
final class CallThread {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    private static final String NOT_GIVEN_BACK = "What a call brought, for which nobody waits, was not given back";
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(15);

    /** What is to be done, in its order; what is being done is the first. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** The last of what is to be cleaned up, as a call whose caller was thrown out before he took what it brought. */
    private final AtomicReference<@Nullable Leftover> leftovers = new AtomicReference<>();

    private final Thread thread;

    /** What all calls are told that are not over, and those that are added. */
    private volatile Consumer<Call<?>> leaving = call -> {};

    /** Whether this is to end when there is nothing to do. */
    private volatile boolean last;

    /** Whether what is being done is the last. Of this thread alone. */
    private boolean ended;

    private volatile boolean over;

    private CallThread(String name) {
        thread = Thread.ofPlatform()
                .daemon()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .unstarted(this::work);
    }

    static CallThread start(String name) {
        CallThread calls = new CallThread(name);
        calls.thread.start();
        return calls;
    }

    /** What a call throws when its session is closed. */
    static IllegalStateException closed() {
        return new IllegalStateException("The session is closed");
    }

    private void work() {
        while (!over) {
            try {
                cleanUp();
                workOff(tasks.peek());
            } catch (Throwable e) {
                // There is no memory for a line of the log. This thread has to go on.
            }
        }
        while (leftovers.get() != null) {
            cleanUp();
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            tooLate(task);
        }
        // What its calls gave, and could not be owned.
        Unowned.giveBackAllAtLast();
    }

    /** A call is not made any more; whatever else waits, as a second close does, is told that all is over. */
    private static void tooLate(Runnable task) {
        if (task instanceof Call<?> call) {
            call.leaveClosed();
        } else {
            task.run();
        }
    }

    private void workOff(@Nullable Runnable task) {
        if (task == null) {
            if (last || ended) {
                over = true;
            } else {
                LockSupport.park(this);
            }
            return;
        }
        try {
            task.run();
        } catch (OutOfMemoryError e) {
            // Of a call only what it brought can fail so, for which nobody waits.
            if (task instanceof Call<?> call) {
                leaveBehind(call);
            }
        } catch (Throwable e) {
            LOG.log(ERROR, NOT_GIVEN_BACK, e);
        } finally {
            tasks.poll();
            // Not before: who adds a task then takes it out himself.
            over = ended;
        }
    }

    /** Cleans up what is left; again and again while there is no memory for that. */
    private void cleanUp() {
        Leftover left = leftovers.getAndSet(null);
        while (left != null) {
            Leftover next = left.next;
            if (!isCleanedUp(left)) {
                leaveBehind(left);
            }
            left = next;
        }
    }

    private static boolean isCleanedUp(Leftover left) {
        try {
            left.cleanUp();
        } catch (OutOfMemoryError e) {
            LockSupport.parkNanos(PAUSE);
            return false;
        } catch (Throwable e) {
            LOG.log(ERROR, NOT_GIVEN_BACK, e);
        }
        return true;
    }

    /** Whether this is the current thread: code of a user is running in a call, such as the handler of a log line. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Makes a call, and waits for its return until a deadline. If that is past, or the thread interrupted, nothing is called.
     *
     * @throws InterruptedException if the thread is interrupted first
     * @throws TimeoutException if the time is up first
     * @throws IllegalStateException if the session is closed first, or this is called in a call
     */
    <T extends @Nullable Object> T make(Call<T> call, Deadline deadline) throws InterruptedException, TimeoutException {
        if (isCurrent()) {
            throw new IllegalStateException(
                    call.name() + " is not called, for this is called in another call of the same session");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException(call.name() + " is not called, for the thread was interrupted");
        }
        deadline.requireNotPast(call.name());
        StackRoom.toBegin();
        try {
            add(call);
            return call.await(deadline);
        } finally {
            if (call.abandon()) {
                leaveBehind(call);
            }
        }
    }

    /** Has this thread clean something up, once, before it does anything else; it allocates nothing. */
    void leaveBehind(Leftover left) {
        Leftover before;
        do {
            before = leftovers.get();
            left.next = before;
        } while (!leftovers.compareAndSet(before, left));
        LockSupport.unpark(thread);
    }

    /** Has something done when what was added before is done; if it is the last, it has to call {@link #end}. */
    void add(Runnable task) {
        tasks.add(task);
        if (task instanceof Call<?> call) {
            // If the calls were told to leave just before this one was there, it was not among them.
            leaving.accept(call);
        }
        LockSupport.unpark(thread);
        // It may have been added too late to be seen; who takes it out sees to it.
        if (over && tasks.remove(task)) {
            tooLate(task);
        }
    }

    /** Has the callers of all calls leave that are not over yet, and of those that come. */
    void leaveAll(Consumer<Call<?>> how) {
        leaving = how;
        for (Runnable task : tasks) {
            if (task instanceof Call<?> call) {
                how.accept(call);
            }
        }
    }

    /** The call that is being made, or is the next; null if there is none. */
    @Nullable
    Call<?> presentCall() {
        return tasks.peek() instanceof Call<?> call ? call : null;
    }

    /** Has this thread end when what was added before is done; it allocates nothing. */
    void endAfterAll() {
        last = true;
        LockSupport.unpark(thread);
    }

    /** To be called on this thread: what is being done is the last. */
    void end() {
        ended = true;
    }
}
