package org.vss4j.internal.com;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The out-parameters of some calls, all zero at first, since a call that fails may leave them alone. Closing frees every
 * string that a call put there, whether it was read or not.
 */
public final class OutParameters implements AutoCloseable {
    private static final int UNEXPECTED = 0x8000FFFF;

    private final VssExports exports;
    private final Arena arena = Arena.ofConfined();
    private final List<MemorySegment> strings = new ArrayList<>();

    /** Fails for want of stack before the calls are made, and not when what they gave is to be freed. */
    public OutParameters(VssExports exports) {
        StackRoom.toBegin();
        this.exports = exports;
    }

    /** Room for a number, a bool or a pointer that is not a string. */
    public MemorySegment word() {
        return arena.allocate(ADDRESS);
    }

    /** Room for a GUID. */
    public MemorySegment guid() {
        return arena.allocate(Guid.SIZE, Integer.BYTES);
    }

    /** Room for a BSTR. */
    public MemorySegment string() {
        MemorySegment string = arena.allocate(ADDRESS);
        strings.add(string);
        return string;
    }

    public static int number(MemorySegment out) {
        return out.get(JAVA_INT, 0);
    }

    /** A C++ bool, which is one byte: the bytes after it are nobody's. */
    public static boolean bool(MemorySegment out) {
        return out.get(JAVA_BYTE, 0) != 0;
    }

    public static UUID id(MemorySegment out) {
        return Guid.get(out);
    }

    public static String text(MemorySegment out) {
        return BinaryString.read(out.get(ADDRESS, 0));
    }

    /**
     * Takes over the reference that a call gave.
     *
     * @throws OutOfMemoryError if there is no memory for an owner; the reference has been given back then
     */
    public static ScopedReference reference(String method, MemorySegment out) {
        if (out.get(JAVA_LONG, 0) == 0) {
            throw new CallFailedException(method, UNEXPECTED);
        }
        return ScopedReference.of(out);
    }

    @Override
    public void close() {
        try {
            for (MemorySegment string : strings) {
                exports.freeString(string.get(ADDRESS, 0));
            }
        } finally {
            arena.close();
        }
    }
}
