package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** The order of calls, of the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorCallOrderContractTest extends CallOrderContract {
    @Override
    RawSession open(BackupSetup machine) {
        return ofSimulator(machine);
    }
}
