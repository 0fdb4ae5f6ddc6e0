package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** Selection against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorSelectionContractTest extends SelectionContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
