package org.vss4j.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** Copies of sessions that failed, against the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
class CUnfinishedCopiesContractTest extends UnfinishedCopiesContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return CBackupServer.open(machine);
    }
}
