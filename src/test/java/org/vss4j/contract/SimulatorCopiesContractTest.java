package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** Copies and providers of the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorCopiesContractTest extends CopiesContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
