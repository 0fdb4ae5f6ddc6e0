package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.files.RegularFile;

/**
 * A lock that one holder at a time has, in this JVM, by whichever class loader, and in all other processes that use the same
 * file. No thread owns it: any may free it. The system frees it when the process ends, however that happens; the file stays.
 */
public final class ProcessLock implements AutoCloseable {
    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    /** The file's lock is the whole process's, and goes with any channel: so there is one channel of a file at a time. */
    private final JvmClaim claim;

    private final FileChannel channel;

    private ProcessLock(JvmClaim claim, FileChannel channel) {
        this.claim = claim;
        this.channel = channel;
    }

    /**
     * Takes the lock if it is free.
     *
     * @param file made if it does not exist; its folder has to be there
     * @return null if somebody has it
     */
    public static @Nullable ProcessLock tryAcquire(Path file) throws IOException {
        ProcessLock lock = null;
        JvmClaim claim = null;
        try {
            claim = JvmClaim.tryMake(file);
            lock = claim == null ? null : ofProcesses(file, claim);
            return lock;
        } catch (IOException e) {
            throw Reason.naming(file, e);
        } finally {
            if (claim != null && lock == null) {
                claim.withdraw();
            }
        }
    }

    /** The lock among processes, for who has it in this one. */
    private static @Nullable ProcessLock ofProcesses(Path file, JvmClaim claim) throws IOException {
        ProcessLock lock = null;
        RegularFile.requireIfPresent(file);
        FileChannel channel = FileChannel.open(file, OPEN, OwnerOnly.file(file));
        try {
            lock = isLocked(channel) ? new ProcessLock(claim, channel) : null;
            return lock;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Somebody in this JVM has locked it who makes no claims.
            return false;
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
        try {
            channel.close();
        } finally {
            claim.withdraw();
        }
    }
}
