package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vss4j.CancelOutcome;
import org.vss4j.contract.CBackupServer;
import org.vss4j.contract.CServer;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.slots.BackupSlots;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NativeServer;

/** A thread in a single-threaded apartment makes no session, and can end one: no call ever reaches VSS from it. */
class SingleThreadedApartmentTest extends SystemServiceTest {

    @Test
    @Holds(1501)
    void itIsRefusedASession() throws Exception {
        CBackupServer server = server();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> SingleThreaded.call(() -> open(WITHOUT_WRITERS)))
                .withCauseInstanceOf(IllegalStateException.class)
                .withMessageContaining("must not be made in a single-threaded apartment");
        assertThat(server.calls()).isEmpty();
    }

    @Test
    @Holds(1502)
    void theProcessJoinsTheMta_andStaysInIt() throws Exception {
        open(WITHOUT_WRITERS).close();
        assertThat(SingleThreaded.othersAreInTheMta()).isTrue();
        SingleThreaded.call(() -> null);
        assertThat(SingleThreaded.othersAreInTheMta()).isTrue();
    }

    @Test
    void itIsRefusedAnOperation() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> SingleThreaded.call(session.steps()::gatherWriterMetadata))
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @Holds(1501)
    void itCanCancelAndClose() throws Exception {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Hangs());
        CBackupServer server = server();
        BackupSession session = open(WITHOUT_WRITERS);
        CompletableFuture<@Nullable Throwable> thrown = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                session.takeSnapshot(List.of(folder.getRoot()));
                thrown.complete(null);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        eventually(
                "DoSnapshotSet is called",
                () -> server.calls().stream().anyMatch(call -> call.method() == VssMethod.DO_SNAPSHOT_SET));
        Optional<CancelOutcome> outcome = SingleThreaded.call(() -> {
            Optional<CancelOutcome> cancelled = session.cancel();
            session.close();
            return cancelled;
        });
        assertThat(thrown.join()).isInstanceOfAny(CancellationException.class, IllegalStateException.class);
        thread.join();
        // The session may not know of the operation yet; then the close has cancelled it.
        assertThat(outcome)
                .satisfiesAnyOf(
                        it -> assertThat(it).isEmpty(),
                        it -> assertThat(it).contains(new CancelOutcome.CancelledNow()));
        // A close from there has another thread release what it closed, and does not wait for it.
        eventually("all is released", () -> server.leftovers().isEmpty());
    }

    @Test
    void aCallThatReachesTheServiceFromIt_isSeen() throws Exception {
        VssExports exports = VssExports.load(NativeServer.file());
        try (Arena arena = Arena.ofShared()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            assertThat(exports.createBackupComponents(out)).isZero();
            MemorySegment self = out.get(ValueLayout.ADDRESS, 0).reinterpret(ValueLayout.ADDRESS.byteSize());
            SingleThreaded.call(() -> BackupSlots.abortBackup(self));
            assertThat(CServer.drainAllViolations())
                    .singleElement()
                    .asString()
                    .startsWith("AbortBackup in a single-threaded apartment: IVssBackupComponents of ");
            UnknownSlots.release(self);
        }
    }
}
