package org.vss4j.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** The ends of an object, of the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
class CCallEndsContractTest extends CallEndsContract {
    @Override
    RawSession open(BackupSetup machine) {
        return inC(machine);
    }
}
