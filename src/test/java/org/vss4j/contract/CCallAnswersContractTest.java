package org.vss4j.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** What calls give, of the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
class CCallAnswersContractTest extends CallAnswersContract {
    @Override
    RawSession open(BackupSetup machine) {
        return inC(machine);
    }
}
