package org.vss4j.simulator;

import java.util.Objects;
import org.vss4j.HResult;
import org.vss4j.writer.WriterState;

/**
 * What a writer says when it fails.
 *
 * @param event when it does
 * @param component the full path of the component that fails; empty if the writer fails as a whole
 * @param error the failure, such as VSS_E_WRITERERROR_RETRYABLE (0x800423F3); S_OK if the writer does not say that it
 *     failed, and its state is {@code VSS_WS_UNKNOWN} from then on
 * @param applicationError an error of the program's own, or S_OK
 * @param applicationMessage what the program says, or empty
 */
public record WriterVeto(
        WriterEvent event, String component, HResult error, HResult applicationError, String applicationMessage) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the error is another success code, that of a component says success, or no writer
     *     can fail at the event
     */
    public WriterVeto {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(applicationError, "applicationError");
        Objects.requireNonNull(applicationMessage, "applicationMessage");
        if (!event.canBeVetoed()) {
            throw new IllegalArgumentException("No writer can fail at " + event);
        }
        if (!error.isFailure() && !(error.equals(HResult.S_OK) && component.isEmpty())) {
            throw new IllegalArgumentException(error + " is not an error code");
        }
    }

    /** The state of the writer from then on. */
    WriterState state() {
        return error.isFailure() ? event.failedState() : WriterState.UNKNOWN;
    }
}
