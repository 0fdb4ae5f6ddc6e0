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
    private static final Set<Open> SESSIONS = new HashSet<>();

    /** Guarded by {@link #SESSIONS}. */
    private static @Nullable Thread hook;

    private OpenSessions() {}

    /** A session that is closed if the JVM ends. */
    interface Open {
        /** Ends it, and waits for the end, however long that takes. */
        void endForGood();

        /** Which it is, and what is known to keep it from ending, for a line of the log. */
        String name();
    }

    /** If an Error keeps the session from being added, it is not. */
    static void add(Open session) {
        boolean added = false;
        try {
            addOrFail(session);
            added = true;
        } finally {
            if (!added) {
                remove(session);
            }
        }
    }

    private static void addOrFail(Open session) {
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

    static void remove(Open session) {
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
        Set<Open> tried = closeAll(OpenSessions::open, LIMIT);
        boolean areAllTried;
        synchronized (SESSIONS) {
            hook = null;
            areAllTried = tried.containsAll(SESSIONS);
        }
        if (!areAllTried) {
            sayThatItIsTooLate();
        }
    }

    static List<Open> open() {
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
    static Set<Open> closeAll(Supplier<? extends Collection<Open>> open, Duration limit) {
        Deadline deadline = new Deadline(limit);
        Map<Open, Thread> closing = new LinkedHashMap<>();
        while (closesMore(closing, open.get()) && !deadline.isPast()) {
            joinOne(closing.values());
        }
        List<String> late = closing.entrySet().stream()
                .filter(each -> each.getValue().isAlive())
                .map(each -> each.getKey().name())
                .toList();
        if (!late.isEmpty()) {
            LOG.log(
                    ERROR,
                    "The JVM ends without {0} of {1} open sessions being closed, for that takes longer than {2}: {3}",
                    late.size(),
                    closing.size(),
                    limit,
                    String.join("; ", late));
        }
        return closing.keySet();
    }

    /** Begins to close those that have come; returns whether some are being closed. */
    private static boolean closesMore(Map<Open, Thread> closing, Collection<Open> open) {
        open.forEach(session -> closing.computeIfAbsent(session, OpenSessions::startClosing));
        return closing.values().stream().anyMatch(Thread::isAlive);
    }

    /** The thread that closes it; one that is not alive if there is none. */
    private static Thread startClosing(Open session) {
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

    private static void close(Open session) {
        try {
            session.endForGood();
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
