package org.vss4j.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** Where components lie, against the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
@DisabledOnOs(
        value = OS.WINDOWS,
        disabledReason = "There a folder is no volume, and the library knows those of the system")
class CComponentVolumesContractTest extends ComponentVolumesContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return CBackupServer.open(machine);
    }
}
