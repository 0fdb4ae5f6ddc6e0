package org.vss4j.model;

import net.jqwik.api.Tag;
import org.vss4j.contract.AsyncTestServer;
import org.vss4j.contract.CServer;

@Tag(CServer.TAG)
class CServerModelProperties extends OperationModelContract {
    @Override
    AsyncTestServer open() {
        return CServer.open();
    }
}
