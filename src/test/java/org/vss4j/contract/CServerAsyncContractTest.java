package org.vss4j.contract;

import org.junit.jupiter.api.Tag;
import org.vss4j.contract.CServer.Mutant;

@Tag(CServer.TAG)
class CServerAsyncContractTest extends AsyncContractTest {
    @Override
    AsyncTestServer open(Mutant mutant) {
        return CServer.open(mutant);
    }
}
