package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** Turns of sessions on the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorSnapshotQueueContractTest extends SnapshotQueueContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
