package org.vss4j.contract;

import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.contract.CServer.Mutant;
import org.vss4j.simulator.SimulatorServer;
import org.vss4j.testing.NothingLeftBehind;

@ExtendWith(NothingLeftBehind.class)
class SimulatorAsyncContractTest extends AsyncContractTest {
    @Override
    AsyncTestServer open(Mutant mutant) {
        return new SimulatorServer();
    }
}
