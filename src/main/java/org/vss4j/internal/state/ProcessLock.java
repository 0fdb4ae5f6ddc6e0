package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.Reason;

/**
 * A lock that one holder at a time has, in this process and all others that use the same file. Nobody owns it: any thread
 * may free it. The system frees it when the process ends, however that happens; the file stays.
 */
public final class ProcessLock implements AutoCloseable {
    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    private static final int PAUSE_MILLIS = 20;

    /** The file's lock is the whole process's, and goes with any channel: so there is one channel of a file at a time. */
    private static final Map<Path, Semaphore> IN_PROCESS = new ConcurrentHashMap<>();

    private final Semaphore inProcess;
    private final FileChannel channel;

    private ProcessLock(Semaphore inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /**
     * Takes the lock if it is free.
     *
     * @param file made if it does not exist; its folder has to be there
     * @return null if somebody has it
     */
    public static @Nullable ProcessLock tryAcquire(Path file) throws IOException {
        Semaphore inProcess = semaphore(file);
        return inProcess.tryAcquire() ? ofProcesses(file, inProcess) : null;
    }

    /**
     * Waits for the lock.
     *
     * @param file made if it does not exist; its folder has to be there
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static ProcessLock acquire(Path file) throws IOException, InterruptedException {
        Semaphore inProcess = semaphore(file);
        while (true) {
            inProcess.acquire();
            ProcessLock lock = ofProcesses(file, inProcess);
            if (lock != null) {
                return lock;
            }
            // Asked for again and again: a call that waits for a file's lock keeps others from asking.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    private static Semaphore semaphore(Path file) {
        return IN_PROCESS.computeIfAbsent(file.toAbsolutePath().normalize(), absent -> new Semaphore(1));
    }

    /** The lock among processes, for who has it in this one; who does not get it loses that too. */
    private static @Nullable ProcessLock ofProcesses(Path file, Semaphore inProcess) throws IOException {
        ProcessLock lock = null;
        try {
            FileChannel channel = FileChannel.open(file, OPEN, OwnerOnly.file(file));
            try {
                lock = channel.tryLock() == null ? null : new ProcessLock(inProcess, channel);
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            return lock;
        } catch (IOException e) {
            throw Reason.naming(file, e);
        } finally {
            if (lock == null) {
                inProcess.release();
            }
        }
    }

    /** Frees the lock; to be called once. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            inProcess.release();
        }
    }
}
