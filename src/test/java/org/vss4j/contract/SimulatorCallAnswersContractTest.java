package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** What calls give, of the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorCallAnswersContractTest extends CallAnswersContract {
    @Override
    RawSession open(BackupSetup machine) {
        return ofSimulator(machine);
    }
}
