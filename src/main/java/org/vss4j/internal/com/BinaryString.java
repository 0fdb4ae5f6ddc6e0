package org.vss4j.internal.com;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** BSTRs: UTF-16 in memory of oleaut32.dll's, with the length in bytes in the four bytes before it. */
public final class BinaryString {
    /** Bytes before the first character. */
    public static final long PREFIX = Integer.BYTES;

    private BinaryString() {}

    /**
     * The text of a BSTR.
     *
     * @param string a pointer that a call gave; it has no bounds of its own, since the length stands before it
     * @return the text, with zeros if there are some; empty for NULL
     */
    public static String read(MemorySegment string) {
        if (string.address() == 0) {
            return "";
        }
        MemorySegment prefix =
                MemorySegment.ofAddress(string.address() - PREFIX).reinterpret(PREFIX);
        int length = prefix.get(JAVA_INT, 0);
        return new String(string.reinterpret(length).toArray(JAVA_BYTE), StandardCharsets.UTF_16LE);
    }
}
