package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The lock that an opening of a file has: it is that opening's, whichever others of the same file this process has and closes,
 * and it goes when that is closed. It excludes all other openings, and the locks that processes have of the same file.
 */
public final class OpenFileLock {

    private static final int F_OFD_SETLK = 37;
    private static final short F_WRLCK = 1;

    /** The struct flock: from its start to the end of the file, however long that grows, if all but the type is zero. */
    private static final StructLayout FLOCK = MemoryLayout.structLayout(
            JAVA_SHORT.withName("l_type"),
            JAVA_SHORT.withName("l_whence"),
            MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("l_start"),
            JAVA_LONG.withName("l_len"),
            JAVA_INT.withName("l_pid"),
            MemoryLayout.paddingLayout(4));

    private OpenFileLock() {}

    /**
     * Takes the lock of a file that is open for writing.
     *
     * @return false if another has it
     */
    public static boolean tryTake(Descriptor file) throws PosixException {
        try {
            long unused = SystemCall.make("fcntl", file, (state, arena) -> {
                MemorySegment lock = arena.allocate(FLOCK);
                lock.set(JAVA_SHORT, 0, F_WRLCK);
                return (int) Fcntl.HANDLE.invokeExact(state, file.number(), F_OFD_SETLK, lock);
            });
            return true;
        } catch (PosixException e) {
            if (e.is(Errno.EAGAIN, Errno.EACCES)) {
                return false;
            }
            throw e;
        }
    }

    private static final class Fcntl {
        static final MethodHandle HANDLE = CLibrary.variadicFunction("fcntl", 2, JAVA_INT, JAVA_INT, ADDRESS);
    }
}
