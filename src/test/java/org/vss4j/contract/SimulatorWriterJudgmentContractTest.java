package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** What writers make of a backup, against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorWriterJudgmentContractTest extends WriterJudgmentContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }
}
