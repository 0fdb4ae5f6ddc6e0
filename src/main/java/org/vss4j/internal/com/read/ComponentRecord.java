package org.vss4j.internal.com.read;

import java.util.UUID;

/**
 * What the backup document says of one component that was added (IVssComponent).
 *
 * @param instanceId the writer's instance id
 * @param writerId the writer's class id
 * @param type a VSS_COMPONENT_TYPE
 * @param logicalPath its logical path, or empty
 * @param name its name
 * @param backupStamp the stamp that the writer gave this backup of it, or empty
 * @param failure the HRESULT of its own failure; S_OK if it has not failed, or the system is too old to tell
 * @param applicationError an HRESULT of the program's own, or S_OK
 * @param applicationMessage what the program says, or empty
 */
public record ComponentRecord(
        UUID instanceId,
        UUID writerId,
        int type,
        String logicalPath,
        String name,
        String backupStamp,
        int failure,
        int applicationError,
        String applicationMessage) {}
