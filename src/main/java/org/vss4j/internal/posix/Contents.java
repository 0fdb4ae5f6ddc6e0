package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The bytes of an open file, read, written, and forced to the disk. */
public final class Contents {

    public static final int SEEK_SET = 0;
    /** To the next byte that is not in a hole; {@link Errno#ENXIO} when there is none. */
    public static final int SEEK_DATA = 3;
    /** To the next hole; there is one at the end of each file. */
    public static final int SEEK_HOLE = 4;

    private Contents() {}

    /** Reads into all of a buffer, or less; returns how much, and 0 at the end of the file. */
    public static long read(Descriptor file, MemorySegment buffer) throws PosixException {
        return SystemCall.make("read", file, (state, arena) ->
                (long) Read.HANDLE.invokeExact(state, file.number(), buffer, buffer.byteSize()));
    }

    /** Reads as {@link #read} does, from a position that does not move. */
    public static long pread(Descriptor file, MemorySegment buffer, long offset) throws PosixException {
        return SystemCall.make("pread", file, (state, arena) ->
                (long) Pread.HANDLE.invokeExact(state, file.number(), buffer, buffer.byteSize(), offset));
    }

    /** Writes all of a buffer, or less; returns how much. */
    public static long write(Descriptor file, MemorySegment buffer) throws PosixException {
        return SystemCall.make("write", file, (state, arena) ->
                (long) Write.HANDLE.invokeExact(state, file.number(), buffer, buffer.byteSize()));
    }

    /** Moves the position; returns where it is then. */
    public static long lseek(Descriptor file, long offset, int whence) throws PosixException {
        return SystemCall.make(
                "lseek", file, (state, arena) -> (long) Lseek.HANDLE.invokeExact(state, file.number(), offset, whence));
    }

    /**
     * Copies from the position of one file to that of another, within the kernel; returns how much, and 0 at the end.
     *
     * @throws PosixException also for files that this can't be done for, by {@link Errno#EXDEV}, {@link Errno#EINVAL},
     *     {@link Errno#EOPNOTSUPP} or {@link Errno#ENOSYS}: they have to be read and written
     */
    public static long copyFileRange(Descriptor from, Descriptor to, long bytes) throws PosixException {
        return SystemCall.make("copy_file_range", to, (state, arena) -> (long) CopyFileRange.HANDLE.invokeExact(
                state, from.number(), MemorySegment.NULL, to.number(), MemorySegment.NULL, bytes, 0));
    }

    /** Cuts the file, or lets it end in a hole. */
    public static void ftruncate(Descriptor file, long size) throws PosixException {
        long unused = SystemCall.make(
                "ftruncate", file, (state, arena) -> (int) Ftruncate.HANDLE.invokeExact(state, file.number(), size));
    }

    /** Forces a file, or the names in a directory, to the disk. */
    public static void fsync(Descriptor file) throws PosixException {
        long unused =
                SystemCall.make("fsync", file, (state, arena) -> (int) Fsync.HANDLE.invokeExact(state, file.number()));
    }

    /** Forces the contents of a file to the disk, and of the rest what they are found by. */
    public static void fdatasync(Descriptor file) throws PosixException {
        long unused = SystemCall.make(
                "fdatasync", file, (state, arena) -> (int) Fdatasync.HANDLE.invokeExact(state, file.number()));
    }

    /** Forces all that has been written to the file system that holds a file. */
    public static void syncfs(Descriptor file) throws PosixException {
        long unused = SystemCall.make(
                "syncfs", file, (state, arena) -> (int) Syncfs.HANDLE.invokeExact(state, file.number()));
    }

    private static final class Read {
        static final MethodHandle HANDLE = CLibrary.longFunction("read", JAVA_INT, ADDRESS, JAVA_LONG);
    }

    private static final class Pread {
        static final MethodHandle HANDLE = CLibrary.longFunction("pread", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    }

    private static final class Write {
        static final MethodHandle HANDLE = CLibrary.longFunction("write", JAVA_INT, ADDRESS, JAVA_LONG);
    }

    private static final class Lseek {
        static final MethodHandle HANDLE = CLibrary.longFunction("lseek", JAVA_INT, JAVA_LONG, JAVA_INT);
    }

    private static final class CopyFileRange {
        static final MethodHandle HANDLE =
                CLibrary.longFunction("copy_file_range", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    }

    private static final class Ftruncate {
        static final MethodHandle HANDLE = CLibrary.intFunction("ftruncate", JAVA_INT, JAVA_LONG);
    }

    private static final class Fsync {
        static final MethodHandle HANDLE = CLibrary.intFunction("fsync", JAVA_INT);
    }

    private static final class Fdatasync {
        static final MethodHandle HANDLE = CLibrary.intFunction("fdatasync", JAVA_INT);
    }

    private static final class Syncfs {
        static final MethodHandle HANDLE = CLibrary.intFunction("syncfs", JAVA_INT);
    }
}
