package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** Copies of sessions that failed, against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorUnfinishedCopiesContractTest extends UnfinishedCopiesContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
