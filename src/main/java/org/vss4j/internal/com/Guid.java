package org.vss4j.internal.com;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.UUID;
import org.vss4j.internal.bindings._GUID;

/** GUIDs in native memory: a 32-bit and two 16-bit fields in the platform's order, then eight bytes as they are written. */
public final class Guid {
    /** Bytes of a GUID. */
    public static final long SIZE = _GUID.sizeof();

    /** The GUID of zeros, which stands for "none" or "the default". */
    public static final UUID NULL = new UUID(0, 0);

    private static final long DATA4 = 8;

    private Guid() {}

    /** A copy of a GUID. */
    public static MemorySegment write(UUID id, Arena arena) {
        MemorySegment guid = arena.allocate(_GUID.layout());
        set(guid, id);
        return guid;
    }

    /** Writes a GUID to the start of a segment. */
    public static void set(MemorySegment guid, UUID id) {
        long high = id.getMostSignificantBits();
        guid.set(JAVA_INT_UNALIGNED, 0, (int) (high >>> 32));
        guid.set(JAVA_SHORT_UNALIGNED, 4, (short) (high >>> 16));
        guid.set(JAVA_SHORT_UNALIGNED, 6, (short) high);
        guid.set(JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), DATA4, id.getLeastSignificantBits());
    }

    /** The GUID at the start of a segment. */
    public static UUID get(MemorySegment guid) {
        long high = Integer.toUnsignedLong(guid.get(JAVA_INT_UNALIGNED, 0)) << 32
                | Short.toUnsignedLong(guid.get(JAVA_SHORT_UNALIGNED, 4)) << 16
                | Short.toUnsignedLong(guid.get(JAVA_SHORT_UNALIGNED, 6));
        return new UUID(high, guid.get(JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), DATA4));
    }
}
