package org.vss4j.internal.com.read;

import java.lang.foreign.MemorySegment;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.bindings._VSS_PROVIDER_PROP;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.windows.WideString;

/**
 * A VSS_PROVIDER_PROP in Java.
 *
 * @param id ProviderId
 * @param name what the provider calls itself
 * @param type a VSS_PROVIDER_TYPE
 * @param version what the provider says of its version
 * @param versionId ProviderVersionId
 * @param classId the COM class
 */
public record ProviderProperties(
        UUID id, @Nullable String name, int type, @Nullable String version, UUID versionId, UUID classId) {

    /** Reads a structure; the strings that it points at are copied and remain to be freed. */
    public static ProviderProperties read(MemorySegment properties) {
        return new ProviderProperties(
                Guid.get(_VSS_PROVIDER_PROP.m_ProviderId(properties)),
                WideString.readPointer(_VSS_PROVIDER_PROP.m_pwszProviderName(properties)),
                _VSS_PROVIDER_PROP.m_eProviderType(properties),
                WideString.readPointer(_VSS_PROVIDER_PROP.m_pwszProviderVersion(properties)),
                Guid.get(_VSS_PROVIDER_PROP.m_ProviderVersionId(properties)),
                Guid.get(_VSS_PROVIDER_PROP.m_ClassId(properties)));
    }

    /** Frees the strings that a structure points at; NULL does no harm. */
    public static void free(MemorySegment properties, VssExports exports) {
        exports.freeTaskMemory(_VSS_PROVIDER_PROP.m_pwszProviderName(properties));
        exports.freeTaskMemory(_VSS_PROVIDER_PROP.m_pwszProviderVersion(properties));
    }
}
