package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.HResult;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.WriterFailedException;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.Holds;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.WriterComponent;

/** What of the writers' components is in a backup, and what is refused or left out. */
abstract class SelectionContract extends ComponentsContract {
    @ParameterizedTest
    @EnumSource(names = {"COPY", "FULL"})
    @Holds(1113)
    void whatIsRequired_andComesOnlyWithWhatIsNotSelected_isRefused(BackupType type) throws Exception {
        setup.writer(DATABASE);
        ComponentSelection selection = ComponentSelection.none().require("Database", "orders\\index");
        assertThat(assertRefused(selecting(selection).withType(type)))
                .hasMessageContaining("orders\\index of the writer Database is required, but cannot be included: it is"
                        + " not selectable, and comes only with orders, which is not selected");
    }

    @Test
    @Holds(1113)
    void whatIsRequired_andCannotBeWithoutWhatIsExcluded_isRefused() throws Exception {
        setup.writer(DATABASE);
        ComponentSelection selection =
                ComponentSelection.none().require("Database", "orders").exclude("Database", "orders\\index");
        assertThat(assertRefused(selecting(selection)))
                .hasMessageContaining("orders of the writer Database is required, but cannot be included:"
                        + " orders\\index below it is excluded, and VSS includes all or nothing of it");
    }

    @Test
    void allThatIsRequiredAndCannotBeIncluded_isNamedAtOnce() throws Exception {
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
    void whatIsRequiredAndExcluded_isRefused() throws Exception {
        setup.writer(DATABASE);
        ComponentSelection component =
                ComponentSelection.none().require("Database", "orders").exclude("*", "orders");
        assertThat(assertRefused(selecting(component)))
                .hasMessageContaining("the component orders of the writer Database is required, and excluded too");
        ComponentSelection writer =
                ComponentSelection.none().require("Database").exclude("Database");
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
                    .containsExactly(
                            "Database orders\\index: it is not selectable, and comes only with orders, which is"
                                    + " not selected");
        }
        try (BackupSession session =
                open(selecting(ComponentSelection.none().allow("Database").exclude("Database", "orders\\index")))) {
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
        setup.writer(
                PATHS.withComponentVeto(WriterEvent.POST_SNAPSHOT, "Orders", RETRYABLE, HResult.S_OK, "no orders"));
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
        try (BackupSession session =
                open(selecting(ComponentSelection.none().allow("Database").exclude("Database", "\\orders")))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database archive\\orders OPTIONAL true");
        }
    }

    @Test
    @Holds(1110)
    void aPreviousStampOfWhatIsNotAdded_isRefused_byItsName() throws Exception {
        setup.writer(DATABASE);
        ComponentSelection selection = ComponentSelection.none().require("Database", "settings");
        for (String name : List.of("orders", "orders\\index", "none")) {
            assertThat(assertRefused(selecting(selection.withPreviousStamp("Database", name, "1"))
                            .withType(BackupType.INCREMENTAL)))
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
    void aPreviousStamp_isNotOfWhatStandsBelow() throws Exception {
        setup.writer(SimulatedWriter.of(DATABASE.metadata()
                .withComponents(
                        WriterComponent.fileGroup("", "group").withAttributes(),
                        WriterComponent.database("group", "part"))));
        ComponentSelection selection =
                ComponentSelection.none().require("Database").withPreviousStamp("Database", "group", "earlier");
        try (BackupSession session = open(selecting(selection).withType(BackupType.INCREMENTAL))) {
            backUp(session);
            assertThat(selected(session))
                    .containsExactly("Database group REQUIRED true", "Database group\\part REQUIRED true");
            assertThat(session.backupDocument().split("previousBackupStamp=\"earlier\"", -1))
                    .hasSize(2);
        }
    }

    @Test
    void aVolumeThatIsNamedTwice_isRefusedBeforeThereIsASet() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            for (Path again :
                    List.of(volume, volume.resolve("."), volume.resolve("..").resolve(volume.getFileName()))) {
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
            assertThat(selected(session)).containsExactly("Other orders OPTIONAL true", "Other settings OPTIONAL true");
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
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database", "orders"))
                .withType(type))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database orders REQUIRED true");
        }
    }

    @Test
    @Holds(1309)
    void whatAWriterIsAskedFor_isToldOfTheComponent_andOfNoOther() throws Exception {
        setup.writer(DATABASE);
        ComponentSelection selection =
                ComponentSelection.none().require("Database").withBackupOptions("Database", "orders", "gently");
        try (BackupSession session = open(selecting(selection))) {
            backUp(session);
            assertThat(session.backupDocument())
                    .containsOnlyOnce("backupOptions=\"gently\"")
                    .containsPattern("componentName=\"orders\"[^>]*backupOptions=\"gently\"")
                    .containsPattern("componentName=\"settings\"[^>]*backupOptions=\"\"");
        }
        startOver();
        assertThat(assertRefused(selecting(selection.withBackupOptions("Database", "absent", "?"))))
                .hasMessageContaining("there is a backup option for the component absent of the writer Database");
    }

    @Test
    @Holds(1308)
    void whatABackupTakes_isTold() throws Exception {
        BackupOptions options = BackupOptions.defaults();
        assertThat(document(options))
                .contains("bootableSystemStateBackup=\"no\"")
                .contains("partialFileSupport=\"no\"");
        assertThat(document(options.withSystemState(BackupOptions.SystemState.BACKED_UP)))
                .contains("bootableSystemStateBackup=\"yes\"")
                .contains("partialFileSupport=\"no\"");
        assertThat(document(options.withPartialFiles(BackupOptions.PartialFiles.SUPPORTED)))
                .contains("bootableSystemStateBackup=\"no\"")
                .contains("partialFileSupport=\"yes\"");
    }

    private String document(BackupOptions options) throws Exception {
        try (BackupSession session = open(options)) {
            backUp(session);
            return session.backupDocument();
        }
    }
}
