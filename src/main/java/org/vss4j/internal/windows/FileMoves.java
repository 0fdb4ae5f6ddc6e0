package org.vss4j.internal.windows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Moves within a volume that are on the disk when they have been made, which those of java.nio are not. */
public final class FileMoves {
    private static final int MOVEFILE_REPLACE_EXISTING = 1;
    private static final int MOVEFILE_WRITE_THROUGH = 8;

    private static final int ERROR_FILE_NOT_FOUND = 2;
    private static final int ERROR_PATH_NOT_FOUND = 3;
    private static final int ERROR_ACCESS_DENIED = 5;
    private static final int ERROR_FILE_EXISTS = 80;
    private static final int ERROR_ALREADY_EXISTS = 183;

    /** From this length on Windows takes a path only in the form that it does not look into; a folder's is the shorter. */
    private static final int LONG = 248;

    private FileMoves() {}

    /**
     * Moves a file or folder.
     *
     * @throws FileAlreadyExistsException if there is something of that name
     */
    public static void move(Path from, Path to) throws IOException {
        move(from, to, MOVEFILE_WRITE_THROUGH);
    }

    /** Moves a file, and replaces one that has the name. */
    public static void replace(Path from, Path to) throws IOException {
        move(from, to, MOVEFILE_WRITE_THROUGH | MOVEFILE_REPLACE_EXISTING);
    }

    private static void move(Path from, Path to, int flags) throws IOException {
        try {
            Kernel32.moveFile(name(from), name(to), flags);
        } catch (Win32Exception e) {
            throw (IOException) failure(e, from, to).initCause(e);
        }
    }

    private static FileSystemException failure(Win32Exception e, Path from, Path to) {
        return switch (e.error()) {
            case ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND -> new NoSuchFileException(from.toString());
            case ERROR_ACCESS_DENIED -> new AccessDeniedException(from.toString());
            case ERROR_FILE_EXISTS, ERROR_ALREADY_EXISTS -> new FileAlreadyExistsException(to.toString());
            default -> new FileSystemException(from.toString(), to.toString(), "Windows error " + e.error());
        };
    }

    static String name(Path path) {
        String name = path.toAbsolutePath().normalize().toString();
        if (name.length() < LONG || name.startsWith("\\\\?\\")) {
            return name;
        }
        return name.startsWith("\\\\") ? "\\\\?\\UNC" + name.substring(1) : "\\\\?\\" + name;
    }
}
