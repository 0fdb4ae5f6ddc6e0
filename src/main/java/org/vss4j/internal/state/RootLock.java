package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.vss4j.internal.files.OwnerOnly;

/**
 * The lock under which folders are made and those of dead processes are cleaned up: one thread of one process at a time.
 * So a folder that has no locked lock file yet is never seen by others.
 */
final class RootLock implements AutoCloseable {

    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    private static final int PAUSE_MILLIS = 20;

    /** The file's lock is the whole process's; this one is for its threads, so that there is one channel at a time. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private RootLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock. An interrupt ends that with an {@link IOException}.
     *
     * @param checkpoint called again and again meanwhile; what it throws ends the wait
     */
    static RootLock acquire(Path root, Runnable checkpoint) throws IOException {
        waitForThreads(checkpoint);
        try {
            return new RootLock(open(root.resolve(RootFolder.LOCK), checkpoint));
        } catch (Throwable e) {
            // An Error too: a lock that is kept here keeps all other threads of the process waiting for ever.
            THREADS.unlock();
            throw e;
        }
    }

    private static void waitForThreads(Runnable checkpoint) throws IOException {
        try {
            while (!THREADS.tryLock(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                checkpoint.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new FileLockInterruptionException().initCause(e);
        }
    }

    /** Asks for the lock again and again: no call that waits for one of a file could be ended by a checkpoint. */
    private static FileChannel open(Path file, Runnable checkpoint) throws IOException {
        FileChannel channel = FileChannel.open(file, OPEN, OwnerOnly.file(file));
        try {
            while (channel.tryLock() == null) {
                checkpoint.run();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
                if (Thread.currentThread().isInterrupted()) {
                    throw new FileLockInterruptionException();
                }
            }
            return channel;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }
}
