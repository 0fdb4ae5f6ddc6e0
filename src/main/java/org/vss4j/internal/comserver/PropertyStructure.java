package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.bindings._VSS_PROVIDER_PROP;
import org.vss4j.internal.bindings._VSS_SNAPSHOT_PROP;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.read.ProviderProperties;
import org.vss4j.internal.com.read.SnapshotProperties;

/**
 * VSS_SNAPSHOT_PROP and VSS_PROVIDER_PROP structures that are filled by this process: their strings come from the C library's heap. */
public final class PropertyStructure {
    private static final Linker LINKER = Linker.nativeLinker();
    // void *malloc(size_t size)
    private static final MethodHandle MALLOC =
            LINKER.downcallHandle(find("malloc"), FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    // void free(void *memory)
    private static final MethodHandle FREE = LINKER.downcallHandle(find("free"), FunctionDescriptor.ofVoid(ADDRESS));

    static final AtomicLong STRINGS = new AtomicLong();

    private PropertyStructure() {}

    /**
     * How many strings have been given out and not been freed.
     *
     * @return zero when no caller leaks
     */
    public static long liveStrings() {
        return STRINGS.get();
    }

    static void write(SnapshotProperties from, MemorySegment to) {
        Guid.set(_VSS_SNAPSHOT_PROP.m_SnapshotId(to), from.id());
        Guid.set(_VSS_SNAPSHOT_PROP.m_SnapshotSetId(to), from.setId());
        _VSS_SNAPSHOT_PROP.m_lSnapshotsCount(to, from.count());
        _VSS_SNAPSHOT_PROP.m_pwszSnapshotDeviceObject(to, string(from.deviceObject()));
        _VSS_SNAPSHOT_PROP.m_pwszOriginalVolumeName(to, string(from.originalVolume()));
        _VSS_SNAPSHOT_PROP.m_pwszOriginatingMachine(to, string(from.originatingMachine()));
        _VSS_SNAPSHOT_PROP.m_pwszServiceMachine(to, string(from.serviceMachine()));
        _VSS_SNAPSHOT_PROP.m_pwszExposedName(to, string(from.exposedName()));
        _VSS_SNAPSHOT_PROP.m_pwszExposedPath(to, string(from.exposedPath()));
        Guid.set(_VSS_SNAPSHOT_PROP.m_ProviderId(to), from.providerId());
        _VSS_SNAPSHOT_PROP.m_lSnapshotAttributes(to, from.attributes());
        _VSS_SNAPSHOT_PROP.m_tsCreationTimestamp(to, from.creation());
        _VSS_SNAPSHOT_PROP.m_eStatus(to, from.status());
    }

    static void write(ProviderProperties from, MemorySegment to) {
        Guid.set(_VSS_PROVIDER_PROP.m_ProviderId(to), from.id());
        _VSS_PROVIDER_PROP.m_pwszProviderName(to, string(from.name()));
        _VSS_PROVIDER_PROP.m_eProviderType(to, from.type());
        _VSS_PROVIDER_PROP.m_pwszProviderVersion(to, string(from.version()));
        Guid.set(_VSS_PROVIDER_PROP.m_ProviderVersionId(to), from.versionId());
        Guid.set(_VSS_PROVIDER_PROP.m_ClassId(to), from.classId());
    }

    /** Frees one string; NULL is allowed. */
    static void freeString(MemorySegment string) {
        freed(string);
    }

    /** Frees the strings and clears the pointers to them, so that freeing twice does no harm. */
    static void free(MemorySegment properties) {
        _VSS_SNAPSHOT_PROP.m_pwszSnapshotDeviceObject(
                properties, freed(_VSS_SNAPSHOT_PROP.m_pwszSnapshotDeviceObject(properties)));
        _VSS_SNAPSHOT_PROP.m_pwszOriginalVolumeName(
                properties, freed(_VSS_SNAPSHOT_PROP.m_pwszOriginalVolumeName(properties)));
        _VSS_SNAPSHOT_PROP.m_pwszOriginatingMachine(
                properties, freed(_VSS_SNAPSHOT_PROP.m_pwszOriginatingMachine(properties)));
        _VSS_SNAPSHOT_PROP.m_pwszServiceMachine(properties, freed(_VSS_SNAPSHOT_PROP.m_pwszServiceMachine(properties)));
        _VSS_SNAPSHOT_PROP.m_pwszExposedName(properties, freed(_VSS_SNAPSHOT_PROP.m_pwszExposedName(properties)));
        _VSS_SNAPSHOT_PROP.m_pwszExposedPath(properties, freed(_VSS_SNAPSHOT_PROP.m_pwszExposedPath(properties)));
    }

    private static MemorySegment string(@Nullable String string) {
        if (string == null) {
            return MemorySegment.NULL;
        }
        byte[] units = string.getBytes(StandardCharsets.UTF_16LE);
        MemorySegment memory = allocate(units.length + 2L);
        MemorySegment.copy(MemorySegment.ofArray(units), 0, memory, 0, units.length);
        memory.asSlice(units.length).fill((byte) 0);
        STRINGS.incrementAndGet();
        return memory;
    }

    /** Memory of the C library's heap. */
    static MemorySegment allocate(long size) {
        try {
            MemorySegment memory = (MemorySegment) MALLOC.invokeExact(size);
            if (memory.address() == 0) {
                throw new OutOfMemoryError("malloc of " + size + " bytes");
            }
            return memory.reinterpret(size, Arena.global(), null);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Frees what {@link #allocate} gave, and takes it off the count. */
    static MemorySegment freed(MemorySegment string) {
        try {
            if (string.address() != 0) {
                FREE.invokeExact(string);
                STRINGS.decrementAndGet();
            }
            return MemorySegment.NULL;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MemorySegment find(String function) {
        return LINKER.defaultLookup()
                .find(function)
                .orElseThrow(() -> new UnsatisfiedLinkError("The C library does not export " + function));
    }
}
