package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;

/**
 * The lock under which folders are made and those of dead processes are cleaned up: one thread of one process at a time.
 * So a folder that has no locked lock file yet is never seen by others.
 */
final class RootLock {
    private RootLock() {}

    /**
     * Waits for the lock. An interrupt ends that with an {@link IOException}.
     *
     * @param checkpoint called again and again meanwhile; what it throws ends the wait
     */
    static ProcessLock acquire(Path root, Runnable checkpoint) throws IOException {
        try {
            return ProcessLock.acquire(root.resolve(RootFolder.LOCK), checkpoint);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new FileLockInterruptionException().initCause(e);
        }
    }
}
