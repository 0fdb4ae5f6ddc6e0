package org.vss4j.internal.com;

import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.trace.SessionLogger;

/**
 * Platform threads of the MTA that work off a line of tasks, each of which may take for ever. As long as the tasks are short
 * one thread does them all, in their order. One that has stood in the line for a tenth of a second is done by a further
 * thread, and so one that does not return holds up nobody but itself. Up to {@value #MOST} threads are busy at a time; then
 * the next one waits in the line, or goes where the maker of the crew sends it. Threads without work end after five seconds.
 *
 * <p>To put a task into the line allocates nothing, unless a thread is to be started. All state is guarded by this object's
 * monitor, which is left even by a thread whose stack is full. The threads are daemons, and inherit nothing.
 */
public final class Crew {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j");

    /** How many threads are busy at most. */
    public static final int MOST = 64;

    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long IDLE_MILLIS = 5_000;

    private final Thread.Builder threads;

    /** Has a task done elsewhere while all threads are busy; false if it is to wait. */
    private final Predicate<Task> elsewhere;

    private @Nullable Task first;
    private @Nullable Task last;

    /** Threads that stand by, or have just been started. */
    private int idle;

    /** Threads that are in a task. */
    private int busy;

    /** Those of them that began it after the last time that a task had waited too long. */
    private int fresh;

    /** How often a task has waited too long. */
    private long generation;

    /** A task, which stands in one line at a time. */
    public abstract static class Task {
        private @Nullable Task before;
        private @Nullable Task behind;
        private long since;
        private boolean inLine;

        /** A task that stands in no line. */
        protected Task() {}

        /** Does it. If this throws, it is done once more, a little later. */
        protected abstract void run();
    }

    /**
     * A crew without threads.
     *
     * @param name what its threads are called; a number follows
     * @param elsewhere is offered each task that has waited too long while all threads are busy, and tells whether it has
     *     seen to it; false: it waits in the line
     */
    public Crew(String name, Predicate<Task> elsewhere) {
        this.threads = Thread.ofPlatform().daemon().name(name, 0).inheritInheritableThreadLocals(false);
        this.elsewhere = elsewhere;
    }

    /**
     * A crew that makes calls, and lets the next wait while all its threads are busy; the first time is logged.
     *
     * @param name what its threads are called; a number follows
     */
    public static Crew ofCalls(String name) {
        AtomicBoolean said = new AtomicBoolean();
        return new Crew(name, task -> {
            if (said.compareAndSet(false, true)) {
                // On a thread of its own, for a log handler may take long.
                Thread unused = Thread.ofVirtual()
                        .inheritInheritableThreadLocals(false)
                        .start(() -> LOG.log(
                                WARNING, "{0} calls do not return, on threads {1}0 and on: more wait", MOST, name));
            }
            return false;
        });
    }

    /**
     * Puts a task into the line.
     *
     * @throws OutOfMemoryError if there is no thread, and none can be started: it does not stand in the line then
     */
    public synchronized void execute(Task task) {
        if (idle > 0) {
            notify();
        } else {
            standBy();
        }
        task.since = System.nanoTime();
        task.before = last;
        task.behind = null;
        task.inLine = true;
        if (last == null) {
            first = task;
        } else {
            last.behind = task;
        }
        last = task;
    }

    /** Takes a task out of the line, if it stands there still. */
    public synchronized void withdraw(Task task) {
        if (!task.inLine) {
            return;
        }
        task.inLine = false;
        Task before = task.before;
        Task behind = task.behind;
        if (before == null) {
            first = behind;
        } else {
            before.behind = behind;
        }
        if (behind == null) {
            last = before;
        } else {
            behind.before = before;
        }
    }

    /** Does a task on the current thread, as a thread of a crew does it: again and again, until nothing is thrown. */
    public static void perform(Task task) {
        while (true) {
            try {
                task.run();
                return;
            } catch (Throwable e) {
                // No memory, say. Nothing is allocated here.
                LockSupport.parkNanos(PATIENCE);
            }
        }
    }

    /**
     * How many tasks are being done.
     *
     * @return the number of busy threads
     */
    public synchronized int busy() {
        return busy;
    }

    /** Starts a thread; one that cannot be had is done without if there are others. */
    private void standBy() {
        try {
            threads.start(new Undeterred(new Worker()));
            idle++;
        } catch (OutOfMemoryError e) {
            if (idle + busy == 0) {
                throw e;
            }
        }
    }

    /** One thread. */
    private final class Worker implements Runnable {
        /** What it does, and goes on with if an Error has thrown it out of that. */
        private @Nullable Task doing;

        /** In which generation its task was taken. */
        private long taken;

        @Override
        public void run() {
            Task task = doing == null ? nextOfIdle() : doing;
            while (task != null) {
                perform(task);
                task = next();
            }
        }

        /** What is done after a task: the first in the line, whatever it has waited. */
        private @Nullable Task next() {
            synchronized (Crew.this) {
                doing = null;
                busy--;
                if (taken == generation) {
                    fresh--;
                }
                idle++;
                if (first != null) {
                    return take(first);
                }
            }
            return nextOfIdle();
        }

        /** Waits until a task is to be done by a thread that stands by; null if that is to end. */
        private @Nullable Task nextOfIdle() {
            synchronized (Crew.this) {
                while (true) {
                    Task next = first;
                    long patience = next == null ? 0 : patience(next);
                    if (next != null && patience <= 0) {
                        if (busy < MOST) {
                            passOver();
                            return take(next);
                        }
                        if (isSeenToElsewhere(next)) {
                            withdraw(next);
                            continue;
                        }
                    }
                    boolean tooMany = next == null && idle > 1;
                    if (tooMany || (!await(patience) && first == null)) {
                        idle--;
                        return null;
                    }
                }
            }
        }

        /** Takes the first out of the line; another thread stands by for the one behind it. */
        private Task take(Task next) {
            withdraw(next);
            doing = next;
            idle--;
            busy++;
            fresh++;
            taken = generation;
            if (first != null && idle == 0) {
                standBy();
            }
            return next;
        }
    }

    /** The busy threads are not counted on any more. */
    private void passOver() {
        if (fresh > 0) {
            generation++;
            fresh = 0;
        }
    }

    /** How long the first may stand in the line yet. */
    private long patience(Task next) {
        return fresh == 0 && busy < MOST ? 0 : PATIENCE - (System.nanoTime() - next.since);
    }

    private boolean isSeenToElsewhere(Task next) {
        try {
            return elsewhere.test(next);
        } catch (Throwable e) {
            return false;
        }
    }

    /** Waits for a change; false if none has come for long. Without patience it is a busy thread that is waited for. */
    @SuppressWarnings("WaitNotInLoop") // The caller looks again.
    private boolean await(long patience) {
        long begin = System.nanoTime();
        long millis = patience <= 0 ? IDLE_MILLIS : TimeUnit.NANOSECONDS.toMillis(patience) + 1;
        try {
            wait(millis);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; to look too early does no harm.
            return true;
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) < IDLE_MILLIS;
    }
}
