package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** The ends of a session against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorBackupEndsContractTest extends BackupEndsContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
