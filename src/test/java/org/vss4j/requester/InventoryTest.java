package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.ServiceParts;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.comserver.AsyncServer;
import org.vss4j.internal.comserver.BackupServer;
import org.vss4j.internal.comserver.EnumServer;
import org.vss4j.internal.comserver.InventoryMethods;
import org.vss4j.internal.comserver.ServerExports;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;

/** Deletions that fail, and what is reported of them. */
@ExtendWith(NothingLeftBehind.class)
class InventoryTest {
    private static final UUID SET = new UUID(7, 7);
    private static final UUID NONE = new UUID(0, 0);
    private static final UUID A = new UUID(1, 1);
    private static final UUID B = new UUID(1, 2);
    private static final UUID C = new UUID(1, 3);

    @TempDir
    Path folder;

    /** What DeleteSnapshots returns, and how many copies it says it deleted. */
    private HResult result = HResult.S_OK;

    private int deletedBefore;
    private UUID firstNotDeleted = NONE;
    private HResult queryFails = HResult.S_OK;
    private final List<UUID> there = new ArrayList<>(List.of(A, B, C));
    private final List<UUID> gone = new ArrayList<>();

    /** Whether the calls of DeleteSnapshots asked for force. */
    private final List<Boolean> forced = new ArrayList<>();

    private DeletionReport delete(CopyFilter filter) throws Exception {
        try (Ledger ledger = Ledger.open(folder)) {
            return vss().withLedger(ledger).inventory().delete(filter);
        }
    }

    private Vss vss() {
        return Vss.over(new ServiceParts(
                ServerExports.of(out -> {
                    out.accept(new ScriptedBackup());
                    return 0;
                }),
                path -> path,
                device -> Optional.empty(),
                "scripted"));
    }

    @Test
    @Holds(805)
    void aSetWhoseDeletionStops_isReportedCopyByCopy() throws Exception {
        result = HResult.VSS_E_PROVIDER_VETO;
        deletedBefore = 1;
        firstNotDeleted = B;
        gone.add(A);
        DeletionReport report = delete(CopyFilter.all().withSet(SET));
        assertThat(report.deleted()).extracting(StoredCopy::id).containsExactly(A);
        assertThat(report.notDeleted())
                .extracting(kept -> kept.copy().id(), DeletionReport.NotDeleted::error)
                .containsExactly(tuple(B, HResult.VSS_E_PROVIDER_VETO), tuple(C, HResult.VSS_E_PROVIDER_VETO));
        assertThat(report.notDeleted().getFirst().reason()).contains("failed: VSS_E_PROVIDER_VETO");
        assertThat(report.notDeleted().getLast().reason()).contains("stopped before it, at " + B);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    @Holds(809)
    void forceIsAskedFor_byWhoWantsIt() throws Exception {
        Inventory inventory = vss().inventory();
        inventory.delete(CopyFilter.all().withId(A));
        inventory.withForce().delete(CopyFilter.all().withId(A));
        inventory
                .withForce()
                .withTimeout(Duration.ofMinutes(1))
                .delete(CopyFilter.all().withId(A));
        assertThat(forced).containsExactly(false, true, true);
    }

    @Test
    void aCopyThatSomeoneElseDeleted_isNotSaidToBeDeleted() throws Exception {
        result = HResult.VSS_E_OBJECT_NOT_FOUND;
        gone.add(B);
        DeletionReport report = delete(CopyFilter.all().withId(B));
        assertThat(report.deleted()).isEmpty();
        assertThat(report.notDeleted()).hasSize(1);
        assertThat(report.notDeleted().getFirst().reason()).contains("someone else");
    }

    @Test
    void aQueryThatFails_saysSo() throws Exception {
        queryFails = HResult.E_FAIL;
        assertThatThrownBy(() -> vss().inventory().copies(CopyFilter.all()))
                .isInstanceOf(VssException.class)
                .hasMessageContaining("Query");
    }

    @Test
    void withoutALedger_nothingThatStaysIsMade() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(() -> vss().openBackup(BackupOptions.defaults().withContext(SnapshotContext.APP_ROLLBACK)))
                .withMessageContaining("withLedger");
    }

    private final class ScriptedBackup extends BackupServer implements InventoryMethods {
        @Override
        protected InventoryMethods inventory() {
            return this;
        }

        @Override
        public int query(UUID id, int type, int returnedType, Consumer<EnumServer> enumeration) {
            if (queryFails.isFailure()) {
                return queryFails.value();
            }
            enumeration.accept(new EnumServer(there.stream()
                    .map(copy -> new EnumServer.Snapshot(new SnapshotProperties(
                            copy, SET, 3, "device", "volume/", "here", "here", null, null, NONE, 9, 0, 12)))
                    .toList()));
            return 0;
        }

        @Override
        public int deleteSnapshots(UUID id, int type, boolean force, IntConsumer deleted, Consumer<UUID> notDeleted) {
            forced.add(force);
            there.removeAll(gone);
            deleted.accept(deletedBefore);
            notDeleted.accept(firstNotDeleted);
            return result.value();
        }

        @Override
        public int isVolumeSupported(UUID providerId, String volume, IntConsumer supported) {
            return 0;
        }

        @Override
        protected int initializeForBackup(@Nullable String xml) {
            return 0;
        }

        @Override
        protected int setContext(int context) {
            return context == -1 ? 0 : HResult.E_FAIL.value();
        }

        @Override
        protected int setBackupState(boolean components, boolean bootable, int type, boolean partialFiles) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int gatherWriterMetadata(Consumer<AsyncServer> async) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int freeWriterMetadata() {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int startSnapshotSet(Consumer<UUID> setId) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int addToSnapshotSet(String volume, UUID providerId, Consumer<UUID> snapshotId) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int prepareForBackup(Consumer<AsyncServer> async) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int doSnapshotSet(Consumer<AsyncServer> async) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int gatherWriterStatus(Consumer<AsyncServer> async) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int freeWriterStatus() {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int getSnapshotProperties(UUID snapshotId, Consumer<SnapshotProperties> properties) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int backupComplete(Consumer<AsyncServer> async) {
            return HResult.E_FAIL.value();
        }

        @Override
        protected int abortBackup() {
            return HResult.E_FAIL.value();
        }

        @Override
        protected void released() {
            // Nothing is held.
        }
    }
}
