package org.vss4j.internal.trace;

import org.jspecify.annotations.Nullable;

/** A session in the eyes of who records. */
public final class TracedSession {
    private final SessionScope scope = SessionScope.ofNewSession();
    private final String context;
    private final @Nullable SessionEvent event = FlightRecording.begunSession();

    /** A session that begins now. */
    public TracedSession(String context) {
        this.context = context;
    }

    /** The scope of what is done for it. */
    public SessionScope scope() {
        return scope;
    }

    /** Takes note of the end. */
    public void ended(String outcome) {
        if (event != null) {
            try {
                event.session = scope.session();
                event.context = context;
                event.outcome = outcome;
                event.commit();
            } catch (Throwable e) {
                // There is one event less.
            }
        }
    }
}
