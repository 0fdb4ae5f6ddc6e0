package org.vss4j.internal.com.read;

import java.lang.foreign.MemorySegment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.bindings._VSS_SNAPSHOT_PROP;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.windows.WideString;

/**
 * A VSS_SNAPSHOT_PROP in Java.
 *
 * @param id SnapshotId
 * @param setId SnapshotSetId
 * @param count how many copies the set had when it was made
 * @param deviceObject where the copy is, without a trailing backslash
 * @param originalVolume the name of the volume that was copied
 * @param originatingMachine where the volume is
 * @param serviceMachine where the copy is
 * @param exposedName the share, drive or folder as which the copy is exposed, or null
 * @param exposedPath the part of the copy that is exposed, or null for all of it
 * @param providerId who made the copy
 * @param attributes VSS_VOLSNAP_ATTR bits
 * @param creation when the copy was made: 100-nanosecond steps since 1601 UTC
 * @param status a VSS_SNAPSHOT_STATE
 */
public record SnapshotProperties(
        UUID id,
        UUID setId,
        int count,
        @Nullable String deviceObject,
        @Nullable String originalVolume,
        @Nullable String originatingMachine,
        @Nullable String serviceMachine,
        @Nullable String exposedName,
        @Nullable String exposedPath,
        UUID providerId,
        int attributes,
        long creation,
        int status) {

    /** Reads a structure; the strings that it points at are copied and remain to be freed. */
    public static SnapshotProperties read(MemorySegment properties) {
        return new SnapshotProperties(
                Guid.get(_VSS_SNAPSHOT_PROP.m_SnapshotId(properties)),
                Guid.get(_VSS_SNAPSHOT_PROP.m_SnapshotSetId(properties)),
                _VSS_SNAPSHOT_PROP.m_lSnapshotsCount(properties),
                WideString.readPointer(_VSS_SNAPSHOT_PROP.m_pwszSnapshotDeviceObject(properties)),
                WideString.readPointer(_VSS_SNAPSHOT_PROP.m_pwszOriginalVolumeName(properties)),
                WideString.readPointer(_VSS_SNAPSHOT_PROP.m_pwszOriginatingMachine(properties)),
                WideString.readPointer(_VSS_SNAPSHOT_PROP.m_pwszServiceMachine(properties)),
                WideString.readPointer(_VSS_SNAPSHOT_PROP.m_pwszExposedName(properties)),
                WideString.readPointer(_VSS_SNAPSHOT_PROP.m_pwszExposedPath(properties)),
                Guid.get(_VSS_SNAPSHOT_PROP.m_ProviderId(properties)),
                _VSS_SNAPSHOT_PROP.m_lSnapshotAttributes(properties),
                _VSS_SNAPSHOT_PROP.m_tsCreationTimestamp(properties),
                _VSS_SNAPSHOT_PROP.m_eStatus(properties));
    }
}
