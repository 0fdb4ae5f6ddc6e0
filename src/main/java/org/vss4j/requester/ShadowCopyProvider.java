package org.vss4j.requester;

import java.util.UUID;
import org.vss4j.internal.com.read.ProviderProperties;

/**
 * Someone who makes shadow copies, as VSS describes it.
 *
 * @param id the provider's id
 * @param name what it calls itself; empty if it has no name
 * @param type what kind of provider it is
 * @param version what it says of its version
 * @param versionId the id of the version
 */
public record ShadowCopyProvider(UUID id, String name, Type type, String version, UUID versionId) {

    /** A {@code VSS_PROVIDER_TYPE}. */
    public enum Type {
        /** Of no kind that is known here. */
        UNKNOWN,
        /** The system's own. */
        SYSTEM,
        /** A program's. */
        SOFTWARE,
        /** A disk array's. */
        HARDWARE,
        /** A file server's. */
        FILE_SHARE
    }

    static ShadowCopyProvider of(ProviderProperties properties) {
        Type[] types = Type.values();
        int type = properties.type();
        String name = properties.name();
        String version = properties.version();
        return new ShadowCopyProvider(
                properties.id(),
                name == null ? "" : name,
                type < 0 || type >= types.length ? Type.UNKNOWN : types[type],
                version == null ? "" : version,
                properties.versionId());
    }
}
