package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.RetryPolicy;
import org.vss4j.requester.WriterFailedException;
import org.vss4j.requester.WriterFailure;
import org.vss4j.requester.WriterStatus;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.Holds;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** What of the writers' components is in a backup, what is not, and who is told. */
abstract class SelectionContract extends BackupContract {
    private static final HResult RETRYABLE = HResult.of(0x800423F3);
    private static final HResult NONRETRYABLE = HResult.of(0x800423F4);
    private static final SimulatedWriter DATABASE = SimulatedWriter.database("Database");

    private static BackupOptions selecting(ComponentSelection selection) {
        return BackupOptions.defaults().withSelection(selection);
    }

    /** What is refused is refused before anybody else on the machine has to wait for it. */
    private VssException assertRefused(BackupOptions options) {
        try (BackupSession session = open(options)) {
            VssException refusal =
                    assertThatExceptionOfType(VssException.class)
                            .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                            .actual();
            assertThat(calls()).noneMatch(call -> call.startsWith("StartSnapshotSet"));
            return refusal;
        }
    }

    private static List<String> selected(BackupSession session) {
        return session.componentResults().stream()
                .map(result -> result.component().writer().name() + " "
                        + result.component().component().fullPath() + " "
                        + result.component().requirement() + " " + result.succeeded())
                .toList();
    }

    private static List<String> missing(BackupSession session) {
        return session.writerFailures().stream()
                .map(failure -> failure.writer() + " " + failure.component() + ": " + failure.applicationMessage())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"COPY", "FULL"})
    @Holds(1113)
    void whatIsRequired_andComesOnlyWithWhatIsNotSelected_isRefused(BackupType type) {
        setup.writer(DATABASE);
        ComponentSelection selection = ComponentSelection.none().require("Database", "orders\\index");
        assertThat(assertRefused(selecting(selection).withType(type)))
                .hasMessageContaining("orders\\index of the writer Database is required, but cannot be included: it is"
                        + " not selectable, and comes only with orders, which is not selected");
    }

    @Test
    @Holds(1113)
    void whatIsRequired_andCannotBeWithoutWhatIsExcluded_isRefused() {
        setup.writer(DATABASE);
        ComponentSelection selection =
                ComponentSelection.none().require("Database", "orders").exclude("Database", "orders\\index");
        assertThat(assertRefused(selecting(selection)))
                .hasMessageContaining("orders of the writer Database is required, but cannot be included:"
                        + " orders\\index below it is excluded, and VSS includes all or nothing of it");
    }

    @Test
    void allThatIsRequiredAndCannotBeIncluded_isNamedAtOnce() {
        setup.writer(DATABASE).writer(SimulatedWriter.database("Other"));
        ComponentSelection selection = ComponentSelection.none()
                .require("Database")
                .exclude("Database", "orders\\index")
                .require("Other", "orders\\index");
        assertThat(assertRefused(selecting(selection)))
                .hasMessageContaining("orders of the writer Database")
                .hasMessageContaining("orders\\index of the writer Other");
    }

    @Test
    void whatIsRequiredAndExcluded_isRefused() {
        setup.writer(DATABASE);
        ComponentSelection component =
                ComponentSelection.none().require("Database", "orders").exclude("*", "orders");
        assertThat(assertRefused(selecting(component)))
                .hasMessageContaining("the component orders of the writer Database is required, and excluded too");
        ComponentSelection writer = ComponentSelection.none().require("Database").exclude("Database");
        assertThat(assertRefused(selecting(writer)))
                .hasMessageContaining("the writer Database is required, and excluded too");
    }

    @Test
    @Holds(1113)
    void whatIsAllowedAndCannotBeIncluded_isNamed() throws Exception {
        setup.writer(DATABASE);
        ComponentSelection selection = ComponentSelection.none().allow("Database", "orders\\index");
        try (BackupSession session = open(selecting(selection).withType(BackupType.FULL))) {
            backUp(session);
            assertThat(selected(session)).isEmpty();
            assertThat(missing(session))
                    .containsExactly("Database orders\\index: it is not selectable, and comes only with orders, which is"
                            + " not selected");
        }
        try (BackupSession session = open(selecting(
                ComponentSelection.none().allow("Database").exclude("Database", "orders\\index")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database settings OPTIONAL true");
            assertThat(missing(session))
                    .containsExactly("Database orders: orders\\index below it is excluded, and VSS includes all or"
                            + " nothing of it");
        }
    }

    @Test
    @Holds(1107)
    void whatIsInEveryBackupOfAWriter_andExcluded_leavesTheWriterOut_orIsRefused() throws Exception {
        SimulatedWriter writer = SimulatedWriter.of(DATABASE.metadata()
                .withComponents(
                        WriterComponent.fileGroup("", "always").withAttributes(),
                        WriterComponent.fileGroup("", "files")));
        setup.writer(writer);
        ComponentSelection without = ComponentSelection.none().exclude("Database", "always");
        try (BackupSession session = open(selecting(without.allow("Database")))) {
            backUp(session);
            assertThat(selected(session)).isEmpty();
            assertThat(missing(session))
                    .singleElement()
                    .asString()
                    .startsWith("Database : always is in every backup of it, and excluded");
        }
        startOver();
        assertThat(assertRefused(selecting(without.require("Database", "files"))))
                .hasMessageContaining("always is in every backup of it, and excluded");
    }

    @Test
    @Holds({1106, 1114})
    void whatCarriesARequiredComponent_isRequired_andItsVetoCounts() throws Exception {
        setup.writer(
                DATABASE.withComponentVeto(WriterEvent.POST_SNAPSHOT, "orders", RETRYABLE, HResult.S_OK, "no orders"));
        ComponentSelection selection =
                ComponentSelection.none().require("Database", "orders\\index").allow("*");
        try (BackupSession session = open(selecting(selection))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .withMessageContaining("no orders");
            assertThat(selected(session))
                    .containsExactly("Database orders REQUIRED false", "Database settings OPTIONAL true");
        }
    }

    private static SimulatedWriter without(WriterEvent failing) {
        return SimulatedWriter.of(WriterMetadata.named("Bare")).withVeto(failing, RETRYABLE, HResult.S_OK, "no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bare", "*"})
    @Holds({1203, 1210})
    void aRequiredWriterWithoutComponents_failsTheSession(String name) throws Exception {
        setup.writer(without(WriterEvent.FREEZE));
        try (BackupSession session = open(selecting(ComponentSelection.none().require(name)))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .withMessageContaining("the writer Bare");
        }
        assertAbortedIfDue();
    }

    @Test
    void aRequiredWriterWithoutComponents_thatFailsAtTheEnd_failsComplete() throws Exception {
        setup.writer(without(WriterEvent.BACKUP_COMPLETE));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Bare")))) {
            session.takeSnapshot(List.of(volume));
            assertThatExceptionOfType(WriterFailedException.class).isThrownBy(session::complete);
        }
    }

    @Test
    void aWriterWithoutComponents_thatIsAllowedOrExcluded_isNamedAndNoMore() throws Exception {
        setup.writer(without(WriterEvent.FREEZE)).writer(DATABASE);
        for (ComponentSelection selection : List.of(
                ComponentSelection.none().allow("*"),
                ComponentSelection.none().require("*").exclude("Bare"))) {
            try (BackupSession session = open(selecting(selection))) {
                backUp(session);
                assertThat(session.writerFailures())
                        .extracting(WriterFailure::writer)
                        .containsExactly("Bare");
            }
        }
    }

    @Test
    void whenNobodyKnowsHowARequiredWriterWithoutComponentsFares_theSessionFails() throws Exception {
        setup.writer(SimulatedWriter.of(WriterMetadata.named("Bare")))
                .fault(VssMethod.GATHER_WRITER_STATUS, new Fault.Fails(RETRYABLE));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Bare")))) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .withMessageContaining("required");
        }
    }

    @Test
    @Holds(1212)
    void aWriterWhoseStateNobodyKnows_hasFailed() throws Exception {
        setup.writer(DATABASE.withStateUnknownAt(WriterEvent.FREEZE));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database", "orders")))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .satisfies(e -> assertThat(e.hresult().name()).isEqualTo("VSS_E_WRITER_STATUS_NOT_AVAILABLE"))
                    .withMessageContaining("UNKNOWN");
            assertThat(session.writerStatuses())
                    .extracting(WriterStatus::failure)
                    .containsExactly(HResult.S_OK);
        }
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("Database", "orders")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database orders OPTIONAL false");
            assertThat(session.backupDocument()).contains("backupSucceeded=\"no\"");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GATHER_WRITER_STATUS", "GET_WRITER_STATUS_EX", "GET_WRITER_COMPONENTS"})
    @Holds({1208, 1213})
    void whenNobodyKnowsHowAnOptionalWriterFares_itHasNotSucceeded(VssMethod method) throws Exception {
        setup.writer(DATABASE).fault(method, new Fault.Returns(HResult.E_OUTOFMEMORY));
        BackupOptions options =
                selecting(ComponentSelection.none().allow("*")).withType(BackupType.FULL);
        try (BackupSession session = open(options)) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly("Database orders OPTIONAL false", "Database settings OPTIONAL false");
            assertThat(missing(session))
                    .singleElement()
                    .asString()
                    .startsWith("Database : how it fares is not known: ");
            assertThat(session.backupDocument())
                    .contains("backupSucceeded=\"no\"")
                    .doesNotContain("backupSucceeded=\"yes\"");
        }
    }

    @Test
    @Holds(1213)
    void stepByStep_whenTheStatusIsNotGatheredAfterTheCopies_nothingHasSucceeded() throws Exception {
        setup.writer(DATABASE);
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("Database")))) {
            prepare(session);
            session.gatherWriterStatus().await();
            session.doSnapshotSet().await();
            session.backupComplete().await();
            assertThat(session.backupDocument()).doesNotContain("backupSucceeded=\"yes\"");
        }
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            prepare(session);
            session.gatherWriterStatus().await();
            session.doSnapshotSet().await();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::backupComplete)
                    .withMessageContaining("GatherWriterStatus")
                    .withMessageContaining("not called since DoSnapshotSet");
            session.gatherWriterStatus().await();
            session.backupComplete().await();
            assertThat(session.writerStatusFailure()).isPresent();
            session.gatherWriterStatus().await();
            session.writerStatuses();
            assertThat(session.writerStatusFailure()).isEmpty();
            assertThat(selected(session))
                    .containsExactly("Database orders REQUIRED true", "Database settings REQUIRED true");
        }
    }

    private void prepare(BackupSession session) throws InterruptedException {
        session.gatherWriterMetadata().await();
        session.startSnapshotSet();
        session.addToSnapshotSet(volume);
        session.prepareForBackup().await();
    }

    @Test
    @Holds(1214)
    void ofSeveralVetoes_oneThatWouldComeAgain_decidesThatItIsNotTriedAgain() throws Exception {
        SimulatedWriter passing =
                SimulatedWriter.database("Passing").withVeto(WriterEvent.FREEZE, RETRYABLE, HResult.S_OK, "later");
        setup.writer(passing).writer(DATABASE.withVeto(WriterEvent.FREEZE, NONRETRYABLE, HResult.S_OK, "never"));
        BackupOptions required =
                selecting(ComponentSelection.none().require("Passing").require("Database", "orders"));
        assertThatExceptionOfType(WriterFailedException.class)
                .isThrownBy(() -> takeWithRetries(required))
                .satisfies(e -> {
                    assertThat(e.hresult()).isEqualTo(NONRETRYABLE);
                    assertThat(e.failures())
                            .extracting(WriterFailure::writer)
                            .containsExactly("Database", "Passing");
                })
                .withMessageContaining("never");
        assertThat(attempts()).isEqualTo(1);
        startOver();
        assertThatExceptionOfType(WriterFailedException.class)
                .isThrownBy(() -> takeWithRetries(
                        selecting(ComponentSelection.none().require("Passing").allow("Database"))))
                .satisfies(e -> assertThat(e.hresult()).isEqualTo(RETRYABLE));
        assertThat(attempts()).as("what is not required decides nothing").isEqualTo(4);
    }

    private void takeWithRetries(BackupOptions options) throws Exception {
        server().vss()
                .takeSnapshot(options, List.of(volume), RetryPolicy.documented(Duration.ZERO))
                .close();
    }

    private long attempts() {
        return calls().stream()
                .filter(call -> call.startsWith("InitializeForBackup:"))
                .count();
    }

    /** A writer whose components' paths are written in several ways, and of which one name stands twice. */
    private static final SimulatedWriter PATHS = SimulatedWriter.of(DATABASE.metadata()
            .withComponents(
                    WriterComponent.database("", "Orders"),
                    WriterComponent.database("\\ORDERS", "Index").withAttributes(),
                    WriterComponent.database("\\orders\\index\\", "Part").withAttributes(),
                    WriterComponent.database("archive", "orders")));

    @Test
    @Holds({1108, 1112, 1115})
    void pathsAreTheSame_inWhateverCase_andWithABackslashAtTheirEnds() throws Exception {
        setup.writer(PATHS.withComponentVeto(
                WriterEvent.POST_SNAPSHOT, "Orders", RETRYABLE, HResult.S_OK, "no orders"));
        for (String name : List.of("orders\\INDEX", "\\Orders\\Index", "ORDERS\\index\\part")) {
            ComponentSelection selection =
                    ComponentSelection.none().allow("Database", "\\ORDERS").require("Database", name);
            try (BackupSession session = open(selecting(selection))) {
                assertThatExceptionOfType(WriterFailedException.class)
                        .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                        .withMessageContaining("no orders");
                assertThat(selected(session)).containsExactly("Database Orders REQUIRED false");
            }
        }
    }

    @Test
    void aName_isAnywhere_andWithABackslashFromTheTop() throws Exception {
        setup.writer(PATHS);
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("Database", "orders")))) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly("Database Orders OPTIONAL true", "Database archive\\orders OPTIONAL true");
        }
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("Database", "\\orders")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database Orders OPTIONAL true");
        }
        try (BackupSession session = open(selecting(
                ComponentSelection.none().allow("Database").exclude("Database", "\\orders")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database archive\\orders OPTIONAL true");
        }
    }

    @Test
    @Holds(1110)
    void aPreviousStampOfWhatIsNotAdded_isRefused_byItsName() {
        setup.writer(DATABASE);
        ComponentSelection selection = ComponentSelection.none().require("Database", "settings");
        for (String name : List.of("orders", "orders\\index", "none")) {
            assertThat(assertRefused(
                            selecting(selection.withPreviousStamp("Database", name, "1")).withType(BackupType.INCREMENTAL)))
                    .hasMessageContaining("previous stamp of the component " + name + " of the writer Database");
        }
        assertThat(assertRefused(selecting(selection.withPreviousStamp("Other", "settings", "1"))))
                .hasMessageContaining("previous stamp of the component settings of the writer Other");
    }

    @Test
    void aPreviousStamp_isOfTheComponentThatItNames_inWhateverCase() throws Exception {
        setup.writer(PATHS);
        ComponentSelection selection =
                ComponentSelection.none().require("Database").withPreviousStamp("DATABASE", "\\ORDERS", "earlier");
        try (BackupSession session = open(selecting(selection).withType(BackupType.INCREMENTAL))) {
            backUp(session);
            assertThat(session.backupDocument().split("previousBackupStamp=\"earlier\"", -1))
                    .hasSize(2);
        }
    }

    @Test
    void aVolumeThatIsNamedTwice_isRefusedBeforeThereIsASet() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            for (Path again : List.of(volume, volume.resolve("."), volume.resolve("..").resolve(volume.getFileName()))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> session.takeSnapshot(List.of(volume, other, again)))
                        .withMessageContaining(volume.toString());
            }
            assertThat(calls()).noneMatch(call -> call.startsWith("StartSnapshotSet"));
            assertThat(session.takeSnapshot(List.of(volume, other))).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COPY", "INCREMENTAL", "DIFFERENTIAL", "LOG"})
    @Holds({1111, 1116})
    void aWriterThatWouldTakeTheBackupForAFullOne_isRefused_orLeftOut_unlessThatIsAccepted(BackupType type)
            throws Exception {
        setup.writer(SimulatedWriter.of(DATABASE.metadata().withSchema(BackupSchema.UNDEFINED)))
                .writer(SimulatedWriter.database("Other"));
        ComponentSelection required = ComponentSelection.none().require("Database", "orders");
        assertThat(assertRefused(selecting(required).withType(type)))
                .hasMessageContaining("the writer Database is required, but it does not support backups of the type "
                        + type + ", and may take this one for a full backup");
        startOver();
        try (BackupSession session =
                open(selecting(ComponentSelection.none().allow("*")).withType(type))) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly("Other orders OPTIONAL true", "Other settings OPTIONAL true");
            assertThat(missing(session))
                    .singleElement()
                    .asString()
                    .startsWith("Database : it does not support backups of the type " + type);
        }
        try (BackupSession session =
                open(selecting(required.acceptAsFull("database")).withType(type))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database orders REQUIRED true");
            assertThat(missing(session)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "OTHER"})
    @Holds(1117)
    void everyWriterSupportsFullBackups(BackupType type) throws Exception {
        setup.writer(SimulatedWriter.of(DATABASE.metadata().withSchema(BackupSchema.UNDEFINED)));
        try (BackupSession session = open(
                selecting(ComponentSelection.none().require("Database", "orders")).withType(type))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database orders REQUIRED true");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INCREMENTAL", "DIFFERENTIAL"})
    void whoSupportsEitherOfTwoTypes_supportsEach(BackupType type) {
        assertThat(type.isSupportedBy(BackupSchema.of(BackupSchema.Feature.EXCLUSIVE_INCREMENTAL_DIFFERENTIAL)))
                .isTrue();
    }

    /** A writer whose site depends on the orders of the database, and whose files depend on nothing. */
    private static SimulatedWriter dependent(ComponentDependency dependency) {
        return SimulatedWriter.of(SimulatedWriter.database("Shop")
                .metadata()
                .withComponents(
                        WriterComponent.fileGroup("", "files"),
                        WriterComponent.fileGroup("", "site"),
                        WriterComponent.fileGroup("site", "links")
                                .withAttributes()
                                .withDependencies(dependency)));
    }

    private static ComponentDependency on(String logicalPath, String name) {
        return new ComponentDependency(DATABASE.metadata().writerId(), logicalPath, name);
    }

    @ParameterizedTest
    @CsvSource({"'', orders", "'', ORDERS", "'\\', orders", "orders, index", "\\ORDERS, Index"})
    @Holds(1118)
    void whatDependsOnAnother_takesPartTogetherWithThat(String logicalPath, String name) throws Exception {
        setup.writer(dependent(on(logicalPath, name))).writer(DATABASE);
        ComponentSelection site = ComponentSelection.none().require("Shop", "site");
        try (BackupSession session = open(selecting(site.allow("Database", "orders")))) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly("Shop site REQUIRED true", "Database orders OPTIONAL true");
        }
        startOver();
        assertThat(assertRefused(selecting(site)))
                .hasMessageContaining("site of the writer Shop is required, but cannot be included: site\\links below it is"
                        + " left out: it depends on ")
                .hasMessageContaining("which is not in the backup, of the writer Database");
        try (BackupSession session = open(selecting(
                ComponentSelection.none().allow("Shop").allow("Database", "settings")))) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly("Shop files OPTIONAL true", "Database settings OPTIONAL true");
            assertThat(missing(session)).hasSize(2).anyMatch(text -> text.startsWith("Shop site\\links: it depends on "));
        }
    }

    @Test
    @Holds(1118)
    void whatDependsOnAWriterThatIsNotThere_orIsLeftOut_isNamed() throws Exception {
        setup.writer(dependent(on("", "orders")));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("*")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Shop files OPTIONAL true");
        }
        startOver();
        setup.writer(SimulatedWriter.of(DATABASE.metadata().withSchema(BackupSchema.UNDEFINED)));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("*")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Shop files OPTIONAL true");
        }
        try (BackupSession session = open(
                selecting(ComponentSelection.none().allow("*").acceptAsFull("*")))) {
            backUp(session);
            assertThat(missing(session)).isEmpty();
        }
    }

    @Test
    @Holds(1118)
    void whatDependsOnWhatFailed_hasFailedToo() throws Exception {
        SimulatedWriter further = SimulatedWriter.of(SimulatedWriter.database("Further")
                .metadata()
                .withComponents(WriterComponent.fileGroup("", "mirror")
                        .withDependencies(new ComponentDependency(
                                SimulatedWriter.database("Shop").metadata().writerId(), "", "site"))));
        setup.writer(further)
                .writer(dependent(on("", "orders")))
                .writer(DATABASE.withComponentVeto(
                        WriterEvent.POST_SNAPSHOT, "orders", RETRYABLE, HResult.S_OK, "no orders"));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("*")))) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly(
                            "Further mirror OPTIONAL false",
                            "Shop files OPTIONAL true",
                            "Shop site OPTIONAL false",
                            "Database orders OPTIONAL false",
                            "Database settings OPTIONAL true");
            assertThat(missing(session))
                    .containsExactly(
                            "Database orders: no orders",
                            "Shop site: it depends on orders of the writer Database, which failed",
                            "Further mirror: it depends on site of the writer Shop, which failed");
            assertThat(session.backupDocument().split("backupSucceeded=\"no\"", -1)).hasSize(4);
        }
        try (BackupSession session =
                open(selecting(ComponentSelection.none().require("Further").allow("*")))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(RETRYABLE))
                    .withMessageContaining("mirror")
                    .withMessageContaining("it depends on site of the writer Shop, which failed");
        }
    }

    @ParameterizedTest
    @CsvSource({"\\\\server\\path, orders", "'', \\\\server\\orders"})
    void whatDependsOnAnotherComputer_isInTheBackup(String logicalPath, String name) throws Exception {
        setup.writer(dependent(on(logicalPath, name)));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Shop", "site")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Shop site REQUIRED true");
        }
    }

    @Test
    void whatIsInEveryBackupOfAWriter_andLacksWhatItDependsOn_leavesTheWriterOut() throws Exception {
        WriterComponent always = WriterComponent.fileGroup("", "always").withAttributes();
        setup.writer(SimulatedWriter.of(SimulatedWriter.database("Shop")
                .metadata()
                .withComponents(
                        always.withDependencies(on("", "orders")), WriterComponent.fileGroup("", "files"))));
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("*")))) {
            backUp(session);
            assertThat(selected(session)).isEmpty();
            assertThat(missing(session)).anyMatch(text -> text.startsWith("Shop : always is in every backup of it, but"));
        }
    }
}
