package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicInteger;

/** An open file or directory, closed once, and not inherited by programs that are started. They are counted. */
public final class Descriptor implements AutoCloseable {

    /** Where names that are relative to it begin: at the working directory. Absolute ones don't care. */
    public static final Descriptor WORKING_DIRECTORY = new Descriptor(-100, "the working directory");

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    /** Fails for what is no directory. */
    public static final int O_DIRECTORY = Posix.isArm() ? 0x4000 : 0x1_0000;
    /** Fails for a symbolic link, as the last name; with {@link #O_PATH} it opens the link itself. */
    public static final int O_NOFOLLOW = Posix.isArm() ? 0x8000 : 0x2_0000;
    /** Does not touch the time of the last access; only for its owner. */
    public static final int O_NOATIME = 0x4_0000;
    /** Opens a place, not its contents, for which no right on it is needed. */
    public static final int O_PATH = 0x20_0000;

    private static final int O_CLOEXEC = 0x8_0000;
    private static final int CLOSED = -1;
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final AtomicInteger number;
    private final Object name;

    private Descriptor(int number, Object name) {
        this.number = new AtomicInteger(number);
        this.name = name;
    }

    /** Opens what is there. */
    public static Descriptor open(Descriptor directory, PosixName name, int flags) throws PosixException {
        return open(directory, name, flags, 0);
    }

    /**
     * Opens what is there, or makes it.
     *
     * @param mode its permission bits if it is made; the process's mask takes some away
     */
    public static Descriptor open(Descriptor directory, PosixName name, int flags, int mode) throws PosixException {
        int opened = (int) SystemCall.make("openat", name, (state, arena) ->
                (int) Open.HANDLE.invokeExact(state, directory.number(), name.write(arena), flags | O_CLOEXEC, mode));
        OPEN.incrementAndGet();
        return new Descriptor(opened, name);
    }

    /** Returns how many are open in this process. */
    public static int count() {
        return OPEN.get();
    }

    int number() {
        int open = number.get();
        if (open == CLOSED) {
            throw new IllegalStateException(name + " is closed");
        }
        return open;
    }

    /**
     * Closes it, if it is not closed yet.
     *
     * @throws PosixException after it has been closed: what was written may not be on the disk
     */
    @Override
    public void close() throws PosixException {
        int open = number.getAndUpdate(it -> it < 0 ? it : CLOSED);
        if (open < 0) {
            return;
        }
        OPEN.decrementAndGet();
        try {
            // Once: when it is interrupted it has closed the file all the same, and the number may be another's by now.
            long unused =
                    SystemCall.makeOnce("close", name, (state, arena) -> (int) Close.HANDLE.invokeExact(state, open));
        } catch (PosixException e) {
            if (!e.is(Errno.EINTR)) {
                throw e;
            }
        }
    }

    /** Returns the name that it was opened by. */
    @Override
    public String toString() {
        return name.toString();
    }

    private static final class Open {
        static final MethodHandle HANDLE =
                CLibrary.variadicFunction("openat", 3, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    }

    private static final class Close {
        static final MethodHandle HANDLE = CLibrary.intFunction("close", JAVA_INT);
    }
}
