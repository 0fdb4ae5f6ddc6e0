package org.vss4j.requester;

import java.util.UUID;
import org.vss4j.HResult;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/**
 * A writer, or one component of it, without which a backup has to do.
 *
 * @param writer the writer's name
 * @param writerId its class id
 * @param instanceId its instance id
 * @param component the full path of the component that failed; empty if the writer failed as a whole
 * @param state how the writer stands; {@link WriterState#UNKNOWN} if nobody knows, if it took no part from the
 *     beginning, if something failed on which the component depends, or if the program could not back it up
 * @param error why; VSS_E_WRITER_STATUS_NOT_AVAILABLE (0x80042409) or VSS_E_UNEXPECTED_WRITER_ERROR (0x80042315) if the
 *     writer gives no error; E_FAIL (0x80004005) if the program could not back the component up
 * @param applicationError an error of the program's own, or S_OK
 * @param applicationMessage what the program says, or why the backup has to do without it; may be empty
 */
public record WriterFailure(
        String writer,
        UUID writerId,
        UUID instanceId,
        String component,
        WriterState state,
        HResult error,
        HResult applicationError,
        String applicationMessage) {

    private static final HResult STATUS_NOT_AVAILABLE = HResult.of(0x80042409);
    private static final HResult UNEXPECTED_WRITER_ERROR = HResult.of(0x80042315);

    /** The failure of a writer that {@linkplain WriterStatus#hasFailed() has failed}. */
    static WriterFailure of(WriterStatus status) {
        return new WriterFailure(
                status.name(),
                status.writerId(),
                status.instanceId(),
                "",
                status.state(),
                error(status),
                status.applicationError(),
                status.applicationMessage());
    }

    /** A failure that the writer did not tell of itself. */
    static WriterFailure of(WriterMetadata writer, String component, HResult error, String reason) {
        return new WriterFailure(
                writer.name(),
                writer.writerId(),
                writer.instanceId(),
                component,
                WriterState.UNKNOWN,
                error,
                HResult.S_OK,
                reason);
    }

    /** What a writer fails with; one that failed need not give an error. */
    private static HResult error(WriterStatus status) {
        if (status.failure().isFailure()) {
            return status.failure();
        }
        return status.state() == WriterState.UNKNOWN ? STATUS_NOT_AVAILABLE : UNEXPECTED_WRITER_ERROR;
    }

    /** Whether it is one of a component, or of the writer as a whole. */
    boolean concerns(SelectedComponent selected) {
        return instanceId.equals(selected.writer().instanceId())
                && (component.isEmpty() || selected.component().hasFullPath(component));
    }

    /** Who failed when, and what it says, without the code. */
    String detail() {
        StringBuilder text = new StringBuilder(subject());
        text.append(": ").append(error.meaning());
        if (applicationError.isFailure()) {
            text.append(" The program says ").append(applicationError);
        }
        if (!applicationMessage.isEmpty()) {
            text.append(" \"").append(applicationMessage).append('"');
        }
        return text.toString();
    }

    private String subject() {
        String whole = "the writer " + writer + " (" + writerId + ") " + state;
        return component.isEmpty() ? whole : "the component " + component + " of " + whole;
    }

    /**
     * One line for people.
     *
     * @return such as {@code VSS_E_WRITERERROR_RETRYABLE (0x800423F3): the writer Example (…) FAILED_AT_FREEZE: …}
     */
    @Override
    public String toString() {
        return error + ": " + detail();
    }
}
