package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.HResult;
import org.vss4j.internal.bindings.IVssAsyncVtbl;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl;
import org.vss4j.internal.bindings.IVssComponentEx2Vtbl;
import org.vss4j.internal.bindings.IVssExamineWriterMetadataEx2Vtbl;
import org.vss4j.internal.bindings.IVssWMComponentVtbl;
import org.vss4j.internal.bindings.IVssWMDependencyVtbl;
import org.vss4j.internal.bindings.IVssWMFiledescVtbl;
import org.vss4j.internal.com.CallFailedException;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.VssExports;
import org.vss4j.internal.com.read.ComponentRecord;
import org.vss4j.internal.com.read.WriterCalls;
import org.vss4j.internal.com.read.WriterStatusRecord;
import org.vss4j.internal.com.slots.AsyncSlots;
import org.vss4j.internal.com.slots.BackupSlots;
import org.vss4j.internal.com.slots.UnknownSlots;
import org.vss4j.internal.windows.WideString;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.WriterFailedException;
import org.vss4j.simulator.RawSimulator;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.ComponentType;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterRestore;

/**
 * What writers have is read by some fifty calls. Whichever of them fails, or gives nothing where it should give an object:
 * the caller is told which and why, and whatever had been got by then is given back.
 */
@ExtendWith(NothingLeftBehind.class)
class FailingSlotsTest {
    private static final HResult FAILURE = HResult.RPC_E_DISCONNECTED;
    private static final int MILLIS = 60_000;
    private static final int COPY = 5;
    private static final List<FileSet> FILES = List.of(FileSet.of("C:\\data", "*"));

    private static final WriterComponent COMPONENT = new WriterComponent(
            ComponentType.DATABASE,
            "path",
            "name",
            "caption",
            Set.of(WriterComponent.Attribute.SELECTABLE),
            0,
            FILES,
            FILES,
            FILES,
            List.of(new ComponentDependency(UUID.randomUUID(), "path", "other")));

    private static final WriterMetadata BARE = WriterMetadata.named("writer");
    private static final WriterMetadata METADATA = new WriterMetadata(
            BARE.instanceId(),
            BARE.writerId(),
            BARE.name(),
            "instance",
            BARE.usage(),
            BARE.source(),
            new WriterMetadata.Version(1, 2),
            BARE.schema(),
            Optional.of(new RestoreMethod(
                    RestoreMethod.Type.CUSTOM, "service", "procedure", WriterRestore.NEVER, false, FILES)),
            List.of(COMPONENT),
            FILES,
            FILES);

    /** Where a method stands, and what is read through it. */
    record Slot(String method, MemorySegment vtable, long offset, Consumer<WriterCalls> reading) {
        /** Does something while the slot leads to a method which sets nothing and returns a code. */
        void returning(HResult result, Runnable body) {
            MemorySegment before = vtable.get(ADDRESS, offset);
            try (Arena arena = Arena.ofConfined()) {
                // It declares "this" alone: the caller cleans up, so arguments that nobody looks at do no harm.
                vtable.set(ADDRESS, offset, IVssAsyncVtbl.Cancel.allocate(self -> result.value(), arena));
                body.run();
            } finally {
                vtable.set(ADDRESS, offset, before);
            }
        }

        @Override
        public String toString() {
            return method;
        }
    }

    static Stream<Slot> slots() {
        return Stream.concat(
                Stream.concat(
                        named(
                                WriterCalls::metadataCount,
                                BackupFace.VTABLE,
                                IVssBackupComponentsEx4Vtbl.layout(),
                                "GetWriterMetadataCount"),
                        metadataSlots()),
                Stream.concat(statusSlots(), componentSlots()));
    }

    private static Stream<Slot> metadataSlots() {
        Consumer<WriterCalls> reading = calls -> calls.metadata(0);
        return Stream.of(
                        named(reading, BackupFace.VTABLE, IVssBackupComponentsEx4Vtbl.layout(), "GetWriterMetadata"),
                        named(
                                reading,
                                MetadataFace.VTABLE,
                                IVssExamineWriterMetadataEx2Vtbl.layout(),
                                "GetIdentityEx",
                                "GetFileCounts",
                                "GetBackupSchema",
                                "GetVersion",
                                "GetExcludeFile",
                                "GetExcludeFromSnapshotCount",
                                "GetExcludeFromSnapshotFile",
                                "GetRestoreMethod",
                                "GetAlternateLocationMapping",
                                "GetComponent",
                                "SaveAsXML"),
                        named(
                                reading,
                                WriterComponentFace.VTABLE,
                                IVssWMComponentVtbl.layout(),
                                "GetComponentInfo",
                                "GetFile",
                                "GetDatabaseFile",
                                "GetDatabaseLogFile",
                                "GetDependency"),
                        named(
                                reading,
                                FileSetFace.VTABLE,
                                IVssWMFiledescVtbl.layout(),
                                "GetPath",
                                "GetFilespec",
                                "GetRecursive",
                                "GetAlternateLocation",
                                "GetBackupTypeMask"),
                        named(
                                reading,
                                DependencyFace.VTABLE,
                                IVssWMDependencyVtbl.layout(),
                                "GetWriterId",
                                "GetLogicalPath",
                                "GetComponentName"))
                .flatMap(slots -> slots);
    }

    private static Stream<Slot> statusSlots() {
        return named(
                WriterCalls::statuses,
                BackupFace.VTABLE,
                IVssBackupComponentsEx4Vtbl.layout(),
                "GetWriterStatusCount",
                "GetWriterStatusEx");
    }

    private static Stream<Slot> componentSlots() {
        Consumer<WriterCalls> reading = WriterCalls::components;
        return Stream.of(
                        named(
                                reading,
                                BackupFace.VTABLE,
                                IVssBackupComponentsEx4Vtbl.layout(),
                                "GetWriterComponentsCount",
                                "GetWriterComponents"),
                        Stream.of(
                                new Slot("GetComponentCount", WriterComponentsFace.VTABLE, 0, reading),
                                new Slot("GetWriterInfo", WriterComponentsFace.VTABLE, ADDRESS.byteSize(), reading),
                                new Slot("GetComponent", WriterComponentsFace.VTABLE, 2 * ADDRESS.byteSize(), reading)),
                        named(
                                reading,
                                ComponentFace.VTABLE,
                                IVssComponentEx2Vtbl.layout(),
                                "GetLogicalPath",
                                "GetComponentType",
                                "GetComponentName",
                                "GetBackupStamp",
                                "GetFailure"))
                .flatMap(slots -> slots);
    }

    /** The slots that give an object. */
    static Stream<Slot> slotsThatGiveAnObject() {
        Set<String> methods = Set.of(
                "GetWriterMetadata",
                "GetExcludeFile",
                "GetExcludeFromSnapshotFile",
                "GetAlternateLocationMapping",
                "GetComponent",
                "GetComponentInfo",
                "GetFile",
                "GetDatabaseFile",
                "GetDatabaseLogFile",
                "GetDependency",
                "GetWriterComponents");
        return slots().filter(slot -> methods.contains(slot.method));
    }

    private static Stream<Slot> named(
            Consumer<WriterCalls> reading, MemorySegment vtable, GroupLayout layout, String... methods) {
        return Stream.of(methods)
                .map(method -> new Slot(method, vtable, layout.byteOffset(PathElement.groupElement(method)), reading));
    }

    @TempDir
    Path temporary;

    private final Arena arena = Arena.ofConfined();
    private MemorySegment backup = MemorySegment.NULL;
    private WriterCalls calls;

    @BeforeEach
    void makeASnapshot() throws Exception {
        Path volume = Files.createDirectories(temporary.resolve("volume"));
        Path store = Files.createDirectories(temporary.resolve("store"));
        VssExports exports = new RawSimulator(
                        List.of(volume), Map.of(), Map.of(), store, List.of(SimulatedWriter.of(METADATA)))
                .exports();
        MemorySegment out = arena.allocate(ADDRESS);
        assertOk(exports.createBackupComponents(out));
        backup = out.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
        calls = new WriterCalls(backup, exports, (method, result) -> {});
        assertOk(BackupSlots.initializeForBackup(backup, MemorySegment.NULL));
        assertOk(BackupSlots.setBackupState(backup, true, false, COPY, false));
        assertOk(BackupSlots.gatherWriterMetadata(backup, out));
        awaitEnd(out);
        calls.addComponent(
                METADATA.instanceId(),
                METADATA.writerId(),
                COMPONENT.type().value(),
                COMPONENT.logicalPath(),
                COMPONENT.name());
        MemorySegment id = arena.allocate(Guid.SIZE, Integer.BYTES);
        assertOk(BackupSlots.startSnapshotSet(backup, id));
        assertOk(BackupSlots.addToSnapshotSet(
                backup, WideString.write(volume + File.separator, arena), Guid.write(Guid.NULL, arena), id));
        assertOk(BackupSlots.prepareForBackup(backup, out));
        awaitEnd(out);
        assertOk(BackupSlots.doSnapshotSet(backup, out));
        awaitEnd(out);
        assertOk(BackupSlots.gatherWriterStatus(backup, out));
        awaitEnd(out);
    }

    private static void awaitEnd(MemorySegment out) {
        MemorySegment async = out.get(ADDRESS, 0).reinterpret(ADDRESS.byteSize());
        assertOk(AsyncSlots.await(async, MILLIS));
        assertThat(UnknownSlots.release(async)).isZero();
    }

    private static void assertOk(int result) {
        assertThat(HResult.of(result)).isEqualTo(HResult.S_OK);
    }

    @AfterEach
    void releaseAll() {
        assertThat(UnknownSlots.release(backup)).isZero();
        arena.close();
    }

    @ParameterizedTest
    @MethodSource("slots")
    @Holds({1611, 1613})
    void aCallThatFails_isNamed_withWhatItReturned(Slot slot) {
        slot.returning(FAILURE, () -> assertFails(slot, FAILURE));
        slot.reading.accept(calls);
    }

    @ParameterizedTest
    @MethodSource("slotsThatGiveAnObject")
    void aCallThatSucceedsAndGivesNoObject_isNamed(Slot slot) {
        slot.returning(HResult.S_OK, () -> assertFails(slot, HResult.E_UNEXPECTED));
    }

    private void assertFails(Slot slot, HResult result) {
        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> slot.reading.accept(calls))
                .satisfies(e -> {
                    assertThat(e.method()).isEqualTo(slot.method);
                    assertThat(HResult.of(e.hresult())).isEqualTo(result);
                });
    }

    @Test
    @Holds(1209)
    void aWriterThatGivesNoStatus_isNoWriterThatHasNotFailed() throws Exception {
        Path volume = Files.createDirectories(temporary.resolve("other volume"));
        Slot count = statusSlots().findFirst().orElseThrow();
        BackupOptions options = BackupOptions.defaults()
                .withSelection(ComponentSelection.none().require("writer").acceptAsFull("writer"));
        try (VssSimulator simulator = VssSimulator.builder()
                        .volume(volume)
                        .writer(SimulatedWriter.of(
                                WriterMetadata.named("writer").withComponents(WriterComponent.fileGroup("", "files"))))
                        .build();
                BackupSession session = simulator.vss().openBackup(options)) {
            count.returning(
                    HResult.S_OK,
                    () -> assertThatExceptionOfType(WriterFailedException.class)
                            .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                            .withMessageContainingAll("VSS_E_WRITER_NOT_RESPONDING", "gave no status"));
        }
    }

    // ---- A service that is older than the interfaces that came later

    /** That says of an object that it has no other interface than its first. */
    private static Slot queryInterface(MemorySegment vtable) {
        return new Slot("QueryInterface", vtable, 0, calls -> {});
    }

    @Test
    void withoutTheLaterInterfaces_whatTheFirstHasIsRead() {
        WriterMetadata old = new WriterMetadata(
                METADATA.instanceId(),
                METADATA.writerId(),
                METADATA.name(),
                "",
                METADATA.usage(),
                METADATA.source(),
                WriterMetadata.Version.UNKNOWN,
                METADATA.schema(),
                METADATA.restoreMethod(),
                METADATA.components(),
                METADATA.excludedFiles(),
                List.of());
        queryInterface(MetadataFace.VTABLE).returning(HResult.E_NOINTERFACE, () -> {
            assertThat(calls.metadata(0).metadata()).isEqualTo(old);
            Slot slot = named(
                            written -> written.metadata(0),
                            MetadataFace.VTABLE,
                            IVssExamineWriterMetadataEx2Vtbl.layout(),
                            "GetIdentity")
                    .findFirst()
                    .orElseThrow();
            slot.returning(FAILURE, () -> assertFails(slot, FAILURE));
        });
    }

    @Test
    void withoutTheLaterInterfaces_theStatusOfWritersHasNoMessage() {
        queryInterface(BackupFace.VTABLE).returning(HResult.E_NOINTERFACE, () -> {
            assertThat(calls.statuses()).singleElement().satisfies((WriterStatusRecord status) -> {
                assertThat(status.writerId()).isEqualTo(METADATA.writerId());
                assertThat(status.applicationMessage()).isEmpty();
            });
            Slot slot = named(
                            WriterCalls::statuses,
                            BackupFace.VTABLE,
                            IVssBackupComponentsEx4Vtbl.layout(),
                            "GetWriterStatus")
                    .findFirst()
                    .orElseThrow();
            slot.returning(FAILURE, () -> assertFails(slot, FAILURE));
        });
    }

    @Test
    void withoutTheLaterInterfaces_componentsHaveNoFailure() {
        queryInterface(ComponentFace.VTABLE).returning(HResult.E_NOINTERFACE, () -> {
            assertThat(calls.components()).singleElement().satisfies((ComponentRecord component) -> {
                assertThat(component.name()).isEqualTo(COMPONENT.name());
                assertThat(component.failure()).isZero();
            });
        });
    }
}
