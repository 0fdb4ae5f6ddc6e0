package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssCall;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;

/** What is on record of a session's copies, at each of its ends. */
@ExtendWith(NothingLeftBehind.class)
class LedgerTest {
    private static final BackupOptions PERSISTENT = BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK);

    @TempDir
    Path folder;

    private Path volume = Path.of("");

    @BeforeEach
    void makeVolume() throws IOException {
        volume = Files.createDirectory(folder.resolve("volume"));
        Files.writeString(volume.resolve("file"), "contents");
    }

    private VssSimulator simulator() throws IOException {
        return VssSimulator.builder()
                .volume(volume)
                .state(folder.resolve("state"))
                .build();
    }

    private List<Ledger.Orphan> orphans() throws IOException {
        try (Ledger ledger = Ledger.open(folder.resolve("state"))) {
            return ledger.orphans();
        }
    }

    @Test
    void whileItsProcessLives_aSetIsNoOrphan() throws Exception {
        try (VssSimulator simulator = simulator();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            session.takeSnapshot(List.of(volume));
            assertThat(orphans()).isEmpty();
        }
    }

    @Test
    void persistentCopiesAreOnRecord_untilTheyAreDeleted() throws Exception {
        UUID id;
        try (VssSimulator simulator = simulator();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            id = session.takeSnapshot(List.of(volume)).getFirst().id();
        }
        assertThat(orphans()).singleElement().satisfies(orphan -> {
            assertThat(orphan.end()).isEqualTo(Ledger.End.KEPT);
            assertThat(orphan.service()).isEqualTo("simulator");
            assertThat(orphan.copies()).containsExactly(entry(id, volume.toString()));
            assertThat(orphan.attributes()).contains(SnapshotAttribute.PERSISTENT);
        });
        try (VssSimulator simulator = simulator()) {
            simulator.vss().inventory().delete(CopyFilter.all().withId(id));
        }
        assertThat(orphans()).isEmpty();
    }

    @Test
    void copiesThatGoWithTheirSession_areNotOnRecordAfterwards() throws Exception {
        try (VssSimulator simulator = simulator()) {
            try (BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
                session.takeSnapshot(List.of(volume));
            }
        }
        assertThat(orphans()).isEmpty();
    }

    @Test
    void aSetWithoutVolumes_isNotOnRecordAfterwards() throws Exception {
        try (VssSimulator simulator = simulator()) {
            try (BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
                session.steps().startSnapshotSet();
                assertThat(session.steps().doSnapshotSet().await()).isInstanceOf(AsyncStatus.Finished.class);
            }
        }
        assertThat(orphans()).isEmpty();
    }

    @Test
    void copiesThatWereNotMade_areNotOnRecordAfterwards() throws Exception {
        try (VssSimulator simulator = VssSimulator.builder()
                .volume(volume)
                .state(folder.resolve("state"))
                .fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Fails(HResult.VSS_E_INSUFFICIENT_STORAGE))
                .build()) {
            BackupSession session = simulator.vss().openBackup(PERSISTENT);
            try (session) {
                session.takeSnapshot(List.of(volume));
            } catch (VssException e) {
                assertThat(e.hresult()).isEqualTo(HResult.VSS_E_INSUFFICIENT_STORAGE);
            }
        }
        assertThat(orphans()).isEmpty();
    }

    @Test
    void aSetThatIsTriedTwice_isNotOnRecordAfterwards() throws Exception {
        try (VssSimulator simulator = VssSimulator.builder()
                        .volume(volume)
                        .state(folder.resolve("state"))
                        .fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Returns(HResult.E_OUTOFMEMORY))
                        .build();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(VssException.class).isThrownBy(session.steps()::doSnapshotSet);
            }
        }
        assertThat(orphans()).isEmpty();
    }

    @Test
    void copiesOfWhichNobodyKnowsWhetherTheyWereMade_areOrphans() throws Exception {
        try (VssSimulator simulator = VssSimulator.builder()
                .volume(volume)
                .state(folder.resolve("state"))
                .duration(VssMethod.DO_SNAPSHOT_SET, Duration.ofHours(1))
                .fault(VssMethod.DO_SNAPSHOT_SET, new Fault.RefusesCancel(HResult.E_ACCESSDENIED))
                .build()) {
            BackupSession session = simulator.vss().openBackup(PERSISTENT);
            session.steps().startSnapshotSet();
            UUID id = session.steps().addToSnapshotSet(volume);
            session.steps().doSnapshotSet();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::close)
                    .withMessageContaining("on record as unfinished: " + id + " of " + volume);
            session.close();
        }
        assertThat(orphans())
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.end()).isEqualTo(Ledger.End.UNFINISHED));
    }

    @Test
    void aSessionThatIsClosedByAnInterruptedThread_keepsItsCopiesOnRecord() throws Exception {
        try (VssSimulator simulator = simulator()) {
            BackupSession session = simulator.vss().openBackup(PERSISTENT);
            session.takeSnapshot(List.of(volume));
            Thread.currentThread().interrupt();
            session.close();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(orphans())
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.end()).isEqualTo(Ledger.End.KEPT));
    }

    @Test
    void whatCannotBePutOnRecord_isNotMade() throws Exception {
        try (VssSimulator simulator = simulator()) {
            Ledger ledger = Ledger.open(folder.resolve("other state"));
            ledger.close();
            try (BackupSession session = simulator.vss().withLedger(ledger).openBackup(PERSISTENT)) {
                assertThatIllegalStateException().isThrownBy(() -> session.takeSnapshot(List.of(volume)));
            }
            assertThat(simulator.calls())
                    .extracting(VssCall::method)
                    .contains(VssMethod.ABORT_BACKUP)
                    .doesNotContain(VssMethod.DO_SNAPSHOT_SET);
        }
    }
}
