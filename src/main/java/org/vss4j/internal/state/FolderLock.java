package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.files.RegularFile;

/**
 * The lock by which others see that a process lives: the system frees it when the process ends, however that happens.
 *
 * <p>On POSIX a process loses its lock on a file when it closes <em>any</em> channel of that file, and it can't ask
 * whether it has the lock itself. So a process must never open the lock file of a folder of its own a second time.
 */
final class FolderLock {

    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    private static final Set<OpenOption> EXISTING = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** Keeps the channels reachable: the collector would close them, and so free the locks of a process that lives. */
    private static final Set<FolderLock> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        HELD.add(this);
    }

    /** Makes the lock file and locks it. */
    static FolderLock create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, CREATE, OwnerOnly.file(file));
        FolderLock lock = lock(file, channel);
        if (lock == null) {
            throw new IOException(PathText.of(file) + " is locked by another process");
        }
        return lock;
    }

    /**
     * Locks a lock file that another process made, if that process has died.
     *
     * @return null if it lives
     * @throws NoSuchFileException if there is no lock file: the process died early, or is about to end
     */
    static @Nullable FolderLock take(Path file) throws IOException {
        RegularFile.require(file);
        FolderLock lock = lock(file, FileChannel.open(file, EXISTING));
        if (lock != null && Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            // Free not because its process died: it has deleted the file since this opened it.
            lock.release();
            throw new NoSuchFileException(file.toString());
        }
        return lock;
    }

    private static @Nullable FolderLock lock(Path file, FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new FolderLock(file, channel);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    /** Deletes the lock file, then frees the lock: in between, nobody can find it free and take the folder. */
    void delete() throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Reason.naming(file, e);
        } finally {
            release();
        }
    }

    /** Frees the lock. Once freed, does nothing. */
    void release() throws IOException {
        HELD.remove(this);
        channel.close();
    }
}
