package org.vss4j.simulator;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/** The operations of one simulated object, for those who measure what they cost. */
public final class SimulatedOperations {
    private final ReentrantLock lock = new ReentrantLock();

    /** Begins an operation; its one reference passes. */
    public MemorySegment begin() {
        return make().pointer();
    }

    /** Begins an operation and releases it; returns the references it has left. */
    public int beginAndRelease() {
        return make().release();
    }

    private SimulatedAsync make() {
        return new SimulatedAsync(lock, null, () -> {});
    }
}
