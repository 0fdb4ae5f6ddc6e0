package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.HResult;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.WriterStatus;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.Holds;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.BackupSchema.Feature;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/** What writers make of a backup by themselves: of its volumes, its type and its stamps. */
abstract class WriterJudgmentContract extends ComponentsContract {
    private static final HResult INCONSISTENT_SNAPSHOT = HResult.of(0x800423F0);
    private static final HResult NOTHING = HResult.S_OK;

    /** Optional, for what is required and outside is refused before the writer is asked; accepted, whatever the type. */
    private static final ComponentSelection ALLOWED =
            ComponentSelection.none().allow("*").acceptAsFull("*");

    private static WriterComponent orders() {
        return WriterComponent.database("", "orders");
    }

    private FileSet outside() {
        return FileSet.of(other.toString(), "*");
    }

    private FileSet inside() {
        return FileSet.of(volume.resolve("data").toString(), "*");
    }

    private static SimulatedWriter writer(BackupSchema schema, WriterComponent... components) {
        return SimulatedWriter.of(DATABASE.metadata().withSchema(schema).withComponents(components))
                .withBackupStamp("stamp");
    }

    private static SimulatedWriter writer(WriterComponent... components) {
        return writer(DATABASE.metadata().schema(), components);
    }

    /** Makes a set, step by step, of which nobody says what it should not have, and gives what the writer says then. */
    private WriterStatus made(BackupSession session, Path... volumes) throws Exception {
        session.steps().gatherWriterMetadata().await();
        session.steps().startSnapshotSet();
        for (Path each : volumes) {
            session.steps().addToSnapshotSet(each);
        }
        session.steps().prepareForBackup().await();
        session.steps().doSnapshotSet().await();
        session.steps().gatherWriterStatus().await();
        return session.writerStatuses().getFirst();
    }

    private void assertVetoes(SimulatedWriter writer, BackupType type, HResult expected, Path... volumes)
            throws Exception {
        startOver();
        setup = new BackupSetup(temporary.resolve("store"), BackupSetup.Clock.RUNS)
                .volume(volume)
                .volume(other)
                .writer(writer);
        try (BackupSession session = open(selecting(ALLOWED).withType(type))) {
            WriterStatus status = made(session, volumes);
            assertThat(status.failure()).isEqualTo(expected);
            assertThat(status.state())
                    .isEqualTo(
                            expected.isFailure()
                                    ? WriterState.FAILED_AT_PREPARE_SNAPSHOT
                                    : WriterState.WAITING_FOR_BACKUP_COMPLETE);
            assertThat(session.shadowCopies()).hasSize(volumes.length);
        }
    }

    private void assertVetoes(WriterComponent component, HResult expected, Path... volumes) throws Exception {
        assertVetoes(writer(component), BackupType.FULL, expected, volumes);
    }

    @Test
    @Holds({1252, 1255})
    void aWriterWithFilesOrLogsOutsideTheSet_vetoesIt() throws Exception {
        for (WriterComponent beyond : List.of(
                orders().withDatabaseFiles(inside(), outside()),
                orders().withDatabaseFiles(inside()).withDatabaseLogFiles(outside()),
                WriterComponent.fileGroup("", "files").withFiles(outside()),
                orders().withDatabaseFiles(inside().withAlternateLocation(other.toString())))) {
            assertVetoes(beyond, INCONSISTENT_SNAPSHOT, volume);
            assertVetoes(beyond, NOTHING, volume, other);
        }
        assertVetoes(orders().withDatabaseFiles(FileSet.of(temporary.toString(), "*")), INCONSISTENT_SNAPSHOT, volume);
    }

    @Test
    @Holds(1252)
    void aWriterWhoseFilesAreInTheSet_orNobodyKnowsWhere_doesNot() throws Exception {
        assertVetoes(orders().withDatabaseFiles(inside()), NOTHING, volume);
        assertVetoes(orders().withDatabaseFiles(FileSet.of("%VSS4J_IS_NOT_SET%", "*")), NOTHING, volume);
        assertVetoes(orders().withDatabaseFiles(FileSet.of("data", "*")), NOTHING, volume);
        assertVetoes(orders().withDatabaseFiles(outside().withAlternateLocation(volume.toString())), NOTHING, volume);
        assertVetoes(orders().withDatabaseFiles(outside().withBackupTypeMask(0xF)), NOTHING, volume);
        assertVetoes(
                orders().withDatabaseFiles(
                                FileSet.of(volume.resolve("..").resolve("other").toString(), "*")),
                INCONSISTENT_SNAPSHOT,
                volume);
    }

    @Test
    @Holds({1252, 1106})
    void whatComesWithAComponent_countsAsWell_andWhatIsNotInTheBackupDoesNot() throws Exception {
        WriterComponent index =
                WriterComponent.database("orders", "index").withAttributes().withDatabaseFiles(outside());
        assertVetoes(
                writer(orders().withDatabaseFiles(inside()), index), BackupType.FULL, INCONSISTENT_SNAPSHOT, volume);
        setup = new BackupSetup(temporary.resolve("store"), BackupSetup.Clock.RUNS)
                .volume(volume)
                .volume(other)
                .writer(writer(
                        orders().withDatabaseFiles(inside()),
                        WriterComponent.database("", "others").withDatabaseFiles(outside())));
        startOver();
        ComponentSelection selection = ComponentSelection.none().require("Database", "orders");
        try (BackupSession session = open(selecting(selection))) {
            assertThat(made(session, volume).failure()).isEqualTo(NOTHING);
        }
    }

    /** What is needed of each type, and of the full backup for which a writer takes one that it does not support. */
    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(BackupType.DIFFERENTIAL, Feature.DIFFERENTIAL, 0x200),
                Arguments.of(BackupType.DIFFERENTIAL, Feature.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL, 0x200),
                Arguments.of(BackupType.INCREMENTAL, Feature.INCREMENTAL, 0x400),
                Arguments.of(BackupType.INCREMENTAL, Feature.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL, 0x400),
                Arguments.of(BackupType.LOG, Feature.LOG, 0x800));
    }

    @ParameterizedTest
    @MethodSource("types")
    @Holds({1252, 1253})
    void aWriterWithoutTheSchemaBitOfTheType_needsWhatAFullBackupNeeds(BackupType type, Feature feature, int bit)
            throws Exception {
        WriterComponent ofType = orders().withDatabaseFiles(outside().withBackupTypeMask(bit));
        WriterComponent ofFull = orders().withDatabaseFiles(outside().withBackupTypeMask(0x100));
        BackupSchema with = BackupSchema.of(feature);
        assertVetoes(writer(with, ofType), type, INCONSISTENT_SNAPSHOT, volume);
        assertVetoes(writer(with, ofFull), type, NOTHING, volume);
        assertVetoes(writer(BackupSchema.UNDEFINED, ofType), type, NOTHING, volume);
        assertVetoes(writer(BackupSchema.UNDEFINED, ofFull), type, INCONSISTENT_SNAPSHOT, volume);
    }

    @ParameterizedTest
    @CsvSource({
        "FULL, FULL, FULL",
        "COPY, '', FULL",
        "INCREMENTAL, INCREMENTAL, FULL",
        "DIFFERENTIAL, '', FULL",
        "LOG, '', FULL",
        "OTHER, '', ''"
    })
    @Holds({1116, 1254})
    void aWriterTakesNoteOfBackupsOnWhichOthersAreBased_andTakesWhatItDoesNotSupportForAFullOne(
            BackupType type, String supported, String unsupported) throws Exception {
        setup.writer(writer(orders())).writer(writerWithoutSchema());
        backUp(selecting(ALLOWED).withType(type));
        assertThat(server().backupHistory())
                .containsExactlyElementsOf(Stream.of("Database orders " + supported, "Plain orders " + unsupported)
                        .filter(line -> !line.endsWith(" "))
                        .toList());
    }

    private static SimulatedWriter writerWithoutSchema() {
        return SimulatedWriter.of(WriterMetadata.named("Plain").withComponents(orders()));
    }

    @Test
    @Holds(1254)
    void aWriterTakesNoNote_ofWhatHasNotSucceeded() throws Exception {
        SimulatedWriter second = SimulatedWriter.database("Second");
        setup.writer(writer(orders()).withVeto(WriterEvent.BACKUP_COMPLETE, RETRYABLE, HResult.S_OK, ""))
                .writer(second);
        BackupOptions full = selecting(ALLOWED).withType(BackupType.FULL);
        try (BackupSession session = open(full)) {
            session.takeSnapshot(List.of(volume));
            session.componentFailed(second.metadata(), settingsOf(second), "it could not be read");
            session.complete();
        }
        assertThat(server().backupHistory()).containsExactly("Second orders FULL");
        try (BackupSession session = open(full)) {
            session.takeSnapshot(List.of(volume));
        }
        assertThat(server().backupHistory()).hasSize(1);
    }

    private static WriterComponent settingsOf(SimulatedWriter writer) {
        return writer.metadata().components().getLast();
    }

    @Test
    @Holds({1304, 1307})
    void aWriterWithoutStamps_setsNone_andMakesNothingOfThePreviousOne() throws Exception {
        setup.writer(writer(BackupSchema.of(Feature.INCREMENTAL), orders()));
        ComponentSelection selection =
                ComponentSelection.none().require("Database", "orders").withPreviousStamp("Database", "orders", "old");
        try (BackupSession session = open(selecting(selection).withType(BackupType.INCREMENTAL))) {
            backUp(session);
            assertThat(session.backupDocument()).contains("backupStamp=\"\"", "previousBackupStamp=\"old\"");
            assertThat(session.componentResults().getFirst().backupStamp()).isEmpty();
        }
        startOver();
        setup = new BackupSetup(temporary.resolve("store"), BackupSetup.Clock.RUNS)
                .volume(volume)
                .writer(writer(BackupSchema.of(Feature.INCREMENTAL, Feature.TIMESTAMPED), orders()));
        try (BackupSession session = open(selecting(selection).withType(BackupType.INCREMENTAL))) {
            backUp(session);
            assertThat(session.backupDocument()).contains("backupStamp=\"stamp\"", "previousBackupStamp=\"old\"");
        }
    }

    @Test
    @Holds(453)
    void whatWritersExcludeFromSnapshots_isInNoCopyThatIsMadeWithThem() throws Exception {
        Path cache = Files.createDirectories(volume.resolve("cache"));
        Files.createDirectories(cache.resolve("deep.tmp"));
        for (String name : List.of("a.TMP", "b.db", "deep.tmp/c.tmp", "deep.tmp/d.db")) {
            Files.writeString(cache.resolve(name), name);
        }
        setup.writer(excluding(FileSet.of(cache.toString(), "*.tmp")))
                .writer(excluding(FileSet.below("%VSS4J_IS_NOT_SET%", "*")))
                .writer(excluding(FileSet.below(cache.toString(), "?.d*")));
        assertThat(copied(BackupOptions.defaults()))
                .contains("file", "deep.tmp", "c.tmp")
                .doesNotContain("a.TMP", "b.db", "d.db");
        assertThat(copied(WITHOUT_WRITERS)).contains("a.TMP", "b.db", "d.db");
        assertThat(cache.resolve("a.TMP")).hasContent("a.TMP");
    }

    private static SimulatedWriter excluding(FileSet files) {
        return SimulatedWriter.of(WriterMetadata.named("Cache " + files).withExcluded(List.of(), List.of(files)));
    }

    private List<String> copied(BackupOptions options) throws Exception {
        try (BackupSession session = open(options)) {
            ShadowCopy copy = session.takeSnapshot(List.of(volume)).getFirst();
            try (Stream<Path> files = Files.walk(server().folderOf(copy.deviceObject()))) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        }
    }

    @Test
    @Holds(1252)
    void aVolumeOnlyCountsForWhoTakesPart() throws Exception {
        setup.writer(writer(orders().withDatabaseFiles(outside())));
        try (BackupSession session = open(BackupOptions.defaults().withContext(SnapshotContext.BACKUP))) {
            assertThat(made(session, volume).failure()).isEqualTo(NOTHING);
        }
    }
}
