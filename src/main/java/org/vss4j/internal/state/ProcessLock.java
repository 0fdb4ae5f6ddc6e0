package org.vss4j.internal.state;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.files.RegularFile;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.OpenFileLock;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.internal.windows.Platform;

/**
 * A lock that one holder at a time has, in this JVM, by whichever class loader, and in all other processes that use the same
 * file. No thread owns it: any may free it. The system frees it when the process ends, however that happens; the file stays.
 *
 * <p>On Linux it is that of an opening of the file. Elsewhere it is the process's, of which the JDK keeps account for the whole
 * JVM; and where a process loses its locks on a file when it closes any channel of it, one that has met a lock of this JVM is
 * not closed, but used at the next try.
 */
public final class ProcessLock implements AutoCloseable {
    private static final Set<OpenOption> OPEN = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> MAKE =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    private static final int OWNER_ONLY = 0600;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    /** The channels of each file that are not to be closed. */
    private static final Map<Path, Queue<FileChannel>> KEPT = new ConcurrentHashMap<>();

    /** What the lock goes with. */
    private final Closeable opened;

    private ProcessLock(Closeable opened) {
        this.opened = opened;
    }

    /**
     * Takes the lock if it is free.
     *
     * @param file made if it does not exist; its folder has to be there
     * @return null if somebody has it
     */
    public static @Nullable ProcessLock tryAcquire(Path file) throws IOException {
        return tryAcquire(file, MAKE);
    }

    /**
     * Takes the lock of a file that is there, if it is free.
     *
     * @return null if somebody has it
     * @throws IOException also if the file is not there
     */
    public static @Nullable ProcessLock tryAcquirePresent(Path file) throws IOException {
        return tryAcquire(file, OPEN);
    }

    private static @Nullable ProcessLock tryAcquire(Path file, Set<OpenOption> options) throws IOException {
        try {
            RegularFile.requireIfPresent(file);
            return Posix.reaches(file) ? ofOpening(file, options) : ofProcess(file, options);
        } catch (IOException e) {
            throw Reason.naming(file, e);
        }
    }

    private static @Nullable ProcessLock ofOpening(Path file, Set<OpenOption> options) throws IOException {
        // Without blocking, for it may have become a pipe.
        Descriptor opened = Descriptor.open(
                Descriptor.WORKING_DIRECTORY,
                PosixName.of(file.toAbsolutePath()),
                Descriptor.O_WRONLY
                        | (options.equals(MAKE) ? Descriptor.O_CREAT : 0)
                        | Descriptor.O_NOFOLLOW
                        | Descriptor.O_NONBLOCK,
                OWNER_ONLY);
        ProcessLock lock = null;
        try {
            lock = OpenFileLock.tryTake(opened) ? new ProcessLock(opened::close) : null;
            return lock;
        } finally {
            if (lock == null) {
                opened.close();
            }
        }
    }

    /** As {@link #tryAcquire}, by means of the JDK alone. */
    static @Nullable ProcessLock ofProcess(Path file) throws IOException {
        return ofProcess(file, MAKE);
    }

    private static @Nullable ProcessLock ofProcess(Path file, Set<OpenOption> options) throws IOException {
        Queue<FileChannel> kept = KEPT.computeIfAbsent(file.toAbsolutePath(), unused -> new ConcurrentLinkedQueue<>());
        FileChannel present = kept.poll();
        FileChannel channel = present == null ? FileChannel.open(file, options, OwnerOnly.file(file)) : present;
        boolean stays = false;
        try {
            stays = channel.tryLock() != null;
            return stays ? new ProcessLock(channel) : null;
        } catch (OverlappingFileLockException e) {
            // Somebody in this JVM has it. On Windows a lock is a handle's, and an open file keeps its folder from
            // going.
            stays = !Platform.isWindows() && kept.add(channel);
            return null;
        } finally {
            if (!stays) {
                channel.close();
            }
        }
    }

    /**
     * Waits for the lock. It is asked for again and again: a call that waits for a file's lock keeps others from asking, and
     * nothing could end it.
     *
     * @param file made if it does not exist; its folder has to be there
     * @param checkpoint called again and again meanwhile; what it throws ends the wait
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    static ProcessLock acquire(Path file, Runnable checkpoint) throws IOException, InterruptedException {
        while (!Thread.interrupted()) {
            ProcessLock lock = tryAcquire(file);
            if (lock != null) {
                return lock;
            }
            checkpoint.run();
            LockSupport.parkNanos(PAUSE);
        }
        throw new InterruptedException();
    }

    /** Frees the lock; repeated, does nothing. */
    @Override
    public void close() throws IOException {
        opened.close();
    }
}
