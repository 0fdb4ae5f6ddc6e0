package org.vss4j.windows;

import java.nio.file.Files;
import java.util.List;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.Vss;
import org.vss4j.testing.TestDrive;

/** A program that takes one shadow copy, and says whether it is there. */
final class OneSession {
    private OneSession() {}

    public static void main(String... arguments) throws Exception {
        BackupOptions options = BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);
        try (BackupSession session = Vss.system().openBackup(options)) {
            System.out.print(Files.isDirectory(
                    session.takeSnapshot(List.of(TestDrive.root())).getFirst().root()));
        }
    }
}
