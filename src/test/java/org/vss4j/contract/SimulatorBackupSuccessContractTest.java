package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** What succeeds against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorBackupSuccessContractTest extends BackupSuccessContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
