package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.FileStatus;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.internal.posix.Timestamp;
import org.vss4j.internal.windows.FileIds;

/**
 * What a file or folder is known by in its file system, under whatever name, also after a restart, when a disk may have
 * another number: its own number, and when it was made, for a number is given again.
 *
 * @param number one word of ASCII
 * @param born one word of ASCII; {@value #NOT_KNOWN} where the file system does not keep that, or nobody asked it
 */
public record FileMark(String number, String born) {
    private static final String NOT_KNOWN = "-";

    /**
     * Returns that of what is at a path, of a link itself; empty if its file system has no such numbers.
     *
     * @throws IOException if nobody can look at it, or there is nothing
     */
    public static Optional<FileMark> of(Path path) throws IOException {
        if (Posix.reaches(path)) {
            FileStatus status = Inodes.statx(
                    Descriptor.WORKING_DIRECTORY, PosixName.of(path.toAbsolutePath()), Inodes.AT_SYMLINK_NOFOLLOW);
            return Optional.of(new FileMark(String.valueOf(status.id().inode()), born(status.born())));
        } else if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Object inode = Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FileMark(String.valueOf(inode), NOT_KNOWN));
        }
        Optional<String> id = FileIds.of(path);
        if (id.isEmpty()) {
            // It may be that there is nothing, or that nobody can look.
            BasicFileAttributes unused =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
        return id.map(number -> new FileMark(number, NOT_KNOWN));
    }

    private static String born(Timestamp time) {
        return time.seconds() == 0 && time.nanos() == 0 ? NOT_KNOWN : time.seconds() + "." + time.nanos();
    }

    /**
     * Returns the mark whose {@link #text} this is.
     *
     * @throws IllegalArgumentException if it is none's
     */
    public static FileMark parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is not a number and a time");
        }
        return new FileMark(words[0], words[1]);
    }

    /** Returns it as one line of ASCII. */
    public String text() {
        return number + " " + born;
    }

    /** Tells whether both were made at the same time, and that is known. */
    boolean isBornWith(FileMark other) {
        return !born.equals(NOT_KNOWN) && born.equals(other.born);
    }

    /** Tells whether it may be that of the same file: as far as both are known. */
    public boolean matches(FileMark other) {
        return number.equals(other.number)
                && (born.equals(other.born) || born.equals(NOT_KNOWN) || other.born.equals(NOT_KNOWN));
    }
}
