package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** Dependencies against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorDependenciesContractTest extends DependenciesContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
