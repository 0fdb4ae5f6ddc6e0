package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.com.ServiceParts;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.simulator.RawSimulator;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;

/** Copies on record that somebody else has removed: who deletes them has them forgotten, and is told once. */
@ExtendWith(NothingLeftBehind.class)
class GoneCopiesTest {
    @TempDir
    Path folder;

    private Path volume;
    private ShadowCopy gone;
    private ShadowCopy there;

    /** Two sets of one copy each, of which one is removed by hand. */
    @BeforeEach
    void makeCopies() throws Exception {
        volume = Files.createDirectory(folder.toRealPath().resolve("volume"));
        gone = make();
        there = make();
        FileTrees.delete(folder.resolve("state/persistent").resolve(gone.setId().toString()));
    }

    private VssSimulator simulator() throws IOException {
        return VssSimulator.builder()
                .volume(volume)
                .state(folder.resolve("state"))
                .build();
    }

    private ShadowCopy make() throws Exception {
        try (VssSimulator simulator = simulator();
                BackupSession session = simulator
                        .vss()
                        .openBackup(BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK))) {
            return session.takeSnapshot(List.of(volume)).getFirst();
        }
    }

    private DeletionReport delete(CopyFilter filter) throws Exception {
        try (VssSimulator simulator = simulator()) {
            return simulator.vss().inventory().delete(filter);
        }
    }

    private List<UUID> onRecord() throws IOException {
        try (Ledger ledger = Ledger.open(folder.resolve("state"))) {
            return ledger.orphans().stream()
                    .flatMap(orphan -> orphan.copies().keySet().stream())
                    .toList();
        }
    }

    @Test
    void byItsId() throws Exception {
        DeletionReport report = delete(CopyFilter.all().withId(gone.id()));
        assertThat(report.forgotten()).containsExactly(entry(gone.id(), volume.toString()));
        assertThat(report.isComplete()).isTrue();
        assertThat(onRecord()).containsExactly(there.id());

        DeletionReport again = delete(CopyFilter.all().withId(gone.id()));
        assertThat(again.forgotten()).isEmpty();
        assertThat(again.notFound()).containsExactly(gone.id());
    }

    @Test
    void byItsSet() throws Exception {
        DeletionReport report = delete(CopyFilter.all().withSet(gone.setId()));
        assertThat(report.forgotten()).containsOnlyKeys(gone.id());
        assertThat(report.notFound()).isEmpty();
        assertThat(onRecord()).containsExactly(there.id());
    }

    @Test
    void withAllThereAre() throws Exception {
        DeletionReport report = delete(CopyFilter.all());
        assertThat(report.deleted()).extracting(StoredCopy::id).containsExactly(there.id());
        assertThat(report.forgotten()).containsOnlyKeys(gone.id());
        assertThat(onRecord()).isEmpty();
    }

    @Test
    void notIfOthersAreMeant() throws Exception {
        DeletionReport report = delete(CopyFilter.all().withId(there.id()));
        assertThat(report.forgotten()).isEmpty();
        assertThat(onRecord()).containsExactly(gone.id());
    }

    /** What one service does not find, another one may have. */
    @Test
    void notByAnotherService() throws Exception {
        RawSimulator machine = new RawSimulator(
                List.of(volume), Map.of(), Map.of(), Files.createDirectory(folder.resolve("elsewhere")), List.of());
        Vss another =
                Vss.over(new ServiceParts(machine.exports(), path -> path, device -> Optional.empty(), "another"));
        try (Ledger ledger = Ledger.open(folder.resolve("state"))) {
            DeletionReport report = another.withLedger(ledger)
                    .inventory()
                    .delete(CopyFilter.all().withId(gone.id()));
            assertThat(report.forgotten()).isEmpty();
            assertThat(report.notFound()).containsExactly(gone.id());
        }
        assertThat(onRecord()).containsExactlyInAnyOrder(gone.id(), there.id());
    }
}
