package org.vss4j.internal.files;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** What a new file or directory is made with so that nobody but its owner can open it, where there are such rights. */
public final class OwnerOnly {

    private static final FileAttribute<?>[] NOTHING = {};
    private static final FileAttribute<?>[] FILE = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final FileAttribute<?>[] DIRECTORY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };

    private OwnerOnly() {}

    public static FileAttribute<?>[] file(Path path) {
        return isPosix(path) ? FILE : NOTHING;
    }

    public static FileAttribute<?>[] directory(Path path) {
        return isPosix(path) ? DIRECTORY : NOTHING;
    }

    /** Tells whether files have owners and permissions where {@code path} lies. */
    public static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
