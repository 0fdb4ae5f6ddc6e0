package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** The whole way of a session against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorBackupWayContractTest extends BackupWayContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
