package org.vss4j.contract;

import static org.vss4j.testing.Eventually.eventually;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.simulator.VssMethod;

/** A program that ends while a call of a session does not return. */
final class HeldAtExit {
    static final int EXIT_CODE = 7;

    private HeldAtExit() {}

    /** Arguments: a store, a volume. */
    public static void main(String... arguments) throws Exception {
        Path volume = Path.of(arguments[1]);
        BackupSetup setup = new BackupSetup(Path.of(arguments[0]), BackupSetup.Clock.RUNS).volume(volume);
        CBackupServer server = CBackupServer.open(setup);
        server.hold(VssMethod.START_SNAPSHOT_SET);
        BackupSession session = server.vss().openBackup(BackupOptions.defaults());
        Thread.ofPlatform().start(() -> {
            try {
                session.takeSnapshot(List.of(volume));
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError(e);
            } catch (IllegalStateException e) {
                System.out.println("left: " + e.getMessage());
            }
        });
        eventually("the call is held", () -> server.heldCalls() == 1);
        System.exit(EXIT_CODE);
    }
}
