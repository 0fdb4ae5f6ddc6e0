package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.vss4j.internal.posix.FileSystemStatus;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.posix.PosixName;

/**
 * What room a file system has left for this user.
 *
 * @param blockSize in bytes: a file takes whole blocks; 1 if their size is not known
 * @param freeBytes empty if the file system does not know, or has more than can be told
 * @param freeFiles how many more files, folders and links it can have; empty if it has no such limit, or nobody can ask
 */
public record DiskSpace(long blockSize, OptionalLong freeBytes, OptionalLong freeFiles) {

    /** A file system on a network says what it likes to be sent at once, which is a megabyte and more. */
    private static final long LARGEST_BLOCK = 64 * 1024;

    /** Asks the file system that holds what is at a path. One that does not answer knows nothing. */
    public static DiskSpace of(Path path) {
        try {
            return Posix.reaches(path) ? of(FileSystemStatus.statvfs(PosixName.of(path))) : ofJava(path);
        } catch (IOException ignored) {
            return new DiskSpace(1, OptionalLong.empty(), OptionalLong.empty());
        }
    }

    static DiskSpace of(FileSystemStatus status) {
        boolean isUnit = status.blockSize() > 0 && status.blockSize() <= LARGEST_BLOCK;
        // More than there are in all is no number of files either.
        boolean counts = status.freeFiles() <= status.files();
        // One that has no limit says zero of both.
        return new DiskSpace(
                isUnit ? status.blockSize() : 1,
                known(status.blocks(), saturated(status.freeBlocks(), status.blockSize())),
                counts ? known(status.files(), status.freeFiles()) : OptionalLong.empty());
    }

    private static long saturated(long blocks, long blockSize) {
        return Math.multiplyHigh(blocks, blockSize) == 0 ? blocks * blockSize : -1;
    }

    private static DiskSpace ofJava(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return new DiskSpace(
                blockSize(store), known(store.getTotalSpace(), store.getUsableSpace()), OptionalLong.empty());
    }

    private static long blockSize(FileStore store) throws IOException {
        try {
            return Math.max(store.getBlockSize(), 1);
        } catch (UnsupportedOperationException ignored) {
            return 1;
        }
    }

    /** A number that is too large for a long is negative. */
    private static OptionalLong known(long all, long free) {
        return all == 0 || free < 0 ? OptionalLong.empty() : OptionalLong.of(free);
    }
}
