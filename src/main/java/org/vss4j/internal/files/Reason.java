package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.posix.Errno;
import org.vss4j.internal.posix.PosixException;

/** Why an operation on a file failed, in a few words and without the file's name. */
public final class Reason {

    private static final Map<Class<?>, String> TOLD_BY_TYPE = Map.of(
            AccessDeniedException.class, "permission denied",
            NoSuchFileException.class, "no such file or directory",
            FileAlreadyExistsException.class, "already exists",
            NotDirectoryException.class, "not a directory",
            DirectoryNotEmptyException.class, "directory not empty",
            ClosedByInterruptException.class, "interrupted",
            FileLockInterruptionException.class, "interrupted");

    /** How much is written at once at most: if there is less left, a write may have failed for that. */
    private static final long LARGEST_WRITE = 256 * 1024;

    private Reason() {}

    /**
     * Returns the reason in {@code failure}: the JDK puts it into the type, the reason, or the message. The latter two are
     * the system's text, in its language: for people only.
     */
    public static String of(IOException failure) {
        String reason = TOLD_BY_TYPE.get(failure.getClass());
        return reason == null ? stated(failure) : reason;
    }

    private static String stated(IOException failure) {
        String reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    /**
     * Tells whether a path, or a name in it, was too long for the system. That has a number of its own; where the JDK
     * hides it, the path's length is looked at.
     *
     * @param path the one that it failed for
     */
    public static boolean isTooLong(Path path, IOException failure) {
        PosixException told = posix(failure);
        return told == null
                ? failure instanceof FileSystemException && PathLength.exceeds(path)
                : told.is(Errno.ENAMETOOLONG);
    }

    /** Tells whether there was something of the name that was to be made. */
    public static boolean isTaken(IOException failure) {
        PosixException told = posix(failure);
        return told == null ? hasCause(failure, FileAlreadyExistsException.class) : told.is(Errno.EEXIST);
    }

    private static boolean hasCause(Throwable failure, Class<?> type) {
        Throwable cause = failure;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /**
     * Tells whether a disk was full, or a quota used up. That has numbers of its own; where the JDK hides them, the file
     * system is asked what it has left, and a quota is not seen.
     *
     * @param folder one that is there, in the file system that was written to
     */
    public static boolean isFull(Path folder, IOException failure) {
        PosixException told = posix(failure);
        return told == null ? hasNothingLeft(folder) : told.is(Errno.ENOSPC, Errno.EDQUOT);
    }

    private static boolean hasNothingLeft(Path folder) {
        try {
            FileStore disk = Files.getFileStore(folder);
            // One that does not know its size says zero of both.
            return disk.getUsableSpace() < LARGEST_WRITE && disk.getTotalSpace() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Tells whether a file system takes no changes. That has a number of its own; where the JDK hides it, the file system is
     * asked.
     *
     * @param folder one that is there, in the file system that was written to
     */
    public static boolean isReadOnly(Path folder, IOException failure) {
        PosixException told = posix(failure);
        if (told != null) {
            return told.is(Errno.EROFS);
        }
        try {
            return Files.getFileStore(folder).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells whether this user may not do it. */
    public static boolean isDenied(IOException failure) {
        PosixException told = posix(failure);
        return told == null ? hasCause(failure, AccessDeniedException.class) : told.is(Errno.EACCES, Errno.EPERM);
    }

    /** Tells whether a disk does not do its work. That has numbers of its own; where the JDK hides them, it is not seen. */
    public static boolean isFailing(IOException failure) {
        PosixException told = posix(failure);
        return told != null && told.is(Errno.EIO, Errno.EREMOTEIO, Errno.EUCLEAN);
    }

    /** Returns the failure of a call that this one tells of, or null if it came another way. */
    private static @Nullable PosixException posix(IOException failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof PosixException)) {
            cause = cause.getCause();
        }
        return (PosixException) cause;
    }

    /** Returns {@code failure} as an exception whose message names {@code path} and the reason. */
    public static IOException naming(Path path, IOException failure) {
        FileSystemException named = new FileSystemException(PathText.of(path), null, of(failure));
        named.initCause(failure);
        return named;
    }
}
