package org.vss4j.internal.com.read;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.bindings._VSS_OBJECT_PROP;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.slots.InventorySlots;

/**
 * What can be queried, and how it is read from the IVssEnumObject that Query gives.
 *
 * @param type a VSS_OBJECT_TYPE
 * @param read makes a value of a structure
 * @param free frees the strings of a structure
 * @param <T> the values
 */
public record QueriedKind<T>(int type, Function<MemorySegment, T> read, BiConsumer<MemorySegment, VssExports> free) {
    /** Shadow copies. */
    public static final QueriedKind<SnapshotProperties> SNAPSHOTS = new QueriedKind<>(
            Vssapi.VSS_OBJECT_SNAPSHOT(),
            SnapshotProperties::read,
            (properties, exports) -> exports.freeSnapshotProperties(properties));

    /** Providers. */
    public static final QueriedKind<ProviderProperties> PROVIDERS =
            new QueriedKind<>(Vssapi.VSS_OBJECT_PROVIDER(), ProviderProperties::read, ProviderProperties::free);

    private static final int AT_ONCE = 64;

    /**
     * Reads all that is left in an enumeration. Every string is freed, also of what came with an error.
     *
     * @param into takes the values
     * @return the HRESULT of the last Next: S_FALSE when there is no more
     */
    public int readAll(MemorySegment enumeration, VssExports exports, List<T> into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment objects = _VSS_OBJECT_PROP.allocateArray(AT_ONCE, arena);
            MemorySegment fetched = arena.allocate(JAVA_INT);
            while (true) {
                // Zeroed, as freeing the strings of a structure that the call did not fill must do no harm.
                objects.fill((byte) 0);
                fetched.set(JAVA_INT, 0, 0);
                int result = InventorySlots.next(enumeration, AT_ONCE, objects, fetched);
                int count = Math.min(AT_ONCE, Math.max(0, fetched.get(JAVA_INT, 0)));
                take(objects, count, exports, into);
                if (result != Vssapi.S_OK() || count == 0) {
                    return result;
                }
            }
        }
    }

    private void take(MemorySegment objects, int count, VssExports exports, List<T> into) {
        try {
            for (int i = 0; i < count; i++) {
                MemorySegment object = _VSS_OBJECT_PROP.asSlice(objects, i);
                if (_VSS_OBJECT_PROP.Type(object) == type) {
                    into.add(read.apply(_VSS_OBJECT_PROP.Obj(object)));
                }
            }
        } finally {
            for (int i = 0; i < count; i++) {
                free.accept(_VSS_OBJECT_PROP.Obj(_VSS_OBJECT_PROP.asSlice(objects, i)), exports);
            }
        }
    }
}
