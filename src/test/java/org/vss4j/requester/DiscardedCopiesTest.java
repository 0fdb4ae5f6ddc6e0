package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;

/** Persistent copies that nobody was given: they go, or are on record as unfinished. */
@ExtendWith(NothingLeftBehind.class)
class DiscardedCopiesTest {
    private static final BackupOptions PERSISTENT = BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK);
    private static final Fault VETO = new Fault.Returns(HResult.VSS_E_PROVIDER_VETO);

    @TempDir
    Path folder;

    private Path volume = Path.of("");

    @BeforeEach
    void makeVolume() throws Exception {
        volume = Files.createDirectory(folder.resolve("volume"));
    }

    private VssSimulator.Builder builder() {
        return VssSimulator.builder().volume(volume).state(folder.resolve("state"));
    }

    /** What there is, and what is on record. */
    private List<UUID> there() throws IOException, InterruptedException, TimeoutException {
        try (VssSimulator simulator = builder().build()) {
            return simulator.vss().inventory().copies(CopyFilter.all()).stream()
                    .map(StoredCopy::id)
                    .toList();
        }
    }

    private List<Ledger.Orphan> orphans() throws IOException {
        try (Ledger ledger = Ledger.open(folder.resolve("state"))) {
            return ledger.orphans();
        }
    }

    @Test
    void copiesThatCannotBeDescribed_goWithEachOfTheAttempts() throws Exception {
        try (VssSimulator simulator =
                        builder().fault(VssMethod.GET_SNAPSHOT_PROPERTIES, VETO).build();
                Ledger ledger = Ledger.open(folder.resolve("ledger"))) {
            RetryPolicy policy = RetryPolicy.documented(Duration.ZERO);
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(
                            () -> simulator.vss().withLedger(ledger).openSnapshot(PERSISTENT, List.of(volume), policy))
                    .withMessageContaining("GetSnapshotProperties failed: VSS_E_PROVIDER_VETO (0x80042306): ");
            assertThat(ledger.made()).hasSize(4).allSatisfy(set -> {
                assertThat(set.fate()).isEqualTo(Ledger.Fate.GIVEN_BACK);
                assertThat(set.copies()).containsValue(volume.toRealPath().toString());
            });
            assertThat(ledger.orphans()).isEmpty();
        }
        assertThat(there()).isEmpty();
    }

    @Test
    void whatCannotBeDeleted_isOnRecordAsUnfinished_andTheCloseSaysSo() throws Exception {
        try (VssSimulator simulator =
                builder().fault(VssMethod.DELETE_SNAPSHOTS, VETO).build()) {
            BackupSession session = simulator.vss().openBackup(PERSISTENT);
            UUID id = session.takeSnapshot(List.of(volume)).getFirst().id();
            session.discardCopies();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::close)
                    .withMessageContaining("the copy " + id + " stays, and is on record as unfinished");
        }
        assertThat(orphans())
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.end()).isEqualTo(Ledger.End.UNFINISHED));
        assertThat(there()).hasSize(1);
    }

    @Test
    void aThreadThatIsInterrupted_discardsThemAllTheSame() throws Exception {
        try (VssSimulator simulator = builder().build()) {
            BackupSession session = simulator.vss().openBackup(PERSISTENT);
            session.takeSnapshot(List.of(volume));
            session.discardCopies();
            Thread.currentThread().interrupt();
            session.close();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(there()).isEmpty();
        assertThat(orphans()).isEmpty();
    }

    /** Who makes the steps himself knows the ids from the first of them. */
    @Test
    void copiesThatWereMadeStepByStep_stay_whateverIsTriedThen() throws Exception {
        UUID id;
        try (VssSimulator simulator = builder().build();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            session.steps().startSnapshotSet();
            id = session.steps().addToSnapshotSet(volume);
            session.steps().doSnapshotSet().await();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .withMessageContaining("VSS_E_BAD_STATE");
        }
        assertThat(there()).containsExactly(id);
        assertThat(orphans())
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.end()).isEqualTo(Ledger.End.KEPT));
    }

    @Test
    void aSetThatWasNotMade_isNotAmongThoseThatWere() throws Exception {
        try (VssSimulator simulator =
                        builder().fault(VssMethod.DO_SNAPSHOT_SET, VETO).build();
                Ledger ledger = Ledger.open(folder.resolve("ledger"))) {
            try (BackupSession session = simulator.vss().withLedger(ledger).openBackup(PERSISTENT)) {
                assertThatExceptionOfType(VssException.class).isThrownBy(() -> session.takeSnapshot(List.of(volume)));
            }
            assertThat(ledger.made()).isEmpty();
        }
    }

    @Test
    void ofManySets_theLastHundredAreRemembered() throws Exception {
        try (VssSimulator simulator = builder().build();
                Ledger ledger = Ledger.open(folder.resolve("ledger"))) {
            BackupOptions options = BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);
            UUID last = new UUID(0, 0);
            for (int i = 0; i <= 100; i++) {
                try (BackupSession session = simulator.vss().withLedger(ledger).openBackup(options)) {
                    last = session.takeSnapshot(List.of(volume)).getFirst().setId();
                }
            }
            assertThat(ledger.made()).hasSize(100);
            assertThat(ledger.made().getLast().setId()).isEqualTo(last);
        }
    }
}
