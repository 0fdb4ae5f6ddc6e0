package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.ServiceParts;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.comserver.AsyncServer;
import org.vss4j.internal.comserver.BackupServer;
import org.vss4j.internal.comserver.ServerExports;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;

/** What a session makes of calls that succeed and give nothing. */
@ExtendWith(NothingLeftBehind.class)
class BackupObjectTest {

    private static void assertGaveNothing(String method, ThrowingCallable call) {
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(call)
                .withMessage(
                        "%s failed: E_UNEXPECTED (0x8000FFFF): it succeeded without giving what it should return",
                        method)
                .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.E_UNEXPECTED));
    }

    @Test
    @Holds(1614)
    void aCreationThatGivesNoObject_isAnError() {
        VssExports exports = ServerExports.of(out -> HResult.S_OK.value());
        assertGaveNothing("CreateVssBackupComponents", () -> BackupObject.create(exports));
    }

    @Test
    @Holds(1614)
    void aCallThatBeginsNoOperation_isAnError() {
        BackupObject backup = BackupObject.create(ServerExports.of(out -> {
            out.accept(new SilentBackup());
            return HResult.S_OK.value();
        }));
        try {
            assertGaveNothing("GatherWriterMetadata", backup::gatherWriterMetadata);
            assertGaveNothing("PrepareForBackup", backup::prepareForBackup);
            assertGaveNothing("DoSnapshotSet", backup::doSnapshotSet);
            assertGaveNothing("GatherWriterStatus", backup::gatherWriterStatus);
            assertGaveNothing("BackupComplete", backup::backupComplete);
        } finally {
            backup.release();
        }
    }

    @Test
    void aSessionWhoseFirstOperationIsNotThere_failsAndLeavesNothing() throws Exception {
        Vss vss = Vss.over(new ServiceParts(
                ServerExports.of(out -> {
                    out.accept(new SilentBackup());
                    return HResult.S_OK.value();
                }),
                path -> path,
                device -> Optional.empty(),
                "silent"));
        assertGaveNothing("GatherWriterMetadata", () -> {
            try (BackupSession session = vss.openBackup(BackupOptions.defaults())) {
                session.takeSnapshot(List.of(Path.of("/")));
            }
        });
    }

    /** Every method returns S_OK and sets nothing. */
    private static final class SilentBackup extends BackupServer {
        private static final int OK = HResult.S_OK.value();

        @Override
        protected int initializeForBackup(@Nullable String xml) {
            return OK;
        }

        @Override
        protected int setBackupState(boolean components, boolean bootable, int type, boolean partialFiles) {
            return OK;
        }

        @Override
        protected int setContext(int context) {
            return OK;
        }

        @Override
        protected int gatherWriterMetadata(Consumer<AsyncServer> async) {
            return OK;
        }

        @Override
        protected int freeWriterMetadata() {
            return OK;
        }

        @Override
        protected int startSnapshotSet(Consumer<UUID> setId) {
            return OK;
        }

        @Override
        protected int addToSnapshotSet(String volume, UUID providerId, Consumer<UUID> snapshotId) {
            return OK;
        }

        @Override
        protected int prepareForBackup(Consumer<AsyncServer> async) {
            return OK;
        }

        @Override
        protected int doSnapshotSet(Consumer<AsyncServer> async) {
            return OK;
        }

        @Override
        protected int gatherWriterStatus(Consumer<AsyncServer> async) {
            return OK;
        }

        @Override
        protected int freeWriterStatus() {
            return OK;
        }

        @Override
        protected int getSnapshotProperties(UUID snapshotId, Consumer<SnapshotProperties> properties) {
            return OK;
        }

        @Override
        protected int backupComplete(Consumer<AsyncServer> async) {
            return OK;
        }

        @Override
        protected int abortBackup() {
            return OK;
        }

        @Override
        protected void released() {
            // It holds nothing.
        }
    }
}
