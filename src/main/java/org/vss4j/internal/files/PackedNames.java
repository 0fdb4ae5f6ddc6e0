package org.vss4j.internal.files;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.posix.PosixName;

/** Names of entries of one directory in the order in which they came, packed: of these there may be very many. */
final class PackedNames {

    private static final int FIRST_CAPACITY = 64;

    private byte[] packed = {};
    private int end;
    private int next;

    void add(PosixName name) {
        byte[] bytes = name.bytes();
        int needed = end + bytes.length + 1;
        if (needed > packed.length) {
            packed = Arrays.copyOf(packed, Math.max(FIRST_CAPACITY, Math.max(needed, packed.length * 2)));
        }
        System.arraycopy(bytes, 0, packed, end, bytes.length);
        // A name has no zero in it.
        packed[needed - 1] = 0;
        end = needed;
    }

    /** Removes a name; null if there is none. */
    @Nullable
    PosixName poll() {
        if (next == end) {
            return null;
        }
        int start = next;
        while (packed[next] != 0) {
            next++;
        }
        return PosixName.of(Arrays.copyOfRange(packed, start, next++));
    }
}
