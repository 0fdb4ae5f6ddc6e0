package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.RetryPolicy;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.Holds;
import org.vss4j.testing.TimeIsUp;

/** Persistent copies of sessions that failed when these were made, or may have been. */
abstract class UnfinishedCopiesContract extends ComponentsContract {
    private static final BackupOptions PERSISTENT =
            selecting(ComponentSelection.none().require("Database")).withContext(SnapshotContext.APP_ROLLBACK);

    private void assertNoCopyIsThere() throws Exception {
        assertThat(server().vss().inventory().copies(CopyFilter.all())).isEmpty();
    }

    private long made() {
        return calls().stream()
                .filter(call -> call.equals("DoSnapshotSet: S_OK"))
                .count();
    }

    @Test
    @Holds(518)
    void whatIsMadeBeforeARequiredWriterFails_goesWithEachOfTheAttempts() throws Exception {
        setup.writer(DATABASE.withVeto(WriterEvent.POST_SNAPSHOT, RETRYABLE, HResult.S_OK, "later"));
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() ->
                        server().vss().openSnapshot(PERSISTENT, List.of(volume), RetryPolicy.documented(Duration.ZERO)))
                .withMessageContaining("later");
        assertThat(made()).as("sets that were made, %s", calls()).isEqualTo(4);
        assertNoCopyIsThere();
    }

    @Test
    @Holds(518)
    void whatIsMade_andCannotBeDescribed_goesWithItsSession() throws Exception {
        setup.writer(DATABASE)
                .fault(VssMethod.GET_SNAPSHOT_PROPERTIES, new Fault.Returns(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR));
        try (BackupSession session = open(PERSISTENT)) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .withMessageContaining("GetSnapshotProperties");
            assertThat(server().vss().inventory().copies(CopyFilter.all())).hasSize(1);
        }
        assertNoCopyIsThere();
    }

    @Test
    @Holds(519)
    void whatMayBeMadeYet_isOnRecord_andNamedInTheException() throws Exception {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.RefusesCancel(HResult.E_ACCESSDENIED))
                .duration(VssMethod.DO_SNAPSHOT_SET, Duration.ofHours(1));
        BackupOptions options = BackupOptions.defaults().withContext(SnapshotContext.APP_ROLLBACK);
        TimeoutException failure = TimeIsUp.with("DoSnapshotSet was told to cancel, but is still pending", timeout -> {
            startOver();
            server().vss()
                    .openSnapshot(options.withTimeout(timeout), List.of(volume), RetryPolicy.never())
                    .close();
        });
        assertThat(failure.getSuppressed())
                .singleElement()
                .asString()
                .contains("whether it made the copies is not known, and they are on record as unfinished: ")
                .endsWith(" of " + volume);
        orphansAreLeft = true;
    }
}
