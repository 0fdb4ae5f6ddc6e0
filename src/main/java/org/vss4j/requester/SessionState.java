package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.Apartment;
import org.vss4j.internal.com.StackRoom;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.trace.SessionScope;
import org.vss4j.internal.trace.TracedOperation;
import org.vss4j.internal.trace.TracedSession;

/**
 * How far a session has come, the operation that runs in it, and its end. Steps are made one at a time, on the session's
 * {@link CallThread}, to which all belongs that is not volatile; their callers wait there, and leave a step at the deadline,
 * at an interrupt, a cancel and a close. A session of which a step was left is spent: nobody waits for what that brings.
 */
final class SessionState implements OpenSessions.Open {
    /* Long, for it is all that happens to a session: its steps, its cancel and its end, which have to fit together. */

    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    /** How late it may be noticed that a session has ended whose end could not be waited for as others are. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(15);

    private record Running(Step step, AsyncOperation operation) {}

    /** What is known of the copies of the set. */
    enum Copies {
        /** There are none: it did not come to that, or it failed. */
        NONE,
        MADE,
        /** The call that makes them, or its operation, has not come to an end that is known. */
        UNKNOWN
    }

    private final CallThread thread;
    private final Deadline deadline;
    private final TracedSession traced;
    private final BackupObject backup;
    private final SnapshotContext context;
    private final Duration patience;
    private final long patienceNanos;
    private final SessionWriters writers;
    private final SnapshotSet set;

    /** The operations that were begun and may be referred to; closed with the session. */
    private final ArrayList<AsyncOperation> operations = new ArrayList<>();

    /** What failed while the session was ended. */
    private final List<RuntimeException> failures = new ArrayList<>();

    /** What the callers of the steps were lent last. */
    private final Map<Step, AsyncOperation> lent = new EnumMap<>(Step.class);

    /** Written by the session's thread alone; for others it is a text. */
    private volatile Step.State state = Step.State.INITIALIZED;

    /** What failed first since the session has come to its state, or brought it there; null if nothing has. */
    private @Nullable RuntimeException setBack;

    /** Whether VSS has to be told if the session ends now. */
    private boolean abortDue;

    private Copies copies = Copies.NONE;

    /** The operation whose end has not been taken into account yet. */
    private volatile @Nullable Running running;

    private volatile boolean cancelled;

    /** So that of a cancel and a step that begins one sees the other, and one of the two cancels the operation. */
    private final Object cancelling = new Object();

    /** Whether a caller has left a step. */
    private volatile boolean left;

    private volatile boolean closing;
    private volatile boolean ended;

    /** The end, as far as it has not been made, for the session's thread. */
    private final Leftover remainder = new Leftover() {
        @Override
        void cleanUp() {
            endHere();
        }
    };

    /** Whether the thread has it. */
    private final AtomicBoolean isLeftBehind = new AtomicBoolean();

    /** The end that was begun last; null before. */
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    SessionState(
            CallThread thread,
            Deadline deadline,
            TracedSession traced,
            BackupObject backup,
            BackupOptions options,
            SessionWriters writers,
            SnapshotSet set) {
        this.thread = thread;
        this.deadline = deadline;
        this.traced = traced;
        this.backup = backup;
        this.context = options.context();
        this.patience = options.patience();
        this.patienceNanos = TimeUnit.NANOSECONDS.convert(options.patience());
        this.writers = writers;
        this.set = set;
    }

    /** Makes a step that has ended when its call returns. */
    <T extends @Nullable Object> T perform(Step step, Supplier<T> call) throws InterruptedException, TimeoutException {
        return make(step.method(), () -> {
            require(step);
            T result = noting(call);
            moveTo(step.after(state));
            return result;
        });
    }

    /** Makes a call; if it fails, that is kept, to be the cause of what is refused for it. */
    private <T extends @Nullable Object> T noting(Supplier<T> call) {
        try {
            return call.get();
        } catch (VssException e) {
            if (setBack == null) {
                setBack = e;
            }
            throw e;
        }
    }

    private void moveTo(Step.State next) {
        if (next != state) {
            state = next;
            setBack = null;
        }
    }

    /** Takes the end of the last operation into account, and looks at what that means. */
    void review(Runnable look) throws InterruptedException, TimeoutException {
        make("QueryStatus", () -> {
            settle();
            look.run();
            return null;
        });
    }

    /**
     * Takes the end of the last operation into account, if the session is not closed, and the service can be asked now: who
     * calls this wants to know what is known, and no more.
     */
    void refresh() {
        if (running == null || closing || cancelled || left || thread.isCurrent()) {
            return;
        }
        try {
            review(() -> {});
        } catch (VssException | IllegalStateException | TimeoutException e) {
            LOG.log(DEBUG, "{0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a step can be made now. */
    boolean allows(Step step) throws InterruptedException, TimeoutException {
        return make(step.method(), () -> {
            settle();
            return running == null && step.refusal(state, context) == null;
        });
    }

    /** Makes a step that begins an operation; the state changes when the operation has finished. */
    AsyncOperation begin(Step step, Supplier<BackupObject.Begun> call) throws InterruptedException, TimeoutException {
        return make(step.method(), () -> {
            require(step);
            // Before the call, so that for want of memory it is not made.
            operations.ensureCapacity(operations.size() + 2);
            BackupObject.Begun begun = noting(() -> recorded(step, call));
            operations.add(begun.own());
            operations.add(begun.lent());
            letGo(lent.put(step, begun.lent()));
            if (isCancelledBefore(new Running(step, begun.own()))) {
                // The cancel came during the call, and found nothing to cancel.
                Awaiting.cancel(step, begun.own(), traced.scope());
            }
            if (step == Step.BACKUP_COMPLETE) {
                // It takes the place of an abort, however it ends.
                abortDue = false;
            }
            return begun.lent();
        });
    }

    /** Calls {@code StartSnapshotSet}: from here on there is something to abort, unless the call is known to have failed. */
    UUID openSet() {
        set.findProviders();
        abortDue = true;
        try {
            return set.start();
        } catch (RuntimeException e) {
            abortDue = false;
            throw e;
        }
    }

    /** Calls {@code DoSnapshotSet}: from here on there may be copies, unless the call is known to have failed. */
    BackupObject.Begun makeCopies() {
        copies = Copies.UNKNOWN;
        try {
            return backup.doSnapshotSet();
        } catch (RuntimeException e) {
            copies = Copies.NONE;
            throw e;
        }
    }

    /**
     * Waits until an operation has finished that a step began; cancels it when the session's time is up or the thread is
     * interrupted, and waits up to 2 seconds more then.
     *
     * @throws VssException if the operation failed, or its status could not be had
     * @throws CancellationException if somebody else cancelled it
     * @throws IllegalStateException if the session is closed first
     */
    void await(Step step, AsyncOperation operation) throws InterruptedException, TimeoutException {
        try (Awaiting awaiting = new Awaiting(step, operation, traced.scope())) {
            awaiting.requireFinished(deadline, () -> cancelled, () -> closing);
        } catch (IllegalStateException e) {
            // Of a close, which also cancels, whatever of it is seen first is the same.
            throw closing && !cancelled ? CallThread.closed() : e;
        }
    }

    /** To be called before something is looked up that is of no use any more when the session is closed. */
    void requireOpen() {
        if (closing) {
            throw CallThread.closed();
        }
    }

    /** How far the session has come, in a word or two; asks nobody. For any thread. */
    String describe() {
        if (ended) {
            return "closed";
        }
        if (closing) {
            return "being closed";
        }
        Running current = running;
        String word = cancelled ? "cancelled" : left ? "left in a call" : state.toString();
        return current == null ? word : word + " with " + current.step().method() + " begun";
    }

    /** Makes something on the session's thread. */
    private <T extends @Nullable Object> T make(String method, Supplier<T> body)
            throws InterruptedException, TimeoutException {
        requireOpen();
        if (cancelled) {
            throw cancelledBefore(method);
        }
        if (left) {
            throw new VssException(
                    method,
                    HResult.VSS_E_BAD_STATE,
                    "not called, for a call of this session had not returned when it was left: open a new session");
        }
        Apartment.requireMultiThreaded("A call of a backup session");
        Call<T> call = new Call<>(method, () -> inScope(body), unused -> stopRunning());
        try {
            return thread.make(call, deadline);
        } finally {
            if (call.isLeft()) {
                left = true;
            }
        }
    }

    private static CancellationException cancelledBefore(String method) {
        return new CancellationException(method + " is not called: the session was cancelled");
    }

    private <T extends @Nullable Object> T inScope(Supplier<T> body) {
        SessionScope outer = traced.scope().enter();
        try {
            return body.get();
        } finally {
            SessionScope.leave(outer);
        }
    }

    /** Closes what a step lent when it was made before: a session that makes it again and again keeps no more for that. */
    private void letGo(@Nullable AsyncOperation earlier) {
        if (earlier != null) {
            earlier.close();
            operations.remove(earlier);
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

    /** Cancels what a step began that nobody waits for. */
    private void stopRunning() {
        Running current = running;
        if (current != null) {
            Awaiting.cancel(current.step(), current.operation(), traced.scope());
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
        thread.leaveAll(Call::leaveCancelled);
        try {
            return current == null ? null : current.operation().cancel();
        } catch (IllegalStateException e) {
            // It has ended meanwhile, or the session is being closed, and it is closed already.
            return null;
        }
    }

    /**
     * Ends the session on the side of VSS: what runs is cancelled, what is open is aborted, what was given is released. On
     * the session's thread itself, in a call, that is put off until the call has returned.
     */
    void end() {
        if (ended) {
            return;
        }
        StackRoom.toBegin();
        closing = true;
        thread.leaveAll(Call::leaveClosed);
        Ending present = ending();
        if (!thread.isCurrent()) {
            present.await(patience);
        }
    }

    /**
     * As {@link #end}, for a session that nobody would end again: what an Error keeps from being done, the session's thread
     * does when that is possible.
     */
    void endWhateverHappens() {
        try {
            end();
        } catch (Error e) {
            closing = true;
            leaveRemainder();
            awaitEnd(patienceNanos);
        }
    }

    /** Has the session's thread make what there is still to be made of the end; it allocates nothing. */
    private void leaveRemainder() {
        if (isLeftBehind.compareAndSet(false, true)) {
            thread.leaveBehind(remainder);
        }
    }

    /** Makes the end; where an Error stops it, the thread goes on when it can, whether somebody ends it again or not. */
    private void endAfterAll() {
        try {
            endHere();
        } catch (Error e) {
            leaveRemainder();
            throw e;
        }
    }

    /** Waits until the session has ended, or for some time, which no interrupt ends; it allocates nothing. */
    private void awaitEnd(long nanos) {
        long start = System.nanoTime();
        boolean interrupted = false;
        while (!ended && System.nanoTime() - start < nanos) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(this, PAUSE);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void endForGood() {
        endWhateverHappens();
        awaitEnd(Long.MAX_VALUE);
    }

    @Override
    public String name() {
        Call<?> present = thread.presentCall();
        return "session " + traced.scope().session()
                + (present == null ? "" : ", of which " + present.name() + " has not returned");
    }

    /** The end that is under way, or was left; or a new one, if there is none, or an error has stopped the last. */
    private Ending ending() {
        while (true) {
            Ending present = ending.get();
            if (present != null && !present.isOver()) {
                return present;
            }
            Ending fresh = new Ending(this::endAfterAll);
            if (!thread.isCurrent()) {
                fresh.attend();
            }
            if (ending.compareAndSet(present, fresh)) {
                begin(fresh);
                return fresh;
            }
        }
    }

    private void begin(Ending fresh) {
        try {
            thread.add(fresh);
        } catch (Throwable e) {
            // There is no memory. Nobody is to wait for it.
            ending.set(null);
            throw e;
        }
    }

    /** As {@link #end}, on the session's thread; what of it an error keeps from being done is done at the next try. */
    void endHere() {
        traced.scope().run(() -> {
            if (!ended) {
                endInScope();
            }
        });
    }

    private void endInScope() {
        attempt(failures, this::stop);
        if (abortDue) {
            attempt(failures, backup::abortBackup);
            abortDue = false;
        }
        operations.forEach(AsyncOperation::close);
        backup.release();
        set.end(copies, failures);
        traced.ended(state.toString());
        OpenSessions.remove(this);
        thread.end();
        ended = true;
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    static void attempt(List<RuntimeException> failures, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** Cancels the operation that runs, and takes its end into account; one that does not end is left to itself. */
    private void stop() {
        Running current = running;
        if (current == null) {
            return;
        }
        String method = current.step().method();
        try (Awaiting awaiting = new Awaiting(current.step(), current.operation(), traced.scope())) {
            AsyncStatus status = awaiting.stop();
            if (status.isTerminal()) {
                settle(current, status);
                return;
            }
            LOG.log(WARNING, "{0} is still pending after its cancel", method);
        } catch (VssException e) {
            LOG.log(WARNING, "How {0} ended is not known: {1}", method, e.getMessage());
        } catch (IllegalStateException e) {
            LOG.log(DEBUG, "{0} was closed meanwhile", method);
        }
        operations.remove(current.operation());
        Awaiting.close(current.operation());
    }

    private void require(Step step) {
        requireOpen();
        if (cancelled) {
            throw cancelledBefore(step.method());
        }
        settle();
        Running current = running;
        String refusal = current == null
                ? step.refusal(state, context)
                : current.step().method() + " is still running: wait for its end, or cancel it";
        if (refusal != null) {
            throw refused(step, refusal);
        }
    }

    /** What a step throws that is not made, with what kept the session from coming to where it could be made. */
    private VssException refused(Step step, String refusal) {
        RuntimeException first = running == null ? setBack : null;
        String before = first == null ? "" : "; what failed first: " + first.getMessage();
        VssException refused =
                new VssException(step.method(), HResult.VSS_E_BAD_STATE, "not called, for " + refusal + before);
        refused.initCause(first);
        return refused;
    }

    /** Takes the end of an operation into account, if there is one that has ended. */
    private void settle() {
        Running current = running;
        if (current == null) {
            return;
        }
        AsyncStatus status = Awaiting.ask(current.operation());
        if (status.isTerminal()) {
            settle(current, status);
        }
    }

    private void settle(Running current, AsyncStatus status) {
        running = null;
        // What the caller of the step was lent stays; the session has no use for its own reference any more.
        current.operation().close();
        operations.remove(current.operation());
        Step step = current.step();
        LOG.log(DEBUG, "{0}: {1}", step.method(), status);
        if (status instanceof AsyncStatus.Finished) {
            finished(step);
        } else if (step == Step.GATHER_WRITER_STATUS) {
            if (status instanceof AsyncStatus.Failed failed) {
                writers.notGathered(new VssException(step.method(), failed.error()));
            }
        } else {
            state = step.failed();
            copies = step == Step.DO_SNAPSHOT_SET ? Copies.NONE : copies;
            setBack = status instanceof AsyncStatus.Failed failed
                    ? new VssException(step.method(), failed.error())
                    : new CancellationException(step.method() + " was cancelled");
        }
    }

    private void finished(Step step) {
        moveTo(step.after(state));
        if (step == Step.GATHER_WRITER_STATUS) {
            takeStatus();
        }
        if (step == Step.BACKUP_COMPLETE) {
            writers.haveBeenTold();
        }
        if (step == Step.DO_SNAPSHOT_SET) {
            copies = Copies.MADE;
            // The set is made; and where there are no writers, nobody waits for a word.
            abortDue &= context.hasWriters();
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
