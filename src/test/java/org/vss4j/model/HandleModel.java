package org.vss4j.model;

import java.util.Set;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;

/**
 * What one AsyncOperation gives its caller, on top of an {@link AsyncModel}. It is one reference while it is open. The
 * methods change the model as the call changes the operation, and return how the call has to come out.
 */
final class HandleModel {
    private final AsyncModel async;
    private final boolean adopted;
    private boolean open = true;
    private boolean endedBeforeClose;

    /** A handle that is open; an adopted one cancels when it closes, a shared one does not. */
    HandleModel(AsyncModel async, boolean adopted) {
        this.async = async;
        this.adopted = adopted;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether a close has anything to release. */
    int references() {
        return open ? 1 : 0;
    }

    Outcome close() {
        if (open) {
            open = false;
            endedBeforeClose = !async.isPending();
            if (adopted) {
                async.cancel();
            }
        }
        return Outcome.DONE;
    }

    Outcome cancel() {
        if (!open) {
            return Outcome.CLOSED;
        }
        AsyncModel.State found = async.state();
        async.cancel();
        return new Outcome.Returned(
                switch (found) {
                    case PENDING -> new CancelOutcome.CancelledNow();
                    case FINISHED -> new CancelOutcome.AlreadyFinished();
                    case CANCELLED -> new CancelOutcome.AlreadyCancelled();
                    case FAILED -> new CancelOutcome.AlreadyFailed(HResult.of(async.code()));
                });
    }

    /** The status, and also the last one that a wait sees if nothing ends the operation meanwhile. */
    Outcome status() {
        return open ? told() : Outcome.CLOSED;
    }

    /** A wait by a thread whose interrupt flag is set. Of a closed operation either may be reported. */
    Set<Outcome> awaitInterrupted() {
        return open ? Set.of(Outcome.INTERRUPTED) : Set.of(Outcome.INTERRUPTED, Outcome.CLOSED);
    }

    /** A wait whose time runs out, or that is interrupted, before anything ends the operation: then it cancels. */
    Outcome awaitOrCancel() {
        if (open) {
            async.cancel();
        }
        return status();
    }

    /** Whether a completion, or a thread that waits, has to have come to its end, or has to soon. */
    boolean endsWaiting() {
        return !open || !async.isPending();
    }

    /** What a completion that was asked for while this was open may have ended with by now: nothing, if it must not. */
    Set<Outcome> completed() {
        if (open) {
            return async.isPending() ? Set.of() : Set.of(told());
        }
        return endedBeforeClose ? Set.of(told(), Outcome.CLOSED) : Set.of(Outcome.CLOSED);
    }

    /**
     * What a thread that began to wait while this was open may have been told by now. A question that is under way while
     * the handle closes may still be answered with what came after: the cancel that belongs to the close, for example.
     */
    Set<Outcome> awaited() {
        return open || async.isPending() ? completed() : Set.of(told(), Outcome.CLOSED);
    }

    private Outcome told() {
        HResult code = HResult.of(async.queryStatus());
        return new Outcome.Returned(
                switch (async.state()) {
                    case PENDING -> new AsyncStatus.Pending();
                    case FINISHED -> new AsyncStatus.Finished(code);
                    case CANCELLED -> new AsyncStatus.Cancelled();
                    case FAILED -> new AsyncStatus.Failed(code);
                });
    }
}
