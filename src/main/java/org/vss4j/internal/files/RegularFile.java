package org.vss4j.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.vss4j.internal.posix.Contents;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Errno;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;

/**
 * Files of our own that are regular ones: whatever else has taken the place of one is refused, since a FIFO would be waited
 * for without end, a device may do anything, and where a link leads is not of ours.
 */
public final class RegularFile {
    /** What takes the file's place after it was looked at is not followed, and not waited for. */
    private static final int READ = Descriptor.O_RDONLY | Descriptor.O_NOFOLLOW | Descriptor.O_NONBLOCK;

    private static final int LIMIT = 1 << 20;

    private RegularFile() {}

    /**
     * Reads a small file: a record, or a note.
     *
     * @throws NoSuchFileException if there is nothing
     * @throws FileSystemException if it is no regular file, or has more than a MiB, as none of ours has
     */
    public static byte[] read(Path file) throws IOException {
        require(file);
        try (Arena memory = Arena.ofConfined()) {
            ByteBuffer bytes = memory.allocate(LIMIT + 1L).asByteBuffer();
            if (Posix.reaches(file)) {
                readByCalls(file, bytes);
            } else {
                readByStream(file, bytes);
            }
            if (!bytes.hasRemaining()) {
                throw new FileSystemException(file.toString(), null, "larger than any of ours: remove it");
            }
            byte[] read = new byte[bytes.flip().remaining()];
            bytes.get(read);
            return read;
        }
    }

    /**
     * Goes on only if a file that is to be opened is a regular one.
     *
     * @throws NoSuchFileException if there is nothing
     */
    public static void require(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw refused(file);
        }
    }

    /** Goes on only if a file that is to be opened, or made, is a regular one, or not there. */
    public static void requireIfPresent(Path file) throws IOException {
        try {
            require(file);
        } catch (NoSuchFileException ignored) {
            // It will be made.
            return;
        }
    }

    private static FileSystemException refused(Path file) {
        return new FileSystemException(file.toString(), null, "not a regular file: remove it");
    }

    private static void readByCalls(Path file, ByteBuffer bytes) throws IOException {
        try (Descriptor opened = Descriptor.open(Descriptor.WORKING_DIRECTORY, PosixName.of(file), READ)) {
            if (!Inodes.statx(opened).isRegularFile()) {
                throw refused(file);
            }
            long read = 1;
            while (bytes.hasRemaining() && read > 0) {
                read = Contents.read(opened, MemorySegment.ofBuffer(bytes));
                bytes.position(bytes.position() + (int) read);
            }
        } catch (PosixException e) {
            throw e.is(Errno.ENOENT) ? (IOException) new NoSuchFileException(file.toString()).initCause(e) : e;
        }
    }

    /** By a stream, which no interrupt closes: who has been interrupted cleans up all the same. */
    private static void readByStream(Path file, ByteBuffer bytes) throws IOException {
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes.put(stream.readNBytes(bytes.remaining()));
        }
    }
}
