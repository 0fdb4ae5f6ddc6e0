package org.vss4j.contract;

import java.time.Duration;
import java.util.List;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.VssCall;

/** A Volume Shadow Copy Service as a test of sessions sees it. */
public interface BackupTestServer extends AutoCloseable {
    /** The service. */
    Vss vss();

    /** The calls that a session made of it, in their order. */
    List<VssCall> calls();

    /** Whether a snapshot set is being made. */
    boolean isSnapshotSetInProgress();

    /** Moves the service's clock, if the setup asked for one that stands still. */
    void advance(Duration duration);

    /** What is still there of what sessions were given: one line for each kind. */
    List<String> leftovers();

    @Override
    void close();
}
