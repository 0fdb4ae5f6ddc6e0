package org.vss4j.requester;

import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.vss4j.internal.com.StackRoom;
import org.vss4j.internal.trace.SessionScope;
import org.vss4j.internal.trace.TracedSession;

/** How a session comes to be: its thread, and on that its object of the service. */
final class SessionOpening {
    private final Supplier<BackupObject> factory;
    private final BackupOptions options;
    private final CopyAccess access;
    private final SetRecord setRecord;
    private final SetProviders providers;
    private final Deadline deadline;

    /**
     * An opening that is to be made, once.
     *
     * @param factory makes the object
     * @param deadline until when the session has to be done
     */
    SessionOpening(
            Supplier<BackupObject> factory,
            BackupOptions options,
            CopyAccess access,
            SetRecord setRecord,
            SetProviders providers,
            Deadline deadline) {
        this.factory = factory;
        this.options = options;
        this.access = access;
        this.setRecord = setRecord;
        this.providers = providers;
        this.deadline = deadline;
    }

    BackupSession make() throws InterruptedException, TimeoutException {
        if (!options.selection().namesNothing() && !options.context().hasWriters()) {
            throw new IllegalArgumentException(
                    "Components are selected, but no writer takes part in the context " + options.context());
        }
        StackRoom.toBegin();
        TracedSession traced = new TracedSession(options.context().toString());
        CallThread thread = CallThread.start("vss4j-session-" + traced.scope().session());
        Call<BackupSession> opening =
                new Call<>("CreateVssBackupComponents", () -> open(thread, traced), BackupSession::endHere);
        try {
            return thread.make(opening, deadline);
        } catch (Throwable e) {
            thread.endAfterAll();
            if (!opening.isLeft()) {
                traced.ended("NOT_OPENED");
            }
            throw e;
        }
    }

    /** On the thread of the session's calls. */
    private BackupSession open(CallThread thread, TracedSession traced) {
        SessionScope outer = traced.scope().enter();
        try {
            BackupObject backup = factory.get();
            try {
                BackupSession session =
                        new BackupSession(thread, deadline, traced, backup, options, access, setRecord, providers);
                if (options.atShutdown() == BackupOptions.AtShutdown.CLOSE) {
                    session.closeAtShutdown();
                }
                return session;
            } catch (Throwable e) {
                backup.giveBack();
                throw e;
            }
        } finally {
            SessionScope.leave(outer);
        }
    }
}
