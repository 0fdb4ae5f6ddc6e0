package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.vss4j.internal.com.BinaryString;

/** BSTRs that this process gives out: counted with the other strings until they are freed. */
final class BinaryStrings {
    private BinaryStrings() {}

    /** Puts a string where a caller wants it; NULL for an empty one. */
    static void give(String text, MemorySegment out) {
        out.set(ADDRESS, 0, of(text));
    }

    /** A string that the caller has to free; NULL for an empty one. */
    static MemorySegment of(String text) {
        if (text.isEmpty()) {
            return MemorySegment.NULL;
        }
        byte[] units = text.getBytes(StandardCharsets.UTF_16LE);
        MemorySegment memory = PropertyStructure.allocate(BinaryString.PREFIX + units.length + Short.BYTES);
        memory.set(JAVA_INT, 0, units.length);
        MemorySegment.copy(units, 0, memory, JAVA_BYTE, BinaryString.PREFIX, units.length);
        memory.set(JAVA_SHORT, BinaryString.PREFIX + units.length, (short) 0);
        PropertyStructure.STRINGS.incrementAndGet();
        return memory.asSlice(BinaryString.PREFIX);
    }

    static void free(MemorySegment string) {
        if (string.address() != 0) {
            MemorySegment unused =
                    PropertyStructure.freed(MemorySegment.ofAddress(string.address() - BinaryString.PREFIX));
        }
    }
}
