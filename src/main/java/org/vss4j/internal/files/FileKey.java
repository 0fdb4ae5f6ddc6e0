package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.internal.windows.FileIds;
import org.vss4j.internal.windows.Platform;

/**
 * What makes a file or folder the same by whatever path it is reached: the file system and its number there.
 *
 * @param value equal to that of the same file, if both were made on the same system
 */
public record FileKey(Object value) {

    /** Returns that of what is at a path, of a link itself; empty if there is nothing, or its file system has no such numbers. */
    public static Optional<FileKey> of(Path path) {
        try {
            if (Posix.reaches(path)) {
                PosixName name = PosixName.of(path);
                return Optional.of(
                        new FileKey(Inodes.statx(Descriptor.WORKING_DIRECTORY, name, Inodes.AT_SYMLINK_NOFOLLOW)
                                .id()));
            }
            return Platform.isWindows() ? FileIds.of(path).map(FileKey::new) : ofJava(path);
        } catch (IOException ignored) {
            return Optional.empty();
        }
    }

    private static Optional<FileKey> ofJava(Path path) throws IOException {
        return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey())
                .map(FileKey::new);
    }
}
