package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.trace.SessionScope;
import org.vss4j.internal.trace.TracedOperation;
import org.vss4j.internal.trace.TracedSession;

/**
 * How far a session has come, the operation that runs in it, and its end. One step is made at a time, under a lock that
 * is not held while an operation runs; so cancel and close come through at any time.
 */
final class SessionState {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    private record Running(Step step, AsyncOperation operation) {}

    /** What is known of the copies of the set. */
    enum Copies {
        /** There are none: it did not come to that, or it failed. */
        NONE,
        MADE,
        /** The operation that makes them could not be ended. */
        UNKNOWN
    }

    private final TracedSession traced;
    private final BackupObject backup;
    private final SnapshotContext context;
    private final SessionWriters writers;
    private final ReentrantLock lock = new ReentrantLock();

    /** All operations that were begun; closed with the session. Guarded by {@link #lock}. */
    private final List<AsyncOperation> operations = new ArrayList<>();

    /** The last operation of each step. Guarded by {@link #lock}. */
    private final Map<Step, BackupObject.Begun> latest = new EnumMap<>(Step.class);

    /** Guarded by {@link #lock}. */
    private Step.State state = Step.State.INITIALIZED;

    /** Whether VSS has to be told if the session ends now. Guarded by {@link #lock}. */
    private boolean abortDue;

    /** Guarded by {@link #lock}. */
    private Copies copies = Copies.NONE;

    /** Guarded by {@link #lock}. */
    private boolean closed;

    /** The operation whose end has not been taken into account yet. Written under {@link #lock}. */
    private volatile @Nullable Running running;

    private volatile boolean cancelled;

    /** So that of a cancel and a step that begins one sees the other, and one of the two cancels the operation. */
    private final Object cancelling = new Object();

    private volatile boolean closing;

    SessionState(TracedSession traced, BackupObject backup, SnapshotContext context, SessionWriters writers) {
        this.traced = traced;
        this.backup = backup;
        this.context = context;
        this.writers = writers;
    }

    private SessionScope enter() {
        lock.lock();
        return traced.scope().enter();
    }

    private void leave(SessionScope outer) {
        SessionScope.leave(outer);
        lock.unlock();
    }

    /** Makes a step that has ended when its call returns. */
    <T> T perform(Step step, Supplier<T> call) {
        SessionScope outer = enter();
        try {
            require(step);
            T result = call.get();
            advance(step);
            return result;
        } finally {
            leave(outer);
        }
    }

    /** Takes the end of the last operation into account, and looks at what that means. */
    void review(Runnable look) {
        SessionScope outer = enter();
        try {
            if (closing) {
                throw new IllegalStateException("The session is closed");
            }
            settle();
            look.run();
        } finally {
            leave(outer);
        }
    }

    /** Takes the end of the last operation into account, unless the session is closed, or that end cannot be asked for. */
    void refresh() {
        SessionScope outer = enter();
        try {
            if (!closing) {
                settle();
            }
        } catch (VssException e) {
            LOG.log(DEBUG, "{0}", e.getMessage());
        } finally {
            leave(outer);
        }
    }

    /** Whether a step can be made now. */
    boolean allows(Step step) {
        SessionScope outer = enter();
        try {
            settle();
            return running == null && step.refusal(state, context) == null;
        } finally {
            leave(outer);
        }
    }

    /** Makes a step that begins an operation; the state changes when the operation has finished. */
    AsyncOperation begin(Step step, Supplier<BackupObject.Begun> call) {
        SessionScope outer = enter();
        try {
            require(step);
            BackupObject.Begun begun = recorded(step, call);
            operations.add(begun.own());
            operations.add(begun.lent());
            letGo(latest.put(step, begun));
            if (isCancelledBefore(new Running(step, begun.own()))) {
                // The cancel came during the call, and found nothing to cancel.
                cancelLate(step, begun.own());
            }
            if (step == Step.BACKUP_COMPLETE) {
                // It takes the place of an abort, however it ends.
                abortDue = false;
            }
            return begun.lent();
        } finally {
            leave(outer);
        }
    }

    /** Closes what a step began when it was made before: a session that makes it again and again keeps no more for that. */
    private void letGo(BackupObject.@Nullable Begun earlier) {
        if (earlier != null) {
            List<AsyncOperation> ended = List.of(earlier.own(), earlier.lent());
            ended.forEach(AsyncOperation::close);
            operations.removeAll(ended);
        }
    }

    private BackupObject.Begun recorded(Step step, Supplier<BackupObject.Begun> call) {
        TracedOperation operation = TracedOperation.of(traced.scope().session(), step.method());
        SessionScope outer = traced.scope().with(operation).enter();
        try {
            return call.get();
        } finally {
            SessionScope.leave(outer);
        }
    }

    /** Makes an operation the running one, and tells whether the session was cancelled before: {@link #cancel} saw none. */
    private boolean isCancelledBefore(Running begun) {
        synchronized (cancelling) {
            running = begun;
            return cancelled;
        }
    }

    private static void cancelLate(Step step, AsyncOperation operation) {
        try {
            LOG.log(DEBUG, "Cancel: {0}", operation.cancel());
        } catch (VssException e) {
            LOG.log(WARNING, "Cancelling {0} failed: {1}", step.method(), e.getMessage());
        }
    }

    /** Lets no step be made any more, and cancels the operation that runs; null if none does. */
    @Nullable
    CancelOutcome cancel() {
        Running current;
        synchronized (cancelling) {
            cancelled = true;
            current = running;
        }
        return current == null ? null : current.operation().cancel();
    }

    /**
     * Ends the session on the side of VSS: what runs is cancelled, what is open is aborted, what was given is released.
     *
     * @return what failed; empty also when the session has ended before
     */
    List<RuntimeException> end() {
        closing = true;
        // Before the lock is taken, which a thread that begins the next step holds: it shall find the operation ended.
        Running stopped = running;
        traced.scope().run(() -> stop(stopped));
        SessionScope outer = enter();
        try {
            if (closed) {
                return List.of();
            }
            closed = true;
            if (!Objects.equals(running, stopped)) {
                stop(running);
            }
            List<RuntimeException> failures = new ArrayList<>();
            attempt(failures, this::settle);
            if (running != null && running.step() == Step.DO_SNAPSHOT_SET) {
                copies = Copies.UNKNOWN;
            }
            if (abortDue) {
                attempt(failures, backup::abortBackup);
            }
            operations.forEach(AsyncOperation::close);
            backup.release();
            traced.ended(state.toString());
            return failures;
        } finally {
            leave(outer);
        }
    }

    /** What is known of the copies; for good when the session has ended. */
    Copies copies() {
        lock.lock();
        try {
            return copies;
        } finally {
            lock.unlock();
        }
    }

    private static void attempt(List<RuntimeException> failures, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private static void stop(@Nullable Running current) {
        if (current == null) {
            return;
        }
        try {
            AsyncStatus status = current.operation().awaitOrCancel(Duration.ZERO);
            if (!status.isTerminal()) {
                LOG.log(
                        WARNING,
                        "{0} is still pending after its cancel",
                        current.step().method());
            }
        } catch (VssException e) {
            LOG.log(WARNING, "How {0} ended is not known: {1}", current.step().method(), e.getMessage());
        } catch (IllegalStateException e) {
            LOG.log(DEBUG, "{0} was closed meanwhile", current.step().method());
        }
    }

    private void require(Step step) {
        if (closing) {
            throw new IllegalStateException("The session is closed");
        }
        if (cancelled) {
            throw new CancellationException(step.method() + " is not called: the session was cancelled");
        }
        settle();
        Running current = running;
        String refusal = current == null
                ? step.refusal(state, context)
                : current.step().method() + " is still running: wait for its end, or cancel it";
        if (refusal != null) {
            throw new VssException(step.method(), HResult.VSS_E_BAD_STATE, "not called, for " + refusal);
        }
    }

    /** Takes the end of an operation into account, if there is one that has ended. */
    private void settle() {
        Running current = running;
        if (current == null) {
            return;
        }
        AsyncStatus status = current.operation().status();
        if (!status.isTerminal()) {
            return;
        }
        running = null;
        Step step = current.step();
        LOG.log(DEBUG, "{0}: {1}", step.method(), status);
        if (status instanceof AsyncStatus.Finished) {
            advance(step);
            if (step == Step.GATHER_WRITER_STATUS) {
                takeStatus();
            }
        } else if (step == Step.GATHER_WRITER_STATUS) {
            if (status instanceof AsyncStatus.Failed failed) {
                writers.notGathered(new VssException(step.method(), failed.error()));
            }
        } else {
            state = step == Step.DO_SNAPSHOT_SET ? Step.State.SNAPSHOT_FAILED : Step.State.SPENT;
        }
    }

    private void advance(Step step) {
        state = step.after(state);
        if (step == Step.DO_SNAPSHOT_SET) {
            copies = Copies.MADE;
        }
        if (step == Step.START_SNAPSHOT_SET) {
            abortDue = true;
        } else if (step == Step.DO_SNAPSHOT_SET && !context.hasWriters()) {
            // The set is made, and no writer waits for a word.
            abortDue = false;
        }
    }

    /** Reads what has been gathered, unless the session is being closed, and gives it back. */
    private void takeStatus() {
        if (!closing) {
            writers.readStatus();
        }
        try {
            backup.freeWriterStatus();
        } catch (VssException e) {
            // The release of the object frees it all the same.
            LOG.log(DEBUG, "{0}", e.getMessage());
        }
    }
}
