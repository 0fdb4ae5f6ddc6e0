package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** Copies and providers of the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
class CCopiesContractTest extends CopiesContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return CBackupServer.open(machine);
    }

    /** The store is what processes share: for each it is a machine of its own. */
    @Test
    @Holds(403)
    void machinesThatShareAStore_makeOneSetAtATime() throws Exception {
        try (CBackupServer one = CBackupServer.open(setup);
                BackupSession session = one.vss().openBackup(WITHOUT_WRITERS)) {
            assertRefusedWhileAnotherMakesASet(session);
            session.steps().startSnapshotSet();
            assertThat(one.isSnapshotSetInProgress()).isTrue();
        }
    }

    @Test
    void aStoreThatCannotBeRead_isNotAnEmptyOne() throws Exception {
        try (CBackupServer server = CBackupServer.open(setup)) {
            server.moveStore(temporary.resolve("missing"));
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> server.vss().inventory().copies(CopyFilter.all()))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_UNEXPECTED_PROVIDER_ERROR));
        }
    }

    private void assertRefusedWhileAnotherMakesASet(BackupSession session)
            throws InterruptedException, TimeoutException {
        try (CBackupServer two = CBackupServer.open(setup);
                BackupSession another = two.vss().openBackup(WITHOUT_WRITERS)) {
            another.steps().startSnapshotSet();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::startSnapshotSet)
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS));
        }
    }
}
