package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;

/** Where components lie, against the simulator. */
@ExtendWith(NothingLeftBehind.class)
class SimulatorComponentVolumesContractTest extends ComponentVolumesContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return new SimulatorBackupServer(machine);
    }

    @Test
    @Holds({1119, 1405})
    void filesBelowAMountFolder_areOnTheVolumeThatIsMountedThere() throws Exception {
        Path mounted = Files.createDirectories(volume.resolve("mounted"));
        setup.volume(mounted).writer(writer(data("orders", mounted.resolve("data"))));
        BackupOptions options = selecting(ComponentSelection.none().require("*"));
        assertThat(assertRefused(options))
                .hasMessageContaining("are on the volume " + mounted + ", which is not in the snapshot set");
        try (BackupSession session = open(options)) {
            assertThat(session.takeSnapshot()).extracting(ShadowCopy::volume).containsExactly(mounted);
        }
    }
}
