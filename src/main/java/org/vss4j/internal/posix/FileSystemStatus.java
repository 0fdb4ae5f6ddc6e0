package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What a file system says of itself and its room, as {@code statvfs} tells it.
 *
 * @param blockSize in bytes
 * @param blocks how many it has in all; 0 if it does not know
 * @param freeBlocks how many are left for this user
 * @param files how many files, folders and links it can have in all; 0 if it has no such number
 * @param freeFiles how many more this user can make
 * @param id what most file systems are known by, also after a restart; 0 if this one is not
 */
public record FileSystemStatus(long blockSize, long blocks, long freeBlocks, long files, long freeFiles, long id) {

    /** The size of struct statvfs with room to spare, of which the first nine fields are longs everywhere. */
    private static final int BYTES = 256;

    /** Asks the file system that holds what is at a path. */
    public static FileSystemStatus statvfs(PosixName path) throws PosixException {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment status = memory.allocate(BYTES, Long.BYTES);
            long unused = SystemCall.make("statvfs", path, (state, arena) ->
                    (int) Statvfs.HANDLE.invokeExact(state, path.write(arena), status));
            return new FileSystemStatus(
                    status.get(JAVA_LONG, 8),
                    status.get(JAVA_LONG, 16),
                    status.get(JAVA_LONG, 32),
                    status.get(JAVA_LONG, 40),
                    status.get(JAVA_LONG, 56),
                    status.get(JAVA_LONG, 64));
        }
    }

    private static final class Statvfs {
        static final MethodHandle HANDLE = CLibrary.intFunction("statvfs", ADDRESS, ADDRESS);
    }
}
