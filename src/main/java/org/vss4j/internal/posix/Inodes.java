package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What a file is besides its names and its contents, read and changed. */
public final class Inodes {

    /** Takes a symbolic link itself, where it is the last name. */
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;

    /** Lets an empty name stand for the descriptor itself, one of {@link Descriptor#O_PATH} too. */
    public static final int AT_EMPTY_PATH = 0x1000;

    private static final PosixName ITSELF = PosixName.of("");
    /** STATX_BASIC_STATS and STATX_BTIME. */
    private static final int WANTED = 0xFFF;

    private Inodes() {}

    /** Looks at an entry of a directory. */
    public static FileStatus statx(Descriptor directory, PosixName name, int flags) throws PosixException {
        return statx(directory, name, name, flags);
    }

    /** Looks at what is open. */
    public static FileStatus statx(Descriptor file) throws PosixException {
        return statx(file, ITSELF, file, AT_EMPTY_PATH);
    }

    private static FileStatus statx(Descriptor directory, PosixName name, Object told, int flags)
            throws PosixException {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment status = memory.allocate(FileStatus.BYTES, Long.BYTES);
            long unused = SystemCall.make("statx", told, (state, arena) -> (int)
                    Statx.HANDLE.invokeExact(state, directory.number(), name.write(arena), flags, WANTED, status));
            return FileStatus.read(status);
        }
    }

    /** Changes the permissions of an entry; of a link itself no file system does. */
    public static void fchmodat(Descriptor directory, PosixName name, int mode, int flags) throws PosixException {
        long unused = SystemCall.make("fchmodat", name, (state, arena) ->
                (int) Fchmodat.HANDLE.invokeExact(state, directory.number(), name.write(arena), mode, flags));
    }

    /** Changes the permissions of what is open, but not by {@link Descriptor#O_PATH}. */
    public static void fchmod(Descriptor file, int mode) throws PosixException {
        long unused = SystemCall.make(
                "fchmod", file, (state, arena) -> (int) Fchmod.HANDLE.invokeExact(state, file.number(), mode));
    }

    /** Changes the owner and the group; -1 leaves one as it is. */
    public static void fchownat(Descriptor directory, PosixName name, int owner, int group, int flags)
            throws PosixException {
        long unused = SystemCall.make("fchownat", name, (state, arena) ->
                (int) Fchownat.HANDLE.invokeExact(state, directory.number(), name.write(arena), owner, group, flags));
    }

    /**
     * Changes the times of an entry. A file system that does not hold such a time takes the nearest that it does, and says
     * nothing.
     */
    public static void utimensat(
            Descriptor directory, PosixName name, Timestamp accessed, Timestamp modified, int flags)
            throws PosixException {
        long unused = SystemCall.make("utimensat", name, (state, arena) -> (int) Utimensat.HANDLE.invokeExact(
                state, directory.number(), name.write(arena), times(arena, accessed, modified), flags));
    }

    /** Changes the times of what is open, as {@link #utimensat} does, but not by {@link Descriptor#O_PATH}. */
    public static void futimens(Descriptor file, Timestamp accessed, Timestamp modified) throws PosixException {
        long unused = SystemCall.make("futimens", file, (state, arena) ->
                (int) Futimens.HANDLE.invokeExact(state, file.number(), times(arena, accessed, modified)));
    }

    /** Two times of type struct timespec. */
    private static MemorySegment times(Arena arena, Timestamp accessed, Timestamp modified) {
        return arena.allocateFrom(
                JAVA_LONG, accessed.seconds(), accessed.nanos(), modified.seconds(), modified.nanos());
    }

    private static final class Statx {
        static final MethodHandle HANDLE =
                CLibrary.intFunction("statx", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    }

    private static final class Fchmodat {
        static final MethodHandle HANDLE = CLibrary.intFunction("fchmodat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    }

    private static final class Fchmod {
        static final MethodHandle HANDLE = CLibrary.intFunction("fchmod", JAVA_INT, JAVA_INT);
    }

    private static final class Fchownat {
        static final MethodHandle HANDLE =
                CLibrary.intFunction("fchownat", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    private static final class Utimensat {
        static final MethodHandle HANDLE = CLibrary.intFunction("utimensat", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    }

    private static final class Futimens {
        static final MethodHandle HANDLE = CLibrary.intFunction("futimens", JAVA_INT, ADDRESS);
    }
}
