package org.vss4j.internal.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strings as Windows passes them: UTF-16, little-endian, ended by a zero. */
public final class WideString {
    private WideString() {}

    /**
     * A string in native memory.
     *
     * @param arena whose memory it is
     */
    public static MemorySegment write(String string, Arena arena) {
        return arena.allocateFrom(string, StandardCharsets.UTF_16LE);
    }

    /** The string that begins at the start of a segment. */
    public static String read(MemorySegment segment) {
        return segment.getString(0, StandardCharsets.UTF_16LE);
    }

    /**
     * The string that a pointer points at.
     *
     * @param pointer a pointer that was read from a structure or an out parameter; it has no bounds of its own, since the
     *     string ends at its zero
     * @return the string, or null for NULL
     */
    public static @Nullable String readPointer(MemorySegment pointer) {
        return pointer.address() == 0 ? null : read(pointer.reinterpret(Long.MAX_VALUE));
    }
}
