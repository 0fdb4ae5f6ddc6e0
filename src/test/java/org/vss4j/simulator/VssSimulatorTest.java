package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.state.ProcessLock;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.WriterFailure;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.SymbolicLinks;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterMetadata;

/** What a simulator offers to the tests of others. */
@ExtendWith(NothingLeftBehind.class)
class VssSimulatorTest {
    private static final BackupOptions DEFAULTS = BackupOptions.defaults();
    private static final BackupOptions PERSISTENT = DEFAULTS.withContext(SnapshotContext.NAS_ROLLBACK);
    private static final UUID ANY_PROVIDER = new UUID(0, 0);

    @TempDir
    Path temporary;

    private Path volume;

    @BeforeEach
    void makeVolume() throws IOException {
        volume = Files.createDirectory(temporary.resolve("volume")).toRealPath();
        Files.writeString(volume.resolve("file"), "before");
    }

    @Test
    void callsAreListedWithTheirSessionAndArguments() throws Exception {
        try (VssSimulator simulator = VssSimulator.of(volume)) {
            try (BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
                session.takeSnapshot(List.of(volume));
            }
            UUID id = simulator
                    .vss()
                    .inventory()
                    .copies(CopyFilter.all())
                    .getFirst()
                    .id();
            List<VssCall> calls = simulator.calls();
            assertThat(calls.getFirst())
                    .isEqualTo(new VssCall(1, VssMethod.CREATE_VSS_BACKUP_COMPONENTS, List.of(), HResult.S_OK));
            assertThat(calls)
                    .contains(
                            new VssCall(1, VssMethod.SET_CONTEXT, List.of(0x19), HResult.S_OK),
                            new VssCall(
                                    1,
                                    VssMethod.ADD_TO_SNAPSHOT_SET,
                                    List.of(volume + volume.getFileSystem().getSeparator(), ANY_PROVIDER),
                                    HResult.S_OK),
                            new VssCall(1, VssMethod.GET_SNAPSHOT_PROPERTIES, List.of(id), HResult.S_OK))
                    .anyMatch(call -> call.session() == 2 && call.method() == VssMethod.QUERY);
        }
    }

    @Test
    void simulatorsBesideEachOther_doNotMeet() throws Exception {
        Path other = Files.createDirectory(temporary.resolve("other"));
        try (VssSimulator one = VssSimulator.of(volume);
                VssSimulator two = VssSimulator.of(other);
                BackupSession first = one.vss().openBackup(PERSISTENT);
                BackupSession second = two.vss().openBackup(PERSISTENT)) {
            first.steps().startSnapshotSet();
            second.takeSnapshot(List.of(other));
            assertThat(one.vss().inventory().copies(CopyFilter.all())).isEmpty();
            assertThat(two.vss().inventory().copies(CopyFilter.all())).hasSize(1);
        }
    }

    @Test
    void theStateOfItsOwn_goesAtClose() throws Exception {
        Path copy;
        try (VssSimulator simulator = VssSimulator.of(volume)) {
            try (BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
                copy = session.takeSnapshot(List.of(volume)).getFirst().root();
            }
            assertThat(copy.resolve("file")).hasContent("before");
        }
        Path all = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
        Path place = all.resolve(all.relativize(copy).getName(0));
        assertThat(place.getFileName().toString()).startsWith("vss4j-simulator-");
        assertThat(place).doesNotExist();
    }

    @Test
    void whatAKilledProcessLeft_isRemoved_andWhatOthersUseIsNot() throws Exception {
        Path left = temporary.resolve("vss4j-simulator-1");
        Files.createDirectories(left.resolve("state/some"));
        Files.createFile(left.resolve("lock"));
        Path used = Files.createDirectories(temporary.resolve("vss4j-simulator-2/state/some"));
        try (AutoCloseable lock = ProcessLock.tryAcquire(temporary.resolve("vss4j-simulator-2/lock"))) {
            TemporaryState.removeThoseOfTheDead(temporary);
            assertThat(lock).isNotNull();
        }
        assertThat(left).doesNotExist();
        assertThat(used).exists();
    }

    @Test
    void whatAProcessLeftThatWasKilledBeforeItHadALock_isRemoved_andWhatIsNotOursIsNot() throws Exception {
        Path empty = Files.createDirectories(temporary.resolve("vss4j-simulator-5"));
        Path others = Files.createDirectories(temporary.resolve("vss4j-simulator-of-mine/state"));
        Path lock = Files.createFile(temporary.resolve("vss4j-simulator-of-mine/lock"));
        TemporaryState.removeThoseOfTheDead(temporary);
        assertThat(empty).doesNotExist();
        assertThat(others).exists();
        assertThat(lock).exists();
    }

    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void whatALinkLeadsTo_isNotRemoved() throws Exception {
        Path others = Files.createDirectories(temporary.resolve("others/state"));
        Files.createFile(temporary.resolve("others/lock"));
        Files.createSymbolicLink(temporary.resolve("vss4j-simulator-4"), temporary.resolve("others"));
        TemporaryState.removeThoseOfTheDead(temporary);
        assertThat(others).exists();
    }

    @Test
    void aNamedState_stays() throws Exception {
        Path state = temporary.resolve("state");
        try (VssSimulator simulator =
                        VssSimulator.builder().volume(volume).state(state).build();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            session.takeSnapshot(List.of(volume));
        }
        try (VssSimulator simulator =
                VssSimulator.builder().volume(volume).state(state).build()) {
            assertThat(simulator.vss().inventory().delete(CopyFilter.all()).deleted())
                    .hasSize(1);
        }
    }

    @Test
    void withoutALedger_nothingIsOnRecord() throws Exception {
        try (VssSimulator simulator =
                VssSimulator.builder().volume(volume).withoutLedger().build()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> simulator.vss().openBackup(PERSISTENT))
                    .withMessageContaining("ledger");
            try (BackupSession session = simulator.vss().openBackup(DEFAULTS)) {
                assertThat(session.takeSnapshot(List.of(volume))).hasSize(1);
            }
        }
    }

    @Test
    @Holds(451)
    void whatAWriterWritesAtTheFreeze_isInTheCopy_andWhatItWritesAtTheThawIsNot() throws Exception {
        Path file = volume.resolve("file");
        SimulatedWriter writer = SimulatedWriter.database("Database")
                .onEvent(WriterEvent.FREEZE, () -> write(file, "flushed"))
                .onEvent(WriterEvent.THAW, () -> write(file, "after"));
        try (VssSimulator simulator =
                        VssSimulator.builder().volume(volume).writer(writer).build();
                BackupSession session = simulator.vss().openBackup(DEFAULTS)) {
            Path copy = session.takeSnapshot(List.of(volume)).getFirst().root();
            assertThat(copy.resolve("file")).hasContent("flushed");
            assertThat(file).hasContent("after");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SimulatedWriter listening(List<WriterEvent> heard) {
        SimulatedWriter writer = SimulatedWriter.database("Database");
        for (WriterEvent event : WriterEvent.values()) {
            writer = writer.onEvent(event, () -> heard.add(event));
        }
        return writer;
    }

    @Test
    @Holds({451, 552})
    void aWriterHearsTheEventsOfABackup_inTheirOrder() throws Exception {
        List<WriterEvent> heard = Collections.synchronizedList(new ArrayList<>());
        try (VssSimulator simulator =
                VssSimulator.builder().volume(volume).writer(listening(heard)).build()) {
            try (BackupSession session = simulator.vss().openBackup(DEFAULTS)) {
                session.takeSnapshot(List.of(volume));
                session.complete();
            }
            assertThat(heard)
                    .containsExactly(
                            WriterEvent.IDENTIFY,
                            WriterEvent.PREPARE_BACKUP,
                            WriterEvent.PREPARE_SNAPSHOT,
                            WriterEvent.FREEZE,
                            WriterEvent.THAW,
                            WriterEvent.POST_SNAPSHOT,
                            WriterEvent.BACKUP_COMPLETE,
                            WriterEvent.BACKUP_SHUTDOWN);
        }
    }

    @Test
    @Holds({551, 552})
    void ofASetThatFails_aWriterHearsTheFreezeAndThenThatItIsGivenUp() throws Exception {
        List<WriterEvent> heard = Collections.synchronizedList(new ArrayList<>());
        try (VssSimulator simulator = VssSimulator.builder()
                .volume(volume)
                .writer(listening(heard))
                .fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))
                .build()) {
            try (BackupSession session = simulator.vss().openBackup(DEFAULTS)) {
                session.takeSnapshot(List.of(volume));
            } catch (VssException e) {
                assertThat(e.hresult()).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
            }
            assertThat(heard)
                    .containsExactly(
                            WriterEvent.IDENTIFY,
                            WriterEvent.PREPARE_BACKUP,
                            WriterEvent.PREPARE_SNAPSHOT,
                            WriterEvent.FREEZE,
                            WriterEvent.ABORT,
                            WriterEvent.ABORT,
                            WriterEvent.BACKUP_SHUTDOWN);
        }
    }

    @Test
    void inAContextWithoutWriters_aWriterHearsNothing() throws Exception {
        List<WriterEvent> heard = Collections.synchronizedList(new ArrayList<>());
        try (VssSimulator simulator = VssSimulator.builder()
                        .volume(volume)
                        .writer(listening(heard))
                        .build();
                BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
            session.takeSnapshot(List.of(volume));
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void whatAWriterThrows_isItsVeto() throws Exception {
        SimulatedWriter writer = SimulatedWriter.database("Database").onEvent(WriterEvent.FREEZE, () -> {
            throw new IllegalStateException("the disk is on fire");
        });
        BackupOptions options = DEFAULTS.withSelection(ComponentSelection.none().allow("Database"));
        try (VssSimulator simulator =
                        VssSimulator.builder().volume(volume).writer(writer).build();
                BackupSession session = simulator.vss().openBackup(options)) {
            session.takeSnapshot(List.of(volume));
            assertThat(session.writerFailures()).isNotEmpty().allSatisfy(VssSimulatorTest::isThrown);
        }
    }

    private static void isThrown(WriterFailure failure) {
        assertThat(failure.error()).isEqualTo(HResult.of(0x800423F4));
        assertThat(failure.applicationMessage()).contains("the disk is on fire");
    }

    @Test
    void nobodyCanVetoAnAbort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulatedWriter.database("Database")
                        .withVeto(WriterEvent.ABORT, HResult.of(0x800423F4), HResult.S_OK, ""))
                .withMessageContaining("ABORT");
    }

    @Test
    void callsAreCountedFromOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> WhichCalls.nth(0)).withMessageContaining("0 is less");
        assertThat(WhichCalls.except(1, 3).has(3)).isFalse();
        assertThat(WhichCalls.except(1, 3).has(2)).isTrue();
    }

    @Test
    @Holds(453)
    void whatWritersExcludeFromSnapshots_isNotInTheCopy_ifTheyTakePart() throws Exception {
        Path cache = volume.resolve("cache");
        Files.createDirectories(cache.resolve("deep.tmp"));
        for (String name : List.of("a.TMP", "b.db", "deep.tmp/c.tmp")) {
            Files.writeString(cache.resolve(name), name);
        }
        WriterMetadata excluding =
                WriterMetadata.named("Cache").withExcluded(List.of(), List.of(FileSet.of(cache.toString(), "*.tmp")));
        WriterMetadata elsewhere = WriterMetadata.named("Elsewhere")
                .withExcluded(List.of(), List.of(FileSet.below("%NoSuchVariable%", "*")));
        try (VssSimulator simulator = VssSimulator.builder()
                .volume(volume)
                .writer(SimulatedWriter.of(excluding))
                .writer(SimulatedWriter.of(elsewhere))
                .build()) {
            assertThat(copied(simulator, DEFAULTS))
                    .contains("b.db", "deep.tmp", "c.tmp")
                    .doesNotContain("a.TMP");
            assertThat(copied(simulator, PERSISTENT)).contains("a.TMP");
        }
    }

    private List<String> copied(VssSimulator simulator, BackupOptions options) throws Exception {
        try (BackupSession session = simulator.vss().openBackup(options);
                Stream<Path> files = Files.walk(
                        session.takeSnapshot(List.of(volume)).getFirst().root())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
