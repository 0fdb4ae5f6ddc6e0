package org.vss4j.requester;

import java.util.UUID;
import org.vss4j.HResult;
import org.vss4j.internal.com.read.WriterStatusRecord;
import org.vss4j.writer.WriterState;

/**
 * How one writer fares.
 *
 * @param instanceId tells the writer from all others that run
 * @param writerId its class id
 * @param name its name
 * @param state how far it has come
 * @param failure why it has failed; S_OK if it has not
 * @param applicationError an error of the program's own; S_OK if it says none, or the system is too old to tell
 * @param applicationMessage what the program says, or empty
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponentsex3-getwriterstatusex">
 *     IVssBackupComponentsEx3::GetWriterStatusEx</a>
 */
public record WriterStatus(
        UUID instanceId,
        UUID writerId,
        String name,
        WriterState state,
        HResult failure,
        HResult applicationError,
        String applicationMessage) {

    static WriterStatus of(WriterStatusRecord record) {
        return new WriterStatus(
                record.instanceId(),
                record.writerId(),
                record.name(),
                WriterState.of(record.state()),
                HResult.of(record.failure()),
                HResult.of(record.applicationError()),
                record.applicationMessage());
    }

    /**
     * Tells whether the writer has failed, as a whole or with some of its components. One whose state is not known has, also
     * if it gives no error.
     *
     * @return whether its state or its failure says so
     */
    public boolean hasFailed() {
        return state == WriterState.UNKNOWN || state.isFailure() || failure.isFailure();
    }
}
