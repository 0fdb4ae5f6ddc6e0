package org.vss4j.internal.com.slots;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.HResult;
import org.vss4j.internal.bindings._VSS_SNAPSHOT_PROP;
import org.vss4j.internal.com.CallFrame;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.comserver.AsyncServer;
import org.vss4j.internal.comserver.BackupServer;
import org.vss4j.internal.comserver.PropertyStructure;
import org.vss4j.internal.comserver.ServerExports;
import org.vss4j.internal.windows.WideString;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** Each slot reaches its method with its arguments, and brings back what that returned. */
@ExtendWith(NothingLeftBehind.class)
class SlotsTest {
    private static final UUID SET = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final UUID COPY = UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100");
    private static final UUID PROVIDER = UUID.fromString("b5946137-7b9f-4925-af80-51abd60b20d5");
    private static final SnapshotProperties PROPERTIES = new SnapshotProperties(
            COPY, SET, 3, "device", "volume", "origin", "service", "exposed", null, PROVIDER, 0x20, 1L << 40, 12);

    private final List<String> calls = new ArrayList<>();

    @Test
    void unknownsSlots_returnTheCount() {
        ScriptedAsync server = new ScriptedAsync();
        MemorySegment self = server.pointer();
        assertThat(UnknownSlots.addRef(self)).isEqualTo(2);
        assertThat(UnknownSlots.release(self)).isEqualTo(1);
        assertThat(UnknownSlots.release(self)).isZero();
        assertThat(server.isReleased()).isTrue();
    }

    @Test
    void asyncsSlots_returnWhatTheMethodsReturn() {
        ScriptedAsync server = new ScriptedAsync();
        MemorySegment self = server.pointer();
        server.waitResult = HResult.E_ACCESSDENIED;
        server.queryResult = HResult.RPC_E_DISCONNECTED;
        server.cancelResult = HResult.VSS_E_UNEXPECTED;
        try (CallFrame frame = CallFrame.open()) {
            MemorySegment out = frame.memory();
            assertThat(AsyncSlots.await(self, 7)).isEqualTo(HResult.E_ACCESSDENIED.value());
            assertThat(AsyncSlots.queryStatus(self, out)).isEqualTo(HResult.RPC_E_DISCONNECTED.value());
            assertThat(out.get(ValueLayout.JAVA_INT, 0)).isEqualTo(HResult.VSS_S_ASYNC_PENDING.value());
            assertThat(AsyncSlots.cancel(self)).isEqualTo(HResult.VSS_E_UNEXPECTED.value());
        }
        UnknownSlots.release(self);
    }

    @Test
    void backupsSlots_passTheirArguments() {
        MemorySegment self = new RecordingBackup().pointer();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocate(Guid.SIZE);
            assertThat(List.of(
                            BackupSlots.initializeForBackup(self, MemorySegment.NULL),
                            BackupSlots.setContext(self, 0x10),
                            BackupSlots.setBackupState(self, true, false, 5, true),
                            BackupSlots.setBackupState(self, false, true, 1, false),
                            BackupSlots.freeWriterMetadata(self),
                            BackupSlots.startSnapshotSet(self, id)))
                    .containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(Guid.get(id)).isEqualTo(SET);
            assertThat(List.of(
                            BackupSlots.addToSnapshotSet(
                                    self, WideString.write("C:\\", arena), Guid.write(PROVIDER, arena), id),
                            BackupSlots.freeWriterStatus(self),
                            BackupSlots.abortBackup(self)))
                    .containsExactly(7, 8, 9);
            assertThat(Guid.get(id)).isEqualTo(COPY);
        }
        assertThat(calls)
                .containsExactly(
                        "InitializeForBackup null",
                        "SetContext 16",
                        "SetBackupState true false 5 true",
                        "SetBackupState false true 1 false",
                        "FreeWriterMetadata",
                        "StartSnapshotSet",
                        "AddToSnapshotSet C:\\ " + PROVIDER,
                        "FreeWriterStatus",
                        "AbortBackup");
        UnknownSlots.release(self);
    }

    @Test
    void backupsSlotsThatBeginAnOperation_giveIt() {
        MemorySegment self = new RecordingBackup().pointer();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            assertThat(BackupSlots.gatherWriterMetadata(self, out)).isEqualTo(1);
            release(out);
            assertThat(BackupSlots.prepareForBackup(self, out)).isEqualTo(2);
            release(out);
            assertThat(BackupSlots.doSnapshotSet(self, out)).isEqualTo(3);
            release(out);
            assertThat(BackupSlots.gatherWriterStatus(self, out)).isEqualTo(4);
            release(out);
            assertThat(BackupSlots.backupComplete(self, out)).isEqualTo(5);
            release(out);
        }
        assertThat(calls)
                .containsExactly(
                        "GatherWriterMetadata",
                        "PrepareForBackup",
                        "DoSnapshotSet",
                        "GatherWriterStatus",
                        "BackupComplete");
        UnknownSlots.release(self);
    }

    @Test
    @Holds({1602, 1607})
    void theExports_makeAnObject_andFreeItsStrings() {
        VssExports exports = ServerExports.of(out -> {
            out.accept(new RecordingBackup());
            return 6;
        });
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            assertThat(exports.createBackupComponents(out)).isEqualTo(6);
            MemorySegment self = out.get(ADDRESS, 0).reinterpret(Long.BYTES);
            MemorySegment properties = arena.allocate(_VSS_SNAPSHOT_PROP.layout());
            assertThat(BackupSlots.getSnapshotProperties(self, Guid.write(COPY, arena), properties))
                    .isEqualTo(1);
            assertThat(SnapshotProperties.read(properties)).isEqualTo(PROPERTIES);
            assertThat(PropertyStructure.liveStrings()).isPositive();
            exports.freeSnapshotProperties(properties);
            assertThat(PropertyStructure.liveStrings()).isZero();
            UnknownSlots.release(self);
        }
        assertThat(calls).containsExactly("GetSnapshotProperties " + COPY);
    }

    @Test
    @Holds(1709)
    void aLibraryWithoutTheExports_isRefused_andTheMissingOnesAreNamed() {
        assertThatExceptionOfType(UnsatisfiedLinkError.class)
                .isThrownBy(() -> VssExports.of(name -> Optional.empty(), "other.dll"))
                .withMessageStartingWith("other.dll does not export CreateVssBackupComponentsInternal,"
                        + " VssFreeSnapshotPropertiesInternal, IsVolumeSnapshottedInternal")
                .withMessageEndingWith(": it is not a vssapi.dll");
    }

    @Test
    void aLibraryWithTheExports_isTakenByThem() {
        VssExports exports = VssExports.of(
                name -> Optional.of(MemorySegment.ofAddress(name.startsWith("Create") ? 0x10 : 0x20)), "vssapi.dll");
        assertThat(exports.createBackupComponents().address()).isEqualTo(0x10);
        assertThat(exports.freeSnapshotProperties().address()).isEqualTo(0x20);
    }

    private static void release(MemorySegment out) {
        MemorySegment async = out.get(ADDRESS, 0);
        assertThat(async.address()).isNotZero();
        UnknownSlots.release(async.reinterpret(Long.BYTES));
        out.set(ADDRESS, 0, MemorySegment.NULL);
    }

    /** Notes its calls; the results count them. */
    private final class RecordingBackup extends BackupServer {
        private int note(String call) {
            calls.add(call);
            return calls.size();
        }

        private int begin(String call, Consumer<AsyncServer> async) {
            async.accept(new ScriptedAsync());
            return note(call);
        }

        @Override
        protected int initializeForBackup(@Nullable String xml) {
            return note("InitializeForBackup " + xml);
        }

        @Override
        protected int setBackupState(
                boolean selectComponents, boolean bootableState, int backupType, boolean partialFiles) {
            return note(
                    "SetBackupState " + selectComponents + " " + bootableState + " " + backupType + " " + partialFiles);
        }

        @Override
        protected int setContext(int context) {
            return note("SetContext " + context);
        }

        @Override
        protected int gatherWriterMetadata(Consumer<AsyncServer> async) {
            return begin("GatherWriterMetadata", async);
        }

        @Override
        protected int freeWriterMetadata() {
            return note("FreeWriterMetadata");
        }

        @Override
        protected int startSnapshotSet(Consumer<UUID> setId) {
            setId.accept(SET);
            return note("StartSnapshotSet");
        }

        @Override
        protected int addToSnapshotSet(String volume, UUID providerId, Consumer<UUID> snapshotId) {
            snapshotId.accept(COPY);
            return note("AddToSnapshotSet " + volume + " " + providerId);
        }

        @Override
        protected int prepareForBackup(Consumer<AsyncServer> async) {
            return begin("PrepareForBackup", async);
        }

        @Override
        protected int doSnapshotSet(Consumer<AsyncServer> async) {
            return begin("DoSnapshotSet", async);
        }

        @Override
        protected int gatherWriterStatus(Consumer<AsyncServer> async) {
            return begin("GatherWriterStatus", async);
        }

        @Override
        protected int freeWriterStatus() {
            return note("FreeWriterStatus");
        }

        @Override
        protected int getSnapshotProperties(UUID snapshotId, Consumer<SnapshotProperties> properties) {
            properties.accept(PROPERTIES);
            return note("GetSnapshotProperties " + snapshotId);
        }

        @Override
        protected int backupComplete(Consumer<AsyncServer> async) {
            return begin("BackupComplete", async);
        }

        @Override
        protected int abortBackup() {
            return note("AbortBackup");
        }

        @Override
        protected void released() {}
    }
}
