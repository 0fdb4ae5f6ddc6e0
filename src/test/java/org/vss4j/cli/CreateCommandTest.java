package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.cli.output.Outcome;

/** A {@code create} whose time is up, at the step in question and not before. */
class CreateCommandTest {
    private static final Logger LOGGER = Logger.getLogger("org.vss4j");

    @TempDir
    Path folder;

    /** Asks a command to stop when a call of BackupComplete has returned. */
    private static final class AtTheEnd extends Handler {
        private final Stop stop;

        AtTheEnd(Stop stop) {
            this.stop = stop;
        }

        @Override
        public void publish(LogRecord message) {
            if (List.of(message.getParameters()).contains("BackupComplete")) {
                stop.request(Outcome.TIMED_OUT);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void whenTheTimeIsUpWhileTheWritersAreTold_theCopyIsDeleted_andNamed() throws IOException {
        Path volume = Files.createDirectory(folder.resolve("volume"));
        Path state = folder.resolve("state");
        Stop stop = new Stop();
        AtTheEnd handler = new AtTheEnd(stop);
        Level before = LOGGER.getLevel();
        LOGGER.addHandler(handler);
        LOGGER.setLevel(Level.FINE);
        try {
            CommandRun run = CommandRun.of(
                    new CreateCommand(stop),
                    state,
                    List.of("create", "--volume", volume.toString(), "--simulate", "BackupComplete=1h"));
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(3);
            assertThat(run.ids("shadowCopies")).isEmpty();
            assertThat(run.ids("notHandedOver", "deleted")).hasSize(1);
        } finally {
            LOGGER.setLevel(before);
            LOGGER.removeHandler(handler);
        }
        StateOnDisk disk = new StateOnDisk(state);
        assertThat(disk.look().copies()).isEmpty();
        assertThat(disk.look().recorded()).isEmpty();
        disk.assertNothingElseIsThere();
    }
}
