package org.vss4j.requester;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.windows.FileTimes;

/**
 * A shadow copy that there is on this machine, whoever made it, as VSS describes it. Names that VSS does not give are
 * empty.
 *
 * @param id the copy's id
 * @param setId the id of the set of copies that were made at the same instant
 * @param setSize how many copies the set had when it was made
 * @param volume the name of the volume that was copied; on Windows <code>\\?\Volume{…}\</code>
 * @param deviceObject the device object of the copy, without a trailing backslash
 * @param originatingMachine where the volume is
 * @param exposedAs the drive, folder or share by which the copy can be reached; empty if there is none
 * @param providerId who made the copy
 * @param attributes what is special about it
 * @param createdAt the instant that it shows
 */
public record StoredCopy(
        UUID id,
        UUID setId,
        int setSize,
        String volume,
        String deviceObject,
        String originatingMachine,
        Optional<String> exposedAs,
        UUID providerId,
        Set<SnapshotAttribute> attributes,
        Instant createdAt) {

    static StoredCopy of(SnapshotProperties properties) {
        return new StoredCopy(
                properties.id(),
                properties.setId(),
                properties.count(),
                text(properties.originalVolume()),
                text(properties.deviceObject()),
                text(properties.originatingMachine()),
                Optional.ofNullable(properties.exposedName()),
                properties.providerId(),
                SnapshotAttribute.of(properties.attributes()),
                FileTimes.toInstant(properties.creation()));
    }

    private static String text(@Nullable String string) {
        return string == null ? "" : string;
    }
}
