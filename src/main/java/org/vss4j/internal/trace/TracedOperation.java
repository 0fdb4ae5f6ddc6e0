package org.vss4j.internal.trace;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An operation in the eyes of who records: all references to it share this. Safe for use by many threads. */
public final class TracedOperation {
    private final long session;
    private final @Nullable String method;

    /** Until the end; then null. */
    private final AtomicReference<@Nullable OperationEvent> event;

    private TracedOperation(long session, @Nullable String method, @Nullable OperationEvent event) {
        this.session = session;
        this.method = method;
        this.event = new AtomicReference<>(event);
    }

    /** An operation of a session, which the method begins. */
    public static TracedOperation of(long session, String method) {
        return new TracedOperation(session, method, FlightRecording.begunOperation());
    }

    /** An operation that someone else began; null while nobody records. */
    static @Nullable TracedOperation ofUnknown(long session) {
        OperationEvent event = FlightRecording.begunOperation();
        return event == null ? null : new TracedOperation(session, null, event);
    }

    /** Takes note of the end, the first time. */
    public void ended(String outcome, int status) {
        OperationEvent ended = event.getAndSet(null);
        if (ended != null) {
            try {
                ended.hresult = FlightRecording.hex(status);
                ended.hresultName = FlightRecording.name(status);
                commit(ended, outcome);
            } catch (Throwable e) {
                // There is one event less.
            }
        }
    }

    /** Takes note that the operation was closed: its end, if it has not been seen, will not be. */
    public void closed() {
        OperationEvent ended = event.getAndSet(null);
        if (ended != null) {
            try {
                commit(ended, "closed");
            } catch (Throwable e) {
                // There is one event less.
            }
        }
    }

    private void commit(OperationEvent ended, String outcome) {
        ended.method = method;
        ended.outcome = outcome;
        ended.session = session;
        ended.commit();
    }
}
