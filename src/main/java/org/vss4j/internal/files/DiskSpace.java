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
 * @param blockSize in bytes: a file takes whole blocks
 * @param freeBytes empty if the file system does not know, or has more than can be told
 * @param freeFiles how many more files, folders and links it can have; empty if it has no such limit, or nobody can ask
 */
public record DiskSpace(long blockSize, OptionalLong freeBytes, OptionalLong freeFiles) {

    /** Asks the file system that holds what is at a path, which must be there. */
    public static DiskSpace of(Path path) throws IOException {
        return Posix.reaches(path) ? ofPosix(FileSystemStatus.statvfs(PosixName.of(path))) : ofJava(path);
    }

    private static DiskSpace ofPosix(FileSystemStatus status) {
        // One that has no limit says zero of both.
        return new DiskSpace(
                Math.max(status.blockSize(), 1),
                known(status.blocks(), saturated(status.freeBlocks(), status.blockSize())),
                known(status.files(), status.freeFiles()));
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
