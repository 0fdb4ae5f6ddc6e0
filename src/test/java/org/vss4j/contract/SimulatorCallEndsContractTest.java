package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;

/** The ends of an object, of the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorCallEndsContractTest extends CallEndsContract {
    @Override
    RawSession open(BackupSetup machine) {
        return ofSimulator(machine);
    }
}
