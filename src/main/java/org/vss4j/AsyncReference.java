package org.vss4j;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Apartment;
import org.vss4j.internal.com.CallFrame;
import org.vss4j.internal.com.ComReference;
import org.vss4j.internal.com.Errand;
import org.vss4j.internal.com.Linking;
import org.vss4j.internal.com.StackRoom;
import org.vss4j.internal.com.Unowned;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.trace.FlightRecording;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.trace.SessionScope;
import org.vss4j.internal.trace.TracedOperation;

/**
 * The reference to an IVssAsync that an {@link AsyncOperation} holds, and all calls through it. It knows neither the
 * operation nor its arena, so that it can be the cleanup of an automatic arena, which still runs.
 */
final class AsyncReference extends ComReference implements Consumer<MemorySegment> {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j");

    /** What a call of QueryStatus finds in its out-parameter, to see whether it was set: no HRESULT that anyone defines. */
    private static final int UNSET = 0x3ADE_51DE;

    static final AsyncStatus PENDING = AsyncCodes.PENDING;

    /** How long until those are told who could not be. */
    private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100);

    private static final VarHandle WATCH;

    static {
        Linking.OPERATIONS.begin();
        try {
            WATCH = MethodHandles.lookup().findVarHandle(AsyncReference.class, "watch", Watch.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What is done to an operation that is still pending when its reference is closed. */
    enum AtClose {
        CANCEL,
        LEAVE_RUNNING
    }

    private final boolean cancelsAtClose;

    /** How the poller sees this, and who waits for the end; null unless someone does, or the end has come. */
    private volatile @Nullable Watch watch;

    /**
     * Whether there is nothing left to cancel: the end has been seen, or a Cancel was taken or made by the close. Written
     * inside the gate, and read by who has closed it: what was written before a call left is seen, and what is written by a
     * call in flight need not be, for one Cancel more changes nothing.
     */
    private boolean settled;

    AsyncReference(MemorySegment async, AtClose atClose) {
        super(async, scope(atClose));
        this.cancelsAtClose = atClose == AtClose.CANCEL;
    }

    /** The current thread's scope; with the operation, if that is recorded and this is its owner. */
    private static SessionScope scope(AtClose atClose) {
        SessionScope current = SessionScope.current();
        return atClose == AtClose.CANCEL ? current.withOperation() : current;
    }

    /**
     * IVssAsync::Cancel, decoded.
     *
     * @throws VssException if it failed otherwise than by naming the error of an operation that has failed
     */
    CancelOutcome cancel() {
        return Apartment.callsElsewhere() ? Apartment.callElsewhere(this::cancelHere) : cancelHere();
    }

    private CancelOutcome cancelHere() {
        enter();
        try {
            int result = cancelInside();
            if (!AsyncCodes.isOfCancel(result)) {
                // Without leaving: a close in between would keep the status, and with it the outcome, from the caller.
                return decideByStatus(HResult.of(result));
            }
            settled = true;
            return AsyncCodes.outcome(result);
        } finally {
            leave();
        }
    }

    /** Whose it is, where it is, and what is known of it without a call. */
    String describe() {
        Watch present = watch;
        AsyncStatus end = present == null ? null : present.status();
        String known = end == null ? "open" : end.toString();
        return (cancelsAtClose ? "adopted" : "shared") + " at 0x" + Long.toHexString(self().address()) + ", "
                + (isClosed() ? "closed" : known);
    }

    private CancelOutcome decideByStatus(HResult result) {
        VssException failure = new VssException("Cancel", result, explain(result));
        try {
            if (statusInside() instanceof AsyncStatus.Failed failed) {
                HResult error = failed.error();
                if (!error.equals(result)) {
                    scope().run(() -> LOG.log(
                            WARNING, "Cancel returned {0} for an operation that failed with {1}", result, error));
                }
                return new CancelOutcome.AlreadyFailed(error);
            }
        } catch (VssException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    private static String explain(HResult result) {
        boolean unexpected = result.equals(HResult.VSS_E_UNEXPECTED) || result.equals(HResult.E_UNEXPECTED);
        return unexpected
                ? "VSS met an error that it does not describe; the Application event log says more"
                : result.meaning();
    }

    /**
     * IVssAsync::Wait, whose HRESULT decides nothing: how the operation stands is asked for after it. Called on platform
     * threads of the MTA only.
     */
    void await(int milliseconds) {
        enter();
        try {
            int unused = FlightRecording.ended(
                    FlightRecording.begun(), "IVssAsync::Wait", session(), AsyncSlots.await(self(), milliseconds));
        } finally {
            leave();
        }
    }

    /**
     * IVssAsync::QueryStatus, decoded.
     *
     * @throws VssException if the query itself failed
     */
    AsyncStatus status() {
        return Apartment.callsElsewhere() ? ask().join() : statusHere();
    }

    /**
     * Has another thread ask for the status.
     *
     * @throws OutOfMemoryError if there is no thread for it
     */
    Errand<AsyncStatus> ask() {
        return Apartment.ask(this::statusHere);
    }

    private AsyncStatus statusHere() {
        enter();
        try {
            return statusInside();
        } finally {
            leave();
        }
    }

    /** QueryStatus, decoded, for a caller that is counted in. */
    private AsyncStatus statusInside() {
        long answer = queryInside();
        int result = (int) (answer >>> 32);
        int code = (int) answer;
        if (result < 0) {
            throw new VssException("QueryStatus", HResult.of(result));
        }
        if (code == UNSET) {
            throw new VssException(
                    "QueryStatus",
                    HResult.E_UNEXPECTED,
                    "it returned " + HResult.of(result) + " without giving a status");
        }
        AsyncStatus status = AsyncCodes.status(code);
        if (status.isTerminal()) {
            settled = true;
            recordEnd(status, code);
        }
        return status;
    }

    private void recordEnd(AsyncStatus status, int code) {
        TracedOperation traced = scope().operation();
        if (traced != null) {
            traced.ended(status.getClass().getSimpleName().toLowerCase(Locale.ROOT), code);
        }
    }

    /**
     * Has someone told the end: at once, if it has been seen; on the poller's thread, when it is; or on that of the close.
     *
     * @throws IllegalStateException if this is closed
     * @throws OutOfMemoryError if there is no thread that could see the end
     */
    void tell(Waiter waiter) {
        while (true) {
            requireOpen();
            Watch present = watch;
            if (present == null) {
                begin(waiter);
                return;
            }
            if (present.add(waiter)) {
                endIfClosed(present);
                return;
            }
            if (present.status() != null) {
                waiter.watch = present;
                waiter.run();
                return;
            }
            forget(present);
        }
    }

    private void begin(Waiter waiter) {
        Watch fresh = new Watch(this);
        fresh.add(waiter);
        if (!WATCH.compareAndSet(this, null, fresh)) {
            fresh.remove(waiter);
            tell(waiter);
            return;
        }
        try {
            CompletionPoller.watch(fresh);
        } catch (Throwable e) {
            // No thread, say: nobody is to wait for what nobody sees.
            fresh.remove(waiter);
            fresh.fail(e);
            while (!fresh.isOver()) {
                // Who has come meanwhile is told by nobody else, once there is memory.
                LockSupport.parkNanos(RETRY);
            }
            throw e;
        }
        endIfClosed(fresh);
    }

    /** The close may have looked for a watch just before this one was there. */
    private void endIfClosed(Watch present) {
        if (isClosed()) {
            present.close();
        }
    }

    /** Lets the next who waits begin anew. */
    void forget(Watch past) {
        WATCH.compareAndSet(this, past, null);
    }

    /** The arena's cleanup: ends the reference. What the arena passes is the memory that it was given for this. */
    @Override
    public void accept(MemorySegment unused) {
        shut();
    }

    /**
     * Ends the reference, once: never waits for a call in flight, and throws nothing but an Error of the JVM. That leaves the
     * rest to the next close, or to the thread that does it for a virtual one.
     */
    void shut() {
        StackRoom.toEnd();
        if (tryClose()) {
            Watch present = watch;
            try {
                if (present != null) {
                    present.close();
                }
            } finally {
                bringToEnd();
            }
        }
    }

    /** Calls little deep, as all that is done at a close: the compiler does not look deeper than fifteen calls, where Release is. */
    private void bringToEnd() {
        if (Apartment.endsElsewhere()) {
            Apartment.bringToEnd(this, AsyncReference::finish);
        } else {
            finish();
        }
    }

    /** The rest of a close. */
    private void finish() {
        boolean ended = false;
        try {
            if (scope().isCurrent()) {
                end();
            } else {
                scope().run(this, AsyncReference::end);
            }
            ended = true;
        } catch (RuntimeException e) {
            LOG.log(ERROR, "Closing an operation: its Cancel failed", e);
            ended = true;
        } finally {
            if (!ended) {
                stop();
            }
        }
        leave();
        Unowned.giveBackAll();
    }

    private void end() {
        if (cancelsAtClose) {
            cancelIfPending();
            TracedOperation traced = scope().operation();
            if (traced != null) {
                traced.closed();
            }
        }
    }

    /** Fails if the reference is closed. */
    void requireOpen() {
        if (isClosed()) {
            throw closed();
        }
    }

    static IllegalStateException closed() {
        return new IllegalStateException("The operation is closed");
    }

    private long session() {
        return scope().session();
    }

    private void enter() {
        if (!tryEnter()) {
            throw closed();
        }
    }

    /**
     * Cancels, unless there is nothing left to cancel. The status is not asked for: a query may not return, and a close
     * must; and the Cancel of an operation that has ended changes nothing.
     */
    private void cancelIfPending() {
        if (settled) {
            return;
        }
        int result = Apartment.isSingleThreaded() ? Apartment.callElsewhere(this::cancelInside) : cancelInside();
        settled = true;
        if (!AsyncCodes.isOfCancel(result)) {
            LOG.log(
                    WARNING,
                    "Closing an operation: Cancel returned {0}; it has failed, or goes on",
                    HResult.of(result));
        }
    }

    /** Cancel, for a caller that is counted in. */
    private int cancelInside() {
        return FlightRecording.ended(
                FlightRecording.begun(), "IVssAsync::Cancel", session(), AsyncSlots.cancel(self()));
    }

    /** QueryStatus, for a caller that is counted in: its HRESULT in the upper half, the status in the lower. */
    private long queryInside() {
        try (CallFrame frame = CallFrame.open()) {
            MemorySegment out = frame.memory();
            out.set(ValueLayout.JAVA_INT, 0, UNSET);
            int result = FlightRecording.ended(
                    FlightRecording.begun(), "IVssAsync::QueryStatus", session(), AsyncSlots.queryStatus(self(), out));
            return (long) result << 32 | Integer.toUnsignedLong(out.get(ValueLayout.JAVA_INT, 0));
        }
    }
}
