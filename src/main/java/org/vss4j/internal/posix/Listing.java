package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The names in an open directory, but for itself and its parent, read once from where it stands. Belongs to one thread. The
 * directory stays its caller's, who closes it.
 */
public final class Listing implements AutoCloseable {

    private static final int CAPACITY = 32 * 1024;

    // struct linux_dirent64: the inode, an offset, then these.
    private static final int LENGTH = 16;
    private static final int NAME = 19;

    private final Descriptor directory;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(CAPACITY, Long.BYTES);
    private long position;
    private long filled;

    private Listing(Descriptor directory) {
        this.directory = directory;
    }

    /** Begins to read a directory that is open for reading. */
    public static Listing of(Descriptor directory) {
        return new Listing(directory);
    }

    /** Returns the next name, or null when there is none. */
    public @Nullable PosixName next() throws PosixException {
        while (true) {
            if (position == filled && !fill()) {
                return null;
            }
            byte[] name = take();
            if (!isSelfOrParent(name)) {
                return PosixName.of(name);
            }
        }
    }

    private boolean fill() throws PosixException {
        position = 0;
        filled = SystemCall.make("getdents64", directory, (state, unused) ->
                (long) Getdents.HANDLE.invokeExact(state, directory.number(), buffer, (long) CAPACITY));
        return filled > 0;
    }

    private byte[] take() {
        long start = position + NAME;
        position += Short.toUnsignedLong(buffer.get(JAVA_SHORT_UNALIGNED, position + LENGTH));
        int length = 0;
        while (buffer.get(JAVA_BYTE, start + length) != 0) {
            length++;
        }
        return buffer.asSlice(start, length).toArray(JAVA_BYTE);
    }

    private static boolean isSelfOrParent(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }

    @Override
    public void close() {
        arena.close();
    }

    private static final class Getdents {
        static final MethodHandle HANDLE = CLibrary.longFunction("getdents64", JAVA_INT, ADDRESS, JAVA_LONG);
    }
}
