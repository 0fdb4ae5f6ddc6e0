package org.vss4j.contract;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.vss4j.HResult;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.VssCall;
import org.vss4j.simulator.VssMethod;

/** A Volume Shadow Copy Service as a test of sessions sees it. */
public interface BackupTestServer extends AutoCloseable {
    /** The service. */
    Vss vss();

    /** The calls that sessions made of it, in their order; of which object and with what need not be known. */
    List<VssCall> calls();

    /** Of which backups of which components writers took note, and for what they took them: in words. */
    List<String> backupHistory();

    /** Whether a call of a method returned S_OK. */
    default boolean succeeded(VssMethod method) {
        return calls().stream()
                .anyMatch(call -> call.method() == method && call.result().equals(HResult.S_OK));
    }

    /** Where the files of a copy are. */
    Path folderOf(String deviceObject);

    /** Whether a snapshot set is being made. */
    boolean isSnapshotSetInProgress();

    /** Moves the service's clock, if the setup asked for one that stands still. */
    void advance(Duration duration);

    /** What is still there of what sessions were given: one line for each kind. */
    List<String> leftovers();

    @Override
    void close();
}
