package org.vss4j.requester;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.trace.SessionLogger;

/**
 * The sessions that a shutdown hook closes if the JVM ends before they are closed. There is a hook as long as there is one:
 * the JVM keeps it, and with it the class loader of this class.
 */
final class OpenSessions {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    /** How long the end of the JVM waits for all of them together. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** How late it may be noticed that a session was opened meanwhile. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Guarded by itself. */
    private static final Set<BackupSession> SESSIONS = new HashSet<>();

    /** Guarded by {@link #SESSIONS}. */
    private static @Nullable Thread hook;

    private OpenSessions() {}

    static void add(BackupSession session) {
        Thread fresh = Thread.ofPlatform()
                .name("vss4j-shutdown")
                .inheritInheritableThreadLocals(false)
                .unstarted(OpenSessions::closeAtTheEnd);
        boolean isHooked;
        synchronized (SESSIONS) {
            SESSIONS.add(session);
            if (hook == null && addHook(fresh)) {
                hook = fresh;
            }
            isHooked = hook != null;
        }
        if (!isHooked) {
            sayThatItIsTooLate();
        }
    }

    /** Not to be called with the monitor held, for a log handler may do anything. */
    private static void sayThatItIsTooLate() {
        LOG.log(ERROR, "The JVM is ending: a session that is opened now will not be closed by a shutdown hook");
    }

    private static boolean addHook(Thread fresh) {
        try {
            Runtime.getRuntime().addShutdownHook(fresh);
            return true;
        } catch (IllegalStateException e) {
            // The JVM is ending.
            return false;
        }
    }

    static void remove(BackupSession session) {
        synchronized (SESSIONS) {
            SESSIONS.remove(session);
            Thread present = hook;
            if (present != null && SESSIONS.isEmpty() && removeHook(present)) {
                hook = null;
            }
        }
    }

    private static boolean removeHook(Thread present) {
        try {
            return Runtime.getRuntime().removeShutdownHook(present);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook is running.
            return false;
        }
    }

    private static void closeAtTheEnd() {
        Set<AutoCloseable> tried = closeAll(OpenSessions::open, LIMIT);
        boolean areAllTried;
        synchronized (SESSIONS) {
            hook = null;
            areAllTried = tried.containsAll(SESSIONS);
        }
        if (!areAllTried) {
            sayThatItIsTooLate();
        }
    }

    private static List<BackupSession> open() {
        synchronized (SESSIONS) {
            return List.copyOf(SESSIONS);
        }
    }

    /**
     * Closes side by side, each on a thread of its own, for none is to wait for another; waits up to a limit for all together.
     * Until then it also closes what is opened meanwhile.
     *
     * @return what it has begun to close
     */
    static Set<AutoCloseable> closeAll(Supplier<? extends Collection<? extends AutoCloseable>> open, Duration limit) {
        Deadline deadline = new Deadline(limit);
        Map<AutoCloseable, Thread> closing = new LinkedHashMap<>();
        while (closesMore(closing, open.get()) && !deadline.isPast()) {
            joinOne(closing.values());
        }
        long late = closing.values().stream().filter(Thread::isAlive).count();
        if (late > 0) {
            LOG.log(
                    ERROR,
                    "The JVM ends without {0} of {1} open sessions being closed: that took longer than {2}",
                    late,
                    closing.size(),
                    limit);
        }
        return closing.keySet();
    }

    /** Begins to close those that have come; returns whether some are being closed. */
    private static boolean closesMore(Map<AutoCloseable, Thread> closing, Collection<? extends AutoCloseable> open) {
        open.forEach(session -> closing.computeIfAbsent(session, OpenSessions::startClosing));
        return closing.values().stream().anyMatch(Thread::isAlive);
    }

    /** The thread that closes it; one that is not alive if there is none. */
    private static Thread startClosing(AutoCloseable session) {
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("vss4j-closing")
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> close(session));
        try {
            thread.start();
        } catch (Throwable e) {
            LOG.log(ERROR, "There is no thread to close a session at the end of the JVM", e);
        }
        return thread;
    }

    private static void close(AutoCloseable session) {
        try {
            session.close();
        } catch (Throwable e) {
            LOG.log(ERROR, "Closing a session at the end of the JVM failed", e);
        }
    }

    /** Waits a little for one of them, no longer than a new session may wait for its close. */
    private static void joinOne(Collection<Thread> closing) {
        Optional<Thread> alive = closing.stream().filter(Thread::isAlive).findAny();
        try {
            boolean unused = alive.isEmpty() || alive.get().join(PAUSE);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; to look too early does no harm.
        }
    }
}
