package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.DeletionObserver;
import org.vss4j.requester.DeletionReport;
import org.vss4j.requester.Inventory;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.StoredCopy;
import org.vss4j.testing.NothingLeftBehind;

/** What is told of a deletion of shadow copies, whatever fails in it or after it. */
@ExtendWith(NothingLeftBehind.class)
class DeletionObserverTest {
    @TempDir
    Path folder;

    private Path volume = Path.of("");
    private Path state = Path.of("");

    @BeforeEach
    void makeVolume() throws IOException {
        volume = Files.createDirectory(folder.resolve("volume"));
        state = folder.resolve("state");
    }

    /** Makes two copies that stay; returns their ids, in the order in which they were made. */
    private List<UUID> makeTwo() throws Exception {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (VssSimulator simulator =
                            VssSimulator.builder().volume(volume).state(state).build();
                    Ledger ledger = Ledger.open(state);
                    BackupSession session = simulator
                            .vss()
                            .withLedger(ledger)
                            .openBackup(BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK))) {
                ids.add(session.takeSnapshot(List.of(volume)).getFirst().id());
            }
        }
        return ids;
    }

    /** What fails is in the report, and in no exception. */
    private DeletionReport deleteAll(Path ledgersFolder, DeletionObserver observer) throws Exception {
        try (VssSimulator simulator = VssSimulator.builder().state(state).build();
                Ledger ledger = Ledger.open(ledgersFolder)) {
            Inventory inventory = simulator.vss().withLedger(ledger).inventory();
            return assertDoesNotThrow(() -> inventory.delete(CopyFilter.all(), observer));
        }
    }

    private static List<UUID> ids(List<StoredCopy> copies) {
        return copies.stream().map(StoredCopy::id).toList();
    }

    @Test
    void whatIsGone_isToldBeforeTheNextIsBegun() throws Exception {
        List<UUID> made = makeTwo();
        List<String> events = new ArrayList<>();
        DeletionReport report = deleteAll(state, new DeletionObserver() {
            @Override
            public void begins(List<StoredCopy> copies) {
                events.add("begins " + ids(copies));
            }

            @Override
            public void deleted(StoredCopy copy) {
                events.add("deleted " + copy.id());
            }
        });
        assertThat(ids(report.deleted())).isEqualTo(made);
        assertThat(events)
                .containsExactly(
                        "begins [" + made.getFirst() + "]",
                        "deleted " + made.getFirst(),
                        "begins [" + made.getLast() + "]",
                        "deleted " + made.getLast());
    }

    @Test
    void aRecordThatCannotBeChanged_isTold_besideWhatIsGone() throws Exception {
        List<UUID> made = makeTwo();
        InterceptedFileSystem failing = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.DELETE && path.getFileName().toString().endsWith(".orphan")) {
                throw new IOException("input/output error");
            }
        });
        DeletionReport report = deleteAll(failing.path(state), new DeletionObserver() {});
        assertThat(ids(report.deleted())).isEqualTo(made);
        assertThat(report.recordFailure()).hasValueSatisfying(failure -> {
            assertThat(failure.copies()).containsExactlyInAnyOrderElementsOf(made);
            assertThat(failure.reason()).contains(".orphan: input/output error");
        });
        DeletionReport next = deleteAll(state, new DeletionObserver() {});
        assertThat(next.forgotten()).containsOnlyKeys(made);
    }

    /** Whether it is gone nobody can say then; but what was deleted before is not forgotten for it. */
    @Test
    void ifTheSecondFails_andNobodyCanBeAsked_theFirstIsToldNevertheless() throws Exception {
        List<UUID> made = makeTwo();
        Path persistent = state.resolve("persistent");
        Path elsewhere = folder.resolve("elsewhere");
        DeletionReport report = deleteAll(state, new DeletionObserver() {
            @Override
            public void begins(List<StoredCopy> copies) {
                if (ids(copies).equals(made.subList(1, 2))) {
                    try {
                        Files.move(persistent, elsewhere);
                        Files.createFile(persistent);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        });
        assertThat(ids(report.deleted())).containsExactly(made.getFirst());
        assertThat(report.notDeleted()).singleElement().satisfies(kept -> {
            assertThat(kept.copy().id()).isEqualTo(made.getLast());
            assertThat(kept.reason()).startsWith("DeleteSnapshots failed: ").contains("is not known: Query failed: ");
        });
    }
}
