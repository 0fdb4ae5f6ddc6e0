package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.contract.BackupSetup;
import org.vss4j.contract.CBackupServer;
import org.vss4j.contract.CServersAreClean;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.Vss;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.OnWindows;
import org.vss4j.testing.TestDrive;

/** A test of the system's service, with a folder on the drive; after it no copy is left, and no link to one. */
@OnWindows(OnWindows.Service.OF_TESTS)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
abstract class SystemServiceTest {
    static final BackupOptions WITHOUT_WRITERS =
            BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);

    final BackupSetup setup = new BackupSetup().volume(TestDrive.root());
    Path folder;
    private CBackupServer server;
    private Set<String> temporaryFolders;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(TestDrive.root(), "test-");
        temporaryFolders = TestDrive.temporaryFolders();
        server = CBackupServer.open(setup);
    }

    @AfterEach
    void nothingIsLeft() throws IOException, InterruptedException, TimeoutException {
        FileTrees.delete(folder);
        assertThat(server.leftovers()).isEmpty();
        assertThat(TestDrive.shadowCopies()).isEmpty();
        assertThat(TestDrive.temporaryFolders()).isEqualTo(temporaryFolders);
    }

    /** The service, which the setup describes as it is now. */
    CBackupServer server() {
        server = CBackupServer.open(setup);
        return server;
    }

    static BackupSession open(BackupOptions options) throws InterruptedException, TimeoutException {
        return Vss.system().openBackup(options);
    }
}
