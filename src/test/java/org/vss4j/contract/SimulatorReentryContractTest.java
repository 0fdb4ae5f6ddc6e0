package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** Users' code in the midst of steps, against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorReentryContractTest extends ReentryContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
