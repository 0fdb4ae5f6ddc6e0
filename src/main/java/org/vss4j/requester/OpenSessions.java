package org.vss4j.requester;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

    /** Guarded by itself. */
    private static final Set<BackupSession> SESSIONS = new HashSet<>();

    /** Guarded by {@link #SESSIONS}. */
    private static @Nullable Thread hook;

    private OpenSessions() {}

    static void add(BackupSession session) {
        synchronized (SESSIONS) {
            if (hook == null) {
                hook = addHook();
            }
            SESSIONS.add(session);
        }
    }

    private static @Nullable Thread addHook() {
        Thread thread = Thread.ofPlatform()
                .name("vss4j-shutdown")
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> closeAll(open(), LIMIT));
        try {
            Runtime.getRuntime().addShutdownHook(thread);
            return thread;
        } catch (IllegalStateException e) {
            LOG.log(ERROR, "The JVM is ending: a session that is opened now will not be closed by a shutdown hook");
            return null;
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

    private static List<BackupSession> open() {
        synchronized (SESSIONS) {
            return List.copyOf(SESSIONS);
        }
    }

    /** Closes side by side, each on a thread of its own, for none is to wait for another; waits up to a limit for all together. */
    static void closeAll(Collection<? extends AutoCloseable> sessions, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        List<Thread> closing =
                sessions.stream().flatMap(OpenSessions::startClosing).toList();
        List<Thread> late = new ArrayList<>(closing);
        late.removeIf(thread -> hasEnded(thread, end));
        if (!late.isEmpty()) {
            LOG.log(
                    ERROR,
                    "The JVM ends without {0} of {1} open sessions being closed: that took longer than {2}",
                    late.size(),
                    sessions.size(),
                    limit);
        }
    }

    private static Stream<Thread> startClosing(AutoCloseable session) {
        try {
            return Stream.of(Thread.ofPlatform()
                    .daemon()
                    .name("vss4j-closing")
                    .inheritInheritableThreadLocals(false)
                    .start(() -> close(session)));
        } catch (Throwable e) {
            LOG.log(ERROR, "There is no thread to close a session at the end of the JVM", e);
            return Stream.empty();
        }
    }

    private static void close(AutoCloseable session) {
        try {
            session.close();
        } catch (Throwable e) {
            LOG.log(ERROR, "Closing a session at the end of the JVM failed", e);
        }
    }

    private static boolean hasEnded(Thread thread, long end) {
        try {
            return thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
