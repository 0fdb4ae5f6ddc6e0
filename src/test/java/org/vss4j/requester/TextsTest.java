package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.AsyncOperation;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;

/** What objects say of themselves, which is what a program logs, and a debugger shows. */
@ExtendWith(NothingLeftBehind.class)
class TextsTest {
    @TempDir
    Path temporary;

    @Test
    void whatOneWorksWith_saysWhatItIs_andHowFarItHasCome() throws Exception {
        Path volume = Files.createDirectory(temporary.toRealPath().resolve("volume"));
        Path state = temporary.toRealPath().resolve("state");
        VssSimulator simulator =
                VssSimulator.builder().volume(volume).state(state).build();
        try (simulator) {
            assertThat(simulator).hasToString("VssSimulator[open, volumes [" + volume + "], state " + state + "]");
            assertThat(simulator.vss()).hasToString("Vss[simulator, Ledger[" + state + "]]");
            Inventory inventory = simulator.vss().inventory();
            assertThat(inventory).hasToString("Inventory[simulator, timeout none]");
            assertThat(inventory.withTimeout(Duration.ofSeconds(2))).hasToString("Inventory[simulator, timeout PT2S]");
            assertTellsItsWay(simulator);
        }
        assertThat(simulator.toString()).startsWith("VssSimulator[closed, ");
        try (VssSimulator another = VssSimulator.builder().withoutLedger().build()) {
            assertThat(another.vss()).hasToString("Vss[simulator, without a ledger]");
        }
    }

    @SuppressWarnings("try") // What is closed has its text too.
    private static void assertTellsItsWay(VssSimulator simulator) throws Exception {
        BackupSession session = simulator.vss().openBackup(BackupOptions.defaults());
        String name = "BackupSession[" + session.number() + ", ";
        try (session) {
            assertThat(session).hasToString(name + "INITIALIZED, BACKUP]");
            try (AsyncOperation gathering = session.steps().gatherWriterMetadata()) {
                assertThat(session).hasToString(name + "INITIALIZED with GatherWriterMetadata begun, BACKUP]");
                assertThat(gathering.toString()).matches("AsyncOperation\\[shared at 0x[0-9a-f]+, open]");
                gathering.completion().get();
                assertThat(gathering.toString()).matches("AsyncOperation\\[shared at 0x[0-9a-f]+, Finished.*]");
                gathering.close();
                assertThat(gathering.toString()).endsWith(", closed]");
            }
            UUID set = session.steps().startSnapshotSet();
            assertThat(session).hasToString(name + "SET_OPEN, BACKUP, set " + set + "]");
            assertThat(simulator.toString()).startsWith("VssSimulator[making a snapshot set, ");
            session.cancel();
            assertThat(session).hasToString(name + "cancelled, BACKUP, set " + set + "]");
        }
        assertThat(session.toString()).startsWith(name + "closed, BACKUP, set ");
    }
}
