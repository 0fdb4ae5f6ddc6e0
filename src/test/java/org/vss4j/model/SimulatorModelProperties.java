package org.vss4j.model;

import org.vss4j.simulator.SimulatorServer;

class SimulatorModelProperties extends OperationModelContract {
    SimulatorModelProperties() {
        super(new SimulatorServer());
    }
}
