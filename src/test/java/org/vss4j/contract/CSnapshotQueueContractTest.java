package org.vss4j.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** Turns of sessions on the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
class CSnapshotQueueContractTest extends SnapshotQueueContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return CBackupServer.open(machine);
    }
}
