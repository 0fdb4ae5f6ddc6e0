package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.simulator.SimulatedWriter;

/** What the suites for components in a backup share. */
abstract class ComponentsContract extends BackupContract {
    static final HResult RETRYABLE = HResult.of(0x800423F3);
    static final SimulatedWriter DATABASE = SimulatedWriter.database("Database");

    static BackupOptions selecting(ComponentSelection selection) {
        return BackupOptions.defaults().withSelection(selection);
    }

    /** What is refused is refused before anybody else on the machine has to wait for it. */
    VssException assertRefused(BackupOptions options) throws Exception {
        try (BackupSession session = open(options)) {
            VssException refusal = assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .actual();
            assertThat(calls()).noneMatch(call -> call.startsWith("StartSnapshotSet"));
            return refusal;
        }
    }

    static List<String> selected(BackupSession session) {
        return session.componentResults().stream()
                .map(result -> result.component().writer().name() + " "
                        + result.component().component().fullPath() + " "
                        + result.component().requirement() + " " + result.succeeded())
                .toList();
    }

    static List<String> missing(BackupSession session) {
        return session.writerFailures().stream()
                .map(failure -> failure.writer() + " " + failure.component() + ": " + failure.applicationMessage())
                .toList();
    }
}
