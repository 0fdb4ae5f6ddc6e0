package org.vss4j.requester;

import static java.lang.System.Logger.Level.ERROR;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vss4j.internal.trace.SessionLogger;

/** The sessions that a shutdown hook closes if the JVM ends before they are closed. */
final class OpenSessions {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");
    private static final Set<BackupSession> SESSIONS = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("vss4j-shutdown").unstarted(OpenSessions::closeAll));
        } catch (IllegalStateException e) {
            LOG.log(ERROR, "The JVM is ending: a session that is opened now will not be closed by a shutdown hook");
        }
    }

    private OpenSessions() {}

    static void add(BackupSession session) {
        SESSIONS.add(session);
    }

    static void remove(BackupSession session) {
        SESSIONS.remove(session);
    }

    private static void closeAll() {
        for (BackupSession session : SESSIONS) {
            try {
                session.close();
            } catch (RuntimeException e) {
                LOG.log(ERROR, "Closing a session at the end of the JVM failed", e);
            }
        }
    }
}
