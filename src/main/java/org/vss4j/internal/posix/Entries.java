package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** The names in a directory: made, moved, removed and read. No method follows a link that is the last name. */
public final class Entries {

    /** Fails instead of replacing what is there; not on every file system: {@link Errno#EINVAL}. */
    public static final int RENAME_NOREPLACE = 1;

    /** Makes the two names change places. */
    public static final int RENAME_EXCHANGE = 2;

    private static final int AT_REMOVEDIR = 0x200;

    /** The longest text of a link, and the longest path, with the zero that ends them. */
    private static final int PATH_MAX = 4096;

    private Entries() {}

    /** Makes a directory; the process's mask takes permissions away from {@code mode}. */
    public static void mkdirat(Descriptor directory, PosixName name, int mode) throws PosixException {
        long unused = SystemCall.make("mkdirat", name, (state, arena) ->
                (int) Mkdirat.HANDLE.invokeExact(state, directory.number(), name.write(arena), mode));
    }

    /** Makes a symbolic link. */
    public static void symlinkat(PosixName text, Descriptor directory, PosixName name) throws PosixException {
        long unused = SystemCall.make("symlinkat", name, (state, arena) ->
                (int) Symlinkat.HANDLE.invokeExact(state, text.write(arena), directory.number(), name.write(arena)));
    }

    /** Gives a file a second name, a link itself if the first one is that of a link. */
    public static void linkat(Descriptor from, PosixName old, Descriptor to, PosixName name) throws PosixException {
        long unused = SystemCall.make("linkat", name, (state, arena) -> (int)
                Linkat.HANDLE.invokeExact(state, from.number(), old.write(arena), to.number(), name.write(arena), 0));
    }

    /** Returns the text of a symbolic link. */
    public static PosixName readlinkat(Descriptor directory, PosixName name) throws PosixException {
        byte[] text = new byte[PATH_MAX];
        int length = (int) SystemCall.make("readlinkat", name, (state, arena) -> {
            MemorySegment buffer = arena.allocate(PATH_MAX);
            long read = (long) Readlinkat.HANDLE.invokeExact(
                    state, directory.number(), name.write(arena), buffer, (long) PATH_MAX);
            MemorySegment.copy(buffer, JAVA_BYTE, 0, text, 0, (int) Math.max(read, 0));
            return read;
        });
        return PosixName.of(Arrays.copyOf(text, length));
    }

    /** Removes the name of what is no directory. */
    public static void unlinkat(Descriptor directory, PosixName name) throws PosixException {
        remove(directory, name, 0);
    }

    /** Removes an empty directory. */
    public static void rmdirat(Descriptor directory, PosixName name) throws PosixException {
        remove(directory, name, AT_REMOVEDIR);
    }

    private static void remove(Descriptor directory, PosixName name, int flags) throws PosixException {
        long unused = SystemCall.make("unlinkat", name, (state, arena) ->
                (int) Unlinkat.HANDLE.invokeExact(state, directory.number(), name.write(arena), flags));
    }

    /** Moves an entry within a file system; without flags it replaces what is there, if that can be replaced by it. */
    public static void renameat2(Descriptor from, PosixName old, Descriptor to, PosixName name, int flags)
            throws PosixException {
        long unused = SystemCall.make("renameat2", name, (state, arena) -> (int) Renameat2.HANDLE.invokeExact(
                state, from.number(), old.write(arena), to.number(), name.write(arena), flags));
    }

    private static final class Mkdirat {
        static final MethodHandle HANDLE = CLibrary.intFunction("mkdirat", JAVA_INT, ADDRESS, JAVA_INT);
    }

    private static final class Symlinkat {
        static final MethodHandle HANDLE = CLibrary.intFunction("symlinkat", ADDRESS, JAVA_INT, ADDRESS);
    }

    private static final class Linkat {
        static final MethodHandle HANDLE =
                CLibrary.intFunction("linkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    }

    private static final class Readlinkat {
        static final MethodHandle HANDLE = CLibrary.longFunction("readlinkat", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    }

    private static final class Unlinkat {
        static final MethodHandle HANDLE = CLibrary.intFunction("unlinkat", JAVA_INT, ADDRESS, JAVA_INT);
    }

    private static final class Renameat2 {
        static final MethodHandle HANDLE =
                CLibrary.intFunction("renameat2", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    }
}
