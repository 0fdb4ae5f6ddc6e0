package org.vss4j;

/** What the HRESULTs of IVssAsync say: those of Cancel, and those that QueryStatus tells. */
final class AsyncCodes {
    private static final int PENDING_CODE = HResult.VSS_S_ASYNC_PENDING.value();
    private static final int FINISHED_CODE = HResult.VSS_S_ASYNC_FINISHED.value();
    private static final int CANCELLED_CODE = HResult.VSS_S_ASYNC_CANCELLED.value();

    static final AsyncStatus PENDING = new AsyncStatus.Pending();
    private static final AsyncStatus FINISHED = new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED);
    private static final AsyncStatus CANCELLED = new AsyncStatus.Cancelled();

    private static final CancelOutcome CANCELLED_NOW = new CancelOutcome.CancelledNow();
    private static final CancelOutcome ALREADY_CANCELLED = new CancelOutcome.AlreadyCancelled();
    private static final CancelOutcome ALREADY_FINISHED = new CancelOutcome.AlreadyFinished();

    private AsyncCodes() {}

    /** Returns the status that QueryStatus told. */
    static AsyncStatus status(int code) {
        if (code == PENDING_CODE) {
            return PENDING;
        }
        if (code == FINISHED_CODE) {
            return FINISHED;
        }
        if (code == CANCELLED_CODE) {
            return CANCELLED;
        }
        HResult result = HResult.of(code);
        return result.isFailure() ? new AsyncStatus.Failed(result) : new AsyncStatus.Finished(result);
    }

    /** Whether a result of Cancel says that there is nothing left to cancel. */
    static boolean isOfCancel(int result) {
        return result == HResult.S_OK.value() || result == CANCELLED_CODE || result == FINISHED_CODE;
    }

    /** Returns the outcome of a Cancel whose result is one {@link #isOfCancel}. */
    static CancelOutcome outcome(int result) {
        if (result == CANCELLED_CODE) {
            return ALREADY_CANCELLED;
        }
        return result == FINISHED_CODE ? ALREADY_FINISHED : CANCELLED_NOW;
    }
}
