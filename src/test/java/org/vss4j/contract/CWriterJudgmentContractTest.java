package org.vss4j.contract;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.internal.windows.Platform;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;

/** What writers make of a backup, against the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
class CWriterJudgmentContractTest extends WriterJudgmentContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        // There a folder is no volume of the system.
        return Platform.isWindows() ? CBackupServer.openWithVolumes(machine) : CBackupServer.open(machine);
    }
}
