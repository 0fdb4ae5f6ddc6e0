package org.vss4j.simulator;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.state.ProcessLock;
import org.vss4j.internal.trace.SessionLogger;

/** Whose snapshot set is being made: one at a time among all simulators of a store. Safe for use by many threads. */
final class Creation {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");

    private final Store state;
    private @Nullable SimulatedBackup creator;
    private @Nullable ProcessLock lock;

    Creation(Store state) {
        this.state = state;
    }

    /**
     * Begins a set, if none is being made.
     *
     * @throws IOException if the state folder cannot be used
     */
    synchronized boolean begin(SimulatedBackup backup) throws IOException {
        if (creator != null) {
            return false;
        }
        // Made first, for in it and around it are the folders of all.
        Path unused = state.folder();
        lock = ProcessLock.tryAcquire(state.root().resolve("creation"));
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
