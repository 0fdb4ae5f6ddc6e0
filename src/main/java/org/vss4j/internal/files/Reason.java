package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

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

    /** ENAMETOOLONG, as the C libraries say it. */
    private static final Set<String> TOO_LONG = Set.of("File name too long", "Filename too long");

    private Reason() {}

    /** Returns the reason in {@code failure}: the JDK puts it into the type, the reason, or the message. */
    public static String of(IOException failure) {
        String reason = TOLD_BY_TYPE.get(failure.getClass());
        return reason == null ? stated(failure) : reason;
    }

    private static String stated(IOException failure) {
        String reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    /** Tells whether a path, or a name in it, was too long for the system. */
    public static boolean isTooLong(FileSystemException failure) {
        return TOO_LONG.contains(of(failure));
    }

    /** Returns {@code failure} as an exception whose message names {@code path} and the reason. */
    public static IOException naming(Path path, IOException failure) {
        FileSystemException named = new FileSystemException(PathText.of(path), null, of(failure));
        named.initCause(failure);
        return named;
    }
}
