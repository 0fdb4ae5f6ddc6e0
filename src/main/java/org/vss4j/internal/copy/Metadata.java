package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.vss4j.internal.files.OwnerOnly;

/** What a copy keeps of a file besides its contents, read in one look and written when the contents are complete. */
sealed interface Metadata permits PosixMetadata, DosMetadata {

    /** Returns the kind of metadata that both places have. */
    static Metadata between(Path source, Path target) {
        return OwnerOnly.isPosix(source) && OwnerOnly.isPosix(target) ? new PosixMetadata() : new DosMetadata();
    }

    /** Reads the attributes of an entry of the source; of a link itself, if the options say so. */
    BasicFileAttributes read(Path source, LinkOption... options) throws IOException;

    /**
     * Gives a file or directory of the target the attributes that were {@linkplain #read read}: the times first, since
     * the permissions may forbid that.
     */
    void write(Path target, BasicFileAttributes attributes) throws IOException;

    /** Tells whether these attributes keep the owner himself from reading a file, or from listing or passing a directory. */
    boolean deniesOwner(BasicFileAttributes attributes);

    /** Says what an entry is that is neither a file, nor a directory, nor a symbolic link. */
    String describeOther(Path source) throws IOException;

    /** Gives a symbolic link its own times; a platform that has none leaves those of the copy. */
    static void writeLinkTimes(Path link, BasicFileAttributes attributes) {
        try {
            writeTimes(link, attributes, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException ignored) {
            // A link without its time is as good a link.
        }
    }

    /** Writes both times: given only one, the JDK would look the other up. */
    static void writeTimes(Path target, BasicFileAttributes attributes, LinkOption... options) throws IOException {
        Files.getFileAttributeView(target, BasicFileAttributeView.class, options)
                .setTimes(
                        writable(target, attributes.lastModifiedTime()),
                        writable(target, attributes.lastAccessTime()),
                        null);
    }

    /**
     * Returns the time that can be written for {@code time}: of one before 1970 only whole seconds, on POSIX. The JDK
     * splits it so that the system refuses the nanoseconds, and then writes 1970 instead.
     */
    private static FileTime writable(Path target, FileTime time) {
        Instant instant = time.toInstant();
        return instant.isBefore(Instant.EPOCH) && OwnerOnly.isPosix(target)
                ? FileTime.from(instant.truncatedTo(ChronoUnit.SECONDS))
                : time;
    }
}
