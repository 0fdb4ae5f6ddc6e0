package org.vss4j.simulator;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.state.ProcessLock;
import org.vss4j.internal.trace.SessionLogger;

/** Whose snapshot set is being made: one at a time among all simulators of a store. Safe for use by many threads. */
final class Creation {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");

    private final Path file;
    private @Nullable SimulatedBackup creator;
    private @Nullable ProcessLock lock;

    Creation(Path store) {
        this.file = store.resolve("creation");
    }

    /** Begins a set, if none is being made. */
    synchronized boolean begin(SimulatedBackup backup) {
        if (creator != null) {
            return false;
        }
        try {
            lock = ProcessLock.tryAcquire(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        creator = lock == null ? null : backup;
        return creator != null;
    }

    /** Ends the set of an object, if it is making one. */
    synchronized void end(SimulatedBackup backup) {
        if (!Objects.equals(creator, backup)) {
            return;
        }
        creator = null;
        ProcessLock held = Objects.requireNonNull(lock);
        lock = null;
        try {
            held.close();
        } catch (IOException e) {
            LOG.log(ERROR, "The lock of creations could not be freed", e);
        }
    }

    /** Whether this simulator is making a set. */
    synchronized boolean isUnderWay() {
        return creator != null;
    }
}
