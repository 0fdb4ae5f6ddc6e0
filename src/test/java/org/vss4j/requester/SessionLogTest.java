package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;

/** What is logged for a session says for which. */
@ExtendWith(NothingLeftBehind.class)
class SessionLogTest {
    @TempDir
    Path temporary;

    private final Logger logger = Logger.getLogger("org.vss4j");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            lines.add(MessageFormat.format(message.getMessage(), message.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }

    @Test
    void eachLineOfASession_hasItsNumber() throws Exception {
        try (VssSimulator simulator = simulator(VssSimulator.builder())) {
            BackupSession first = simulator.vss().openBackup(BackupOptions.defaults());
            BackupSession second = simulator.vss().openBackup(BackupOptions.defaults());
            assertThat(second.number()).isGreaterThan(first.number());
            lines.clear();
            first.takeSnapshot(List.of(temporary.resolve("volume")));
            first.complete();
            first.close();
            assertThat(lines).hasSizeGreaterThan(10).allMatch(line -> line.startsWith(prefix(first)));
            assertThat(lines).contains(prefix(first) + "StartSnapshotSet: S_OK (0x00000000)");
            second.close();
            assertThat(lines).last().isEqualTo(prefix(second) + "Release");
        }
    }

    @Test
    void soDoWarnings_ofCallsThatFailAtTheEnd() throws Exception {
        VssSimulator.Builder builder = VssSimulator.builder()
                .fault(VssMethod.GATHER_WRITER_METADATA, new Fault.RefusesCancel(HResult.E_ACCESSDENIED))
                .duration(VssMethod.GATHER_WRITER_METADATA, Duration.ofHours(1));
        try (VssSimulator simulator = simulator(builder)) {
            BackupSession session = simulator.vss().openBackup(BackupOptions.defaults());
            session.steps().gatherWriterMetadata();
            session.close();
            assertThat(lines)
                    .filteredOn(line -> line.contains("ancel"))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith(prefix(session)));
        }
    }

    private VssSimulator simulator(VssSimulator.Builder builder) throws IOException {
        Path volume = Files.createDirectory(temporary.resolve("volume"));
        return builder.volume(volume).state(temporary.resolve("state")).build();
    }

    private static String prefix(BackupSession session) {
        return "session " + session.number() + ": ";
    }
}
