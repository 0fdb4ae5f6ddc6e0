package org.vss4j.model;

import org.vss4j.contract.AsyncTestServer;
import org.vss4j.simulator.SimulatorServer;

class SimulatorArenaProperties extends AutomaticArenaContract {
    @Override
    AsyncTestServer open() {
        return new SimulatorServer();
    }
}
