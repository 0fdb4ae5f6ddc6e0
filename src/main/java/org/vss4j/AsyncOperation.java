package org.vss4j;

import static java.lang.System.Logger.Level.WARNING;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.vss4j.internal.com.Apartment;
import org.vss4j.internal.com.Errand;
import org.vss4j.internal.com.StackRoom;
import org.vss4j.internal.com.Unowned;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.windows.NativeAccess;

/**
 * An asynchronous operation of the Volume Shadow Copy Service: one reference to one {@code IVssAsync}, scoped to an
 * {@link Arena}. It can be cancelled with an exact result, asked, waited for, and closed, by any thread at any time; no
 * interleaving of these calls a pointer that has been released, releases it twice, or leaks it.
 *
 * <p><b>Lifetime.</b> The operation ends with {@link #close()} or with its arena, whichever comes first; the other does
 * nothing then. A confined or shared arena closes the operation when it closes. An automatic arena closes it when the
 * operation and its pending {@linkplain #completion() completions} are no longer reachable; the operation keeps such an
 * arena reachable. The global arena never closes, so there only {@code close()} does. The arena governs the lifetime and
 * nothing else: an operation in a confined arena may be used by every thread.
 *
 * <p><b>Close.</b> Closing an adopted operation cancels it, unless it has been seen to end or has been cancelled; closing a
 * shared one does not. It waits for no other call, and does not ask for the status. After that no call is let in, and
 * {@code Release} is called once, by the last call to leave. Waiting threads get an {@link IllegalStateException} within 50
 * milliseconds, and so do outstanding completions; a waiting thread that learns of the close's own cancel first returns
 * {@link AsyncStatus.Cancelled}. Every method but {@code close()} then throws it.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. An operation must not be made on a thread that is in a
 * single-threaded apartment of COM, such as a user interface's; its other methods work there too. What a virtual thread has
 * to call is called by another thread, so that no carrier is kept by the service: such a call takes some microseconds more.
 *
 * <p><b>Threads of the library.</b> All are daemons, inherit nothing, and are there only while there is something to do, and
 * at most five seconds longer:
 *
 * <ul>
 *   <li>{@code vss4j-poller} asks all operations that have a completion, or for which a virtual thread waits;
 *       {@code vss4j-poller-relief} has another one go on when it is held up.
 *   <li>{@code vss4j-completion-} and a number: at most 64, complete the futures, and so run what depends on them. While all
 *       are busy for longer than a tenth of a second, virtual threads do, one for each, called {@code vss4j-completion}.
 *   <li>{@code vss4j-mta-query-} and a number: at most 64, ask for virtual threads, for those of a single-threaded apartment,
 *       for sessions and for {@code awaitOrCancel}; {@code vss4j-mta-} and a number: at most 64, make their other calls.
 * </ul>
 *
 * <p><b>No stack, no memory.</b> A {@code StackOverflowError} comes before a method has done anything. An
 * {@code OutOfMemoryError} may come in the middle of a close; the next {@code close()}, the close of the arena or, while
 * somebody waits, the poller does what is left to be done. If it ends the close of the arena, close the operation itself. In an
 * upcall, that is in a COM object implemented in Java that native code has called, no code can help it: the JVM ends the process
 * when the stack ends there, whatever is caught.
 *
 * <p><b>Servers that misbehave.</b> What is not documented is not hidden, and what {@code QueryStatus} says is what counts:
 *
 * <ul>
 *   <li>An operation may end with any code: an error is {@link AsyncStatus.Failed}, a success code other than the documented
 *       ones {@link AsyncStatus.Finished}, each with that code.
 *   <li>{@code Cancel} with another result than the documented ones is a {@link VssException} with that code, be it an error
 *       or a success, unless the operation has failed. A cancel that is taken but has no effect yet leaves the status
 *       {@link AsyncStatus.Pending}, if need be for ever.
 *   <li>{@code QueryStatus} that fails is a {@code VssException} with its code, for waiting threads and completions too.
 *       One that succeeds without giving a status is one with E_UNEXPECTED; with another success code it counts as S_OK.
 *   <li>{@code Wait} is only a means: one that fails, returns too early, or hides a failure changes nothing but how soon the
 *       end is seen, and is not called without pause. One that returns too late holds its thread up by as much.
 *   <li>{@code QueryStatus} that does not return blocks the thread that calls {@code status()}, and a platform thread in
 *       {@code await}; a virtual thread in {@code await}, and any in {@code awaitOrCancel}, returns when its time is up, or half
 *       a second after its call. It
 *       costs no other operation: it delays the completions of others, and virtual threads that wait for others, once, by up
 *       to two tenths of a second. While 64 queries of the poller do not return, each further one delays them by a second; from
 *       128 on, until one of them returns. Of queries that virtual threads make, and threads of a single-threaded apartment,
 *       the 65th waits until one returns.
 *       A cancel that the service takes, of a completion too, and a close do not depend on a query; one that the service
 *       answers with another code asks how the operation has ended.
 *   <li>{@code Cancel} or {@code Release} that does not return blocks the thread that cancels or closes, one in
 *       {@code awaitOrCancel} for 2 seconds, or that whose call is
 *       the last to leave, and nobody else's calls: the completions of an operation whose close is held up have ended. For
 *       an automatic arena that thread is the one on which the JDK runs all cleanups. Of those that virtual threads make, and
 *       threads of a single-threaded apartment, the 65th waits until one returns.
 * </ul>
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vss/nn-vss-ivssasync">IVssAsync</a>
 */
public final class AsyncOperation implements AutoCloseable {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j");

    /** How long {@link #awaitOrCancel} waits for a cancel to take effect. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final AsyncReference reference;

    /** Kept reachable: an automatic arena that nobody holds would close. */
    @SuppressWarnings("UnusedVariable")
    private final Arena arena;

    private AsyncOperation(AsyncReference reference, Arena arena) {
        this.reference = reference;
        this.arena = arena;
    }

    /**
     * Takes over the caller's one reference to an operation: if this throws, the operation has been cancelled if it was
     * pending, and the reference released; but for an {@code IllegalCallerException}, without which nothing can be called, and
     * a {@code StackOverflowError}, which comes before anything is done. If there is not even the memory for that, the next
     * adoption or close does it.
     *
     * @param async a pointer to an {@code IVssAsync}, as the method that began the operation returned it
     * @param arena ends the operation when it closes
     * @return the operation, which owns the reference
     * @throws IllegalArgumentException if the pointer is NULL, or a segment of the Java heap
     * @throws IllegalStateException if the arena is closed, or the thread is in a single-threaded apartment
     * @throws WrongThreadException if the arena is confined to another thread
     * @throws IllegalCallerException if native access is denied; the message names the flag that gives it
     */
    public static AsyncOperation adopt(MemorySegment async, Arena arena) {
        StackRoom.toBegin();
        Unowned.giveBackAll();
        return own(requirePointer(async), arena, AsyncReference.AtClose.CANCEL);
    }

    /**
     * Adds a reference to an operation; the caller keeps its own. Closing a shared operation, or its arena, only releases
     * what was added. {@link #cancel()} still cancels.
     *
     * @param async a pointer to an {@code IVssAsync}
     * @param arena ends this object when it closes
     * @return the operation, which owns the added reference
     * @throws IllegalArgumentException if the pointer is NULL, or a segment of the Java heap
     * @throws IllegalStateException if the arena is closed, or the thread is in a single-threaded apartment
     * @throws WrongThreadException if the arena is confined to another thread
     * @throws IllegalCallerException if native access is denied; the message names the flag that gives it
     */
    public static AsyncOperation share(MemorySegment async, Arena arena) {
        StackRoom.toBegin();
        Unowned.giveBackAll();
        MemorySegment pointer = requirePointer(async);
        // Eight bytes: an interface pointer points at the address of its vtable.
        MemorySegment self = MemorySegment.ofAddress(pointer.address()).reinterpret(Long.BYTES);
        Apartment.call(() -> UnknownSlots.addRef(self));
        return own(pointer, arena, AsyncReference.AtClose.LEAVE_RUNNING);
    }

    private static MemorySegment requirePointer(MemorySegment async) {
        NativeAccess.require();
        if (async.address() == 0) {
            throw new IllegalArgumentException(
                    "The IVssAsync pointer is NULL: the call that should give it has failed");
        }
        if (!async.isNative()) {
            throw new IllegalArgumentException("A segment of the Java heap is not an IVssAsync pointer: " + async);
        }
        return async;
    }

    private static AsyncOperation own(MemorySegment async, Arena arena, AsyncReference.AtClose atClose) {
        AsyncReference reference = null;
        try {
            Apartment.requireMultiThreaded("An operation");
            reference = new AsyncReference(async, atClose);
            AsyncOperation operation = new AsyncOperation(reference, Objects.requireNonNull(arena, "arena"));
            // The arena's part: it runs the cleanup when it closes. The cleanup is the reference alone; if it reached
            // the operation, an automatic arena would never be found unreachable.
            MemorySegment unused = reference.self().reinterpret(0, arena, reference);
            return operation;
        } catch (Throwable e) {
            if (reference == null || !isShut(reference)) {
                if (atClose == AsyncReference.AtClose.CANCEL) {
                    Unowned.giveBackOperation(async.address());
                } else {
                    Unowned.giveBack(async.address());
                }
            }
            throw e;
        }
    }

    /** Shuts a reference that nobody else has; false if an Error stops that, and nobody but the caller will go on. */
    private static boolean isShut(AsyncReference reference) {
        try {
            reference.shut();
            return true;
        } catch (Error e) {
            return !reference.tryClose();
        }
    }

    /**
     * Cancels the operation, and says what it found. Waits for nothing: whether the operation has stopped is for
     * {@link #status()} to tell.
     *
     * @return {@link CancelOutcome.CancelledNow} for S_OK, {@link CancelOutcome.AlreadyCancelled} for
     *     VSS_S_ASYNC_CANCELLED, {@link CancelOutcome.AlreadyFinished} for VSS_S_ASYNC_FINISHED; for any other result
     *     {@link CancelOutcome.AlreadyFailed} if the status is that the operation has failed, with the error that the
     *     status gives
     * @throws VssException with Cancel's code, if it is none of the above: VSS_E_UNEXPECTED (0x80042302; E_UNEXPECTED
     *     before Windows 7), whose cause stands in the Application event log; E_ACCESSDENIED and others. If the status
     *     could not be had either, that failure is suppressed in it
     * @throws IllegalStateException if the operation is closed
     */
    public CancelOutcome cancel() {
        try {
            return reference.cancel();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Asks the service how the operation stands.
     *
     * @return the status at this moment
     * @throws VssException if the question failed: E_ACCESSDENIED, VSS_E_UNEXPECTED, a broken connection; E_UNEXPECTED
     *     if it succeeded without giving a status
     * @throws IllegalStateException if the operation is closed
     */
    public AsyncStatus status() {
        try {
            return reference.status();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Waits until the operation has come to its end.
     *
     * @return the terminal status
     * @throws InterruptedException within 50 milliseconds of an interrupt; the operation goes on
     * @throws VssException if the status could not be had
     * @throws IllegalStateException if the operation is closed, also while this waits
     */
    public AsyncStatus await() throws InterruptedException {
        return await(Durations.FOREVER);
    }

    /**
     * Waits until the operation has come to its end or the time is up. A platform thread waits in the service's own
     * {@code IVssAsync::Wait}, a virtual thread is parked. That returns in time whatever other operations, other virtual
     * threads that use this library, and what depends on up to 64 completions do; code that keeps all carriers keeps it too.
     *
     * @param timeout how long at most; zero asks once, and what nanoseconds cannot hold is without limit
     * @return the last status: {@link AsyncStatus.Pending} if the time is up
     * @throws IllegalArgumentException if the timeout is negative
     * @throws InterruptedException within 50 milliseconds of an interrupt; the operation goes on
     * @throws VssException if the status could not be had
     * @throws IllegalStateException if the operation is closed, also while this waits
     */
    public AsyncStatus await(Duration timeout) throws InterruptedException {
        try {
            return Waiting.of(reference).await(Durations.toNanos(timeout));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Waits until the operation has come to its end; if the time is up or the thread is interrupted first, cancels it and
     * waits up to 2 seconds more, which nothing interrupts, for the cancel to take effect. A cancel that fails is logged. Other
     * threads of the library ask and cancel, so that this returns in time, or at most half a second later, whether
     * {@code QueryStatus} and {@code Cancel} return or not; it sees an end some milliseconds later than {@link #await}.
     *
     * @param timeout how long to wait before the cancel; zero asks once, and what nanoseconds cannot hold is without limit
     * @return the last status; {@link AsyncStatus.Pending} if the cancel has not taken effect yet. The thread's interrupt
     *     flag is set if it was interrupted
     * @throws IllegalArgumentException if the timeout is negative
     * @throws VssException if the status could not be had; the operation has been told to cancel then
     * @throws IllegalStateException if the operation is closed, also while this waits
     */
    public AsyncStatus awaitOrCancel(Duration timeout) {
        long nanos = Durations.toNanos(timeout);
        boolean interrupted = false;
        try {
            Waiting waiting = Waiting.byOthers(reference);
            try {
                AsyncStatus status = waiting.await(nanos);
                if (status.isTerminal()) {
                    return status;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (VssException e) {
                cancelWithinGrace();
                throw e;
            }
            long cancelled = System.nanoTime();
            cancelWithinGrace();
            return waiting.awaitUninterruptibly(GRACE.toNanos() - (System.nanoTime() - cancelled));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Reference.reachabilityFence(this);
        }
    }

    /**
     * A future of the terminal status, for which no thread waits. It is completed on a thread of the library, on which what
     * depends on it may take its time, and may wait for other completions: others are then completed by other threads, a
     * tenth of a second later at most. It is completed with the status; with a {@link VssException} if the status could not
     * be had; with an {@link IllegalStateException} if the operation is closed first. If the end has been seen by another
     * completion it is done from the start.
     *
     * <p>Cancelling the future completes it at once and cancels the operation; if that cancel fails, it is logged.
     * Completing it by hand changes nothing for others, and it is forgotten then: an operation for which nobody waits is not
     * asked for. Stages derived from it do not cancel the operation.
     *
     * @return a new future; while it is pending, the operation stays reachable
     * @throws IllegalStateException if the operation is closed
     */
    public CompletableFuture<AsyncStatus> completion() {
        StackRoom.toBegin();
        try {
            reference.requireOpen();
            return new Completion(this, reference);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * Ends the operation: cancels it if it was adopted and may be pending, lets no new call in, and releases the reference
     * once the last call in flight has left, which this does not wait for. Does nothing if it is closed already. A
     * {@code Cancel} or {@code Release} that fails is logged. Throws nothing but Errors of the JVM: a
     * {@code StackOverflowError} before anything is done, an {@code OutOfMemoryError} at any step; the next close, or that of
     * the arena, does what is left to be done. For a virtual thread another one ends the operation, also if the virtual thread
     * is thrown out of its waiting for that, by either error.
     */
    @Override
    public void close() {
        try {
            reference.shut();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** What is known of it without a question to the service: whether it is open, and how it ended if a completion has seen that. */
    @Override
    public String toString() {
        return "AsyncOperation[" + reference.describe() + "]";
    }

    /** Has another thread cancel, and waits for that as long as for its effect. */
    private void cancelWithinGrace() {
        try {
            Errand<Boolean> cancelling = Apartment.send(() -> {
                cancelOrLog();
                return true;
            });
            Boolean unused = cancelling.join(GRACE.toNanos());
        } catch (OutOfMemoryError e) {
            // There is no other thread.
            cancelOrLog();
        }
    }

    /** Cancels for someone who has no use for the outcome. */
    void cancelOrLog() {
        reference.scope().run(this::tryToCancel);
    }

    private void tryToCancel() {
        try {
            CancelOutcome outcome = cancel();
            LOG.log(System.Logger.Level.DEBUG, "Cancel: {0}", outcome);
        } catch (VssException e) {
            LOG.log(WARNING, "Cancelling an operation failed", e);
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "Nothing to cancel: the operation is closed");
        }
    }
}
