package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** The ends of a session against the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
class CBackupEndsContractTest extends BackupEndsContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return CBackupServer.open(machine);
    }

    @Test
    void aStatusThatIsGatheredAgainAndAgain_keepsOneOperation() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.steps().gatherWriterMetadata().await();
            for (int i = 0; i < 10_000; i++) {
                session.steps().gatherWriterStatus().await();
                if (i % 100 == 0) {
                    // The metadata's, and the status's.
                    assertThat(server().leftovers()).contains("2 IVssAsync");
                }
            }
        }
    }

    @Test
    void aSession_keepsNoReferenceToAnOperationThatHasEnded() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            awaitAndClose(session.steps().gatherWriterMetadata());
            for (int i = 0; i < 3; i++) {
                awaitAndClose(session.steps().gatherWriterStatus());
                assertThat(session.writerStatusFailure()).isEmpty();
            }
            assertThat(session.writerStatuses()).isEmpty();
            eventually(
                    "only the session is left of " + server().leftovers(),
                    () -> server().leftovers().equals(List.of("1 IVssBackupComponents")));
        }
    }

    private static void awaitAndClose(AsyncOperation begun) throws InterruptedException {
        try (begun) {
            assertThat(begun.await()).isInstanceOf(AsyncStatus.Finished.class);
        }
    }
}
