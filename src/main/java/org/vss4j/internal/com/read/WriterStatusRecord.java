package org.vss4j.internal.com.read;

import java.util.UUID;

/**
 * What GetWriterStatus, or GetWriterStatusEx, says of one writer.
 *
 * @param instanceId tells the writer from all others that run
 * @param writerId its class id
 * @param name its name
 * @param state a VSS_WRITER_STATE
 * @param failure the HRESULT of its failure; S_OK if it has not failed
 * @param applicationError an HRESULT of the program's own; S_OK if it says none, or the system is too old to tell
 * @param applicationMessage what the program says, or empty
 */
public record WriterStatusRecord(
        UUID instanceId,
        UUID writerId,
        String name,
        int state,
        int failure,
        int applicationError,
        String applicationMessage) {}
