package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentResult;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.Requirement;
import org.vss4j.requester.ShadowCopy;
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
import org.vss4j.writer.ComponentType;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.SourceType;
import org.vss4j.writer.UsageType;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterComponent.Attribute;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterRestore;
import org.vss4j.writer.WriterState;

/**
 * What a session and a service that keeps the contract do with writers. Long, for all of it is tried on the same writers,
 * which it describes once.
 */
abstract class WriterContract extends BackupContract {
    private static final HResult RETRYABLE = HResult.of(0x800423F3);
    private static final HResult NOT_FOUND = HResult.of(0x80070002);
    private static final HResult PARTIAL_FAILURE = HResult.of(0x80042336);

    /** Everything that a writer can say, each number and text unlike the others. */
    static final WriterMetadata FULL = new WriterMetadata(
            UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
            UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100"),
            "Schreiber \u00e4\ud83d\ude00",
            "instance \u4e2d",
            UsageType.SYSTEM_SERVICE,
            SourceType.NON_TRANSACTED_DATABASE,
            new WriterMetadata.Version(7, -2),
            new BackupSchema(0xF4A1),
            Optional.of(new RestoreMethod(
                    RestoreMethod.Type.RESTORE_TO_ALTERNATE_LOCATION,
                    "service",
                    "procedure",
                    WriterRestore.IF_REPLACE_FAILS,
                    true,
                    List.of(FileSet.below("C:\\from", "*.x").withAlternateLocation("D:\\to")))),
            List.of(
                    new WriterComponent(
                            ComponentType.DATABASE,
                            "server\\instance",
                            "master",
                            "caption",
                            Set.of(Attribute.RESTORE_METADATA, Attribute.SELECTABLE),
                            5,
                            List.of(),
                            List.of(FileSet.of("%NoSuchPlace%\\data", "master.mdf")
                                    .withBackupTypeMask(0x101)),
                            List.of(
                                    FileSet.of("%NoSuchPlace%\\log", "master.ldf"),
                                    FileSet.below("%NoSuchPlace%\\log2", "*").withBackupTypeMask(0x808)),
                            List.of(new ComponentDependency(
                                    UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10"), "path", "other"))),
                    new WriterComponent(
                            ComponentType.FILE_GROUP,
                            "",
                            "files",
                            "",
                            Set.of(Attribute.NOTIFY_ON_BACKUP_COMPLETE, Attribute.SELECTABLE_FOR_RESTORE),
                            2,
                            List.of(FileSet.of("%NoSuchPlace%", "*.ini"), FileSet.of("", "")),
                            List.of(),
                            List.of(),
                            List.of(
                                    new ComponentDependency(
                                            UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100"), "", "x"),
                                    new ComponentDependency(
                                            UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100"), "a\\b", "y")))),
            List.of(FileSet.below("C:\\tmp", "*.tmp")),
            List.of(FileSet.of("C:\\pagefile", "*.sys"), FileSet.below("C:\\b", "?")));

    private static final SimulatedWriter DATABASE = SimulatedWriter.database("Database");
    private static final SimulatedWriter OTHER = SimulatedWriter.database("Other");

    private static BackupOptions selecting(ComponentSelection selection) {
        return BackupOptions.defaults().withSelection(selection);
    }

    @Test
    @Holds({1001, 1008, 1009, 1010, 1012})
    void whatAWriterSays_isReadAsItWasSaid() throws Exception {
        WriterMetadata bare = WriterMetadata.named("bare");
        setup.writer(SimulatedWriter.of(FULL)).writer(SimulatedWriter.of(bare)).writer(DATABASE);
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThat(session.writers()).containsExactly(FULL, bare, DATABASE.metadata());
            assertThat(session.writers()).hasSize(3);
        }
        assertThat(calls().stream().filter(call -> call.startsWith("GetWriterMetadata:")))
                .as("they are read once")
                .hasSize(3);
    }

    @Test
    @Holds(1013)
    void aWritersDocument_isGivenAsItIs() throws Exception {
        setup.writer(SimulatedWriter.of(FULL));
        try (BackupSession session = open(BackupOptions.defaults())) {
            String document = session.writerDocument(session.writers().getFirst());
            assertThat(document)
                    .startsWith("<WRITER_METADATA")
                    .contains(FULL.name(), FULL.writerId().toString());
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.writerDocument(WriterMetadata.named("none")))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_OBJECT_NOT_FOUND));
        }
    }

    @Test
    void aWriterThatCannotBeRead_isAsOneThatDidNotAnswer() throws Exception {
        setup.writer(DATABASE).fault(VssMethod.GET_WRITER_METADATA, new Fault.Returns(HResult.E_OUTOFMEMORY));
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThat(session.writers()).isEmpty();
        }
    }

    @Test
    void whenTheSnapshotSetIsStarted_itIsTooLateToAsk() throws Exception {
        setup.writer(DATABASE);
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.takeSnapshot(List.of(volume));
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session::writers)
                    .withMessageContaining("too late");
            session.complete();
        }
    }

    @Test
    void whatIsKept_canBeAskedForTillTheEnd_andAfterIt() throws Exception {
        setup.writer(DATABASE);
        BackupSession ended;
        try (BackupSession session = open(keeping())) {
            session.takeSnapshot(List.of(volume));
            assertThat(session.writers()).containsExactly(DATABASE.metadata());
            session.complete();
            ended = session;
        }
        assertThat(ended.writers()).containsExactly(DATABASE.metadata());
        assertThat(calls().stream().filter(call -> call.startsWith("GetWriterMetadata:")))
                .as("they are read once")
                .hasSize(1);
    }

    @Test
    void whatIsToBeKept_andCannotBeRead_failsNoBackup() throws Exception {
        setup.writer(DATABASE).fault(VssMethod.GET_WRITER_METADATA_COUNT, new Fault.Returns(HResult.E_FAIL));
        try (BackupSession session = open(keeping())) {
            assertThat(session.takeSnapshot(List.of(volume))).hasSize(1);
            assertThatExceptionOfType(VssException.class).isThrownBy(session::writers);
            session.complete();
        }
    }

    @Test
    void whyNobodyKnowsHowWritersFare_canBeAskedFor() throws Exception {
        setup.writer(DATABASE).fault(VssMethod.GATHER_WRITER_STATUS, new Fault.Returns(HResult.E_FAIL));
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThat(session.writerStatusFailure()).isEmpty();
            session.takeSnapshot(List.of(volume));
            assertThat(session.writerStatusFailure())
                    .hasValueSatisfying(e -> assertThat(e.hresult()).isEqualTo(HResult.E_FAIL));
            session.complete();
        }
    }

    private static BackupOptions keeping() {
        return BackupOptions.defaults().withMetadata(BackupOptions.Metadata.KEPT);
    }

    @Test
    @Holds(1003)
    void writersOfAClassThatIsDisabled_takeNoPart() throws Exception {
        SimulatedWriter third = SimulatedWriter.database("Third");
        setup.writer(DATABASE).writer(OTHER).writer(third);
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.steps()
                    .disableWriterClasses(List.of(
                            OTHER.metadata().writerId(), third.metadata().writerId()));
            assertThat(session.writers()).containsExactly(DATABASE.metadata());
        }
    }

    @Test
    @Holds(1004)
    void theFirstClassThatIsEnabled_takesBackWhatWasDisabled_andLeavesItselfAlone() throws Exception {
        SimulatedWriter third = SimulatedWriter.database("Third");
        setup.writer(DATABASE).writer(OTHER).writer(third);
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.steps().disableWriterClasses(List.of(OTHER.metadata().writerId()));
            session.steps().enableWriterClasses(List.of(OTHER.metadata().writerId()));
            session.steps().enableWriterClasses(List.of(third.metadata().writerId()));
            assertThat(session.writers()).containsExactly(OTHER.metadata(), third.metadata());
        }
    }

    @Test
    @Holds(1005)
    void anInstanceThatIsDisabled_takesNoPart_andOthersOfItsClassDo() throws Exception {
        WriterMetadata first = WriterMetadata.named("twice").withInstanceName("first");
        WriterMetadata second = WriterMetadata.named("twice").withInstanceName("second");
        setup.writer(SimulatedWriter.of(first)).writer(SimulatedWriter.of(second));
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.steps().disableWriterInstances(List.of(first.instanceId()));
            assertThat(session.writers()).containsExactly(second);
        }
    }

    @Test
    void writersAreChosenBeforeTheyAreAsked() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.writers();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.steps().disableWriterClasses(List.of(UUID.randomUUID())))
                    .withMessageContaining("too late");
        }
    }

    @Test
    @Holds({1112, 1301, 1302, 1303, 1306})
    void selectedComponentsAreAdded_andToldHowTheirBackupWent() throws Exception {
        setup.writer(DATABASE).writer(OTHER);
        ComponentSelection selection = ComponentSelection.none().require("database", "orders");
        try (BackupSession session = open(selecting(selection))) {
            session.takeSnapshot(List.of(volume));
            assertThat(session.componentResults())
                    .extracting(ComponentResult::told)
                    .containsExactly(ComponentResult.Told.NOTHING);
            session.complete();
            assertThat(session.componentResults()).singleElement().satisfies(result -> {
                assertThat(result.told()).isEqualTo(ComponentResult.Told.SUCCEEDED);
                assertThat(result.component().component().fullPath()).isEqualTo("orders");
                assertThat(result.component().requirement()).isEqualTo(Requirement.REQUIRED);
                assertThat(result.succeeded()).isTrue();
                assertThat(result.backupStamp()).isEqualTo("1");
            });
            assertThat(session.backupDocument())
                    .contains("selectComponents=\"yes\"", "backupType=\"copy\"", "componentName=\"orders\"")
                    .contains("backupSucceeded=\"yes\"", "backupStamp=\"1\"")
                    .doesNotContain("componentName=\"settings\"", "componentName=\"index\"");
        }
        assertThat(calls())
                .containsSubsequence(
                        "GatherWriterMetadata: S_OK",
                        "GetWriterMetadataCount: S_OK",
                        "GetWriterMetadata: S_OK",
                        "GetWriterMetadata: S_OK",
                        "AddComponent: S_OK",
                        "FreeWriterMetadata: S_OK",
                        "StartSnapshotSet: S_OK",
                        "DoSnapshotSet: S_OK",
                        "GatherWriterStatus: S_OK",
                        "GetWriterStatusCount: S_OK",
                        "GetWriterStatusEx: S_OK",
                        "GetWriterStatusEx: S_OK",
                        "GetWriterComponentsCount: S_OK",
                        "GetWriterComponents: S_OK",
                        "FreeWriterStatus: S_OK",
                        "SetBackupSucceeded: S_OK",
                        "BackupComplete: S_OK",
                        "SaveAsXML: S_OK");
    }

    @Test
    void everyWriterCanBeSelected_butForWhatIsExcluded() throws Exception {
        setup.writer(DATABASE).writer(OTHER);
        ComponentSelection selection =
                ComponentSelection.none().allow("*").exclude("Other").exclude("Database", "settings");
        try (BackupSession session = open(selecting(selection))) {
            session.takeSnapshot(List.of(volume));
            assertThat(session.componentResults())
                    .extracting(result -> result.component().writer().name()
                            + " " + result.component().component().fullPath()
                            + " " + result.component().requirement())
                    .containsExactly("Database orders OPTIONAL");
            session.complete();
        }
    }

    @Test
    @Holds(1002)
    void aWriterThatIsRequiredAndDoesNotAnswer_failsTheSession() throws Exception {
        setup.writer(DATABASE).writer(OTHER.withVeto(WriterEvent.IDENTIFY, RETRYABLE, HResult.S_OK, ""));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Other")))) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .withMessageContaining("Other")
                    .withMessageContaining("Database");
        }
    }

    @Test
    @Holds(1002)
    void aWriterThatIsOptionalAndDoesNotAnswer_isNamed() throws Exception {
        ComponentSelection selection = ComponentSelection.none().allow("Other").allow("Database", "orders");
        setup.writer(DATABASE).writer(OTHER.withVeto(WriterEvent.IDENTIFY, RETRYABLE, HResult.S_OK, ""));
        try (BackupSession session = open(selecting(selection))) {
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(session.writerFailures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.toString()).contains("Other", "VSS_E_OBJECT_NOT_FOUND"));
            assertThat(session.componentResults()).allMatch(ComponentResult::succeeded);
        }
    }

    @Test
    @Holds({1203, 1204, 1205})
    void aRequiredWriterThatFailsAtFreeze_failsTheSession() throws Exception {
        setup.writer(DATABASE.withVeto(WriterEvent.FREEZE, RETRYABLE, NOT_FOUND, "the log is gone"));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .satisfies(e -> {
                        WriterFailure failure = e.failure();
                        assertThat(failure.writer()).isEqualTo("Database");
                        assertThat(failure.instanceId())
                                .isEqualTo(DATABASE.metadata().instanceId());
                        assertThat(failure.state()).isEqualTo(WriterState.FAILED_AT_FREEZE);
                        assertThat(failure.error()).isEqualTo(RETRYABLE);
                        assertThat(failure.applicationError()).isEqualTo(NOT_FOUND);
                        assertThat(failure.applicationMessage()).isEqualTo("the log is gone");
                        assertThat(e.hresult()).isEqualTo(RETRYABLE);
                        assertThat(e.operation()).isEqualTo("DoSnapshotSet");
                    })
                    .withMessageContaining("FAILED_AT_FREEZE")
                    .withMessageContaining("the log is gone");
            assertThatExceptionOfType(WriterFailedException.class).isThrownBy(session.steps()::backupComplete);
        }
        assertThat(calls()).contains("AbortBackup: S_OK").doesNotContain("BackupComplete: S_OK");
        assertAbortedIfDue();
    }

    @Test
    void aRequiredWriterThatFailsWhenItPrepares_failsTheSessionBeforeTheSnapshot() throws Exception {
        setup.writer(DATABASE.withVeto(WriterEvent.PREPARE_BACKUP, RETRYABLE, HResult.S_OK, ""));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .satisfies(e -> assertThat(e.operation()).isEqualTo("PrepareForBackup"));
        }
        assertThat(calls()).noneMatch(call -> call.startsWith("DoSnapshotSet"));
        assertAbortedIfDue();
    }

    @Test
    void whenComponentsCannotBeRead_aVetoIsOneAllTheSame() throws Exception {
        setup.writer(DATABASE.withVeto(WriterEvent.PREPARE_BACKUP, RETRYABLE, HResult.S_OK, ""))
                .fault(VssMethod.GET_WRITER_COMPONENTS, new Fault.Returns(HResult.E_OUTOFMEMORY));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(RETRYABLE));
        }
        assertAbortedIfDue();
    }

    @Test
    void stepByStep_aStatusThatIsNotGathered_isFoundByTheNextStep() throws Exception {
        setup.writer(DATABASE).fault(VssMethod.GATHER_WRITER_STATUS, new Fault.Fails(RETRYABLE));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            session.steps().gatherWriterMetadata().await();
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            session.steps().prepareForBackup().await();
            session.steps().gatherWriterStatus().await();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::doSnapshotSet)
                    .withMessageContaining("required");
        }
        assertAbortedIfDue();
    }

    @Test
    void stepByStep_aVetoIsFoundByTheNextStep() throws Exception {
        setup.writer(DATABASE.withVeto(WriterEvent.PREPARE_BACKUP, RETRYABLE, HResult.S_OK, ""));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            session.steps().gatherWriterMetadata().await();
            session.steps().startSnapshotSet();
            session.steps().addToSnapshotSet(volume);
            session.steps().prepareForBackup().await();
            session.steps().gatherWriterStatus().await();
            assertThatExceptionOfType(WriterFailedException.class).isThrownBy(session.steps()::doSnapshotSet);
        }
        assertAbortedIfDue();
    }

    @Test
    void everyWriterThereIs_canBeNone() throws Exception {
        try (BackupSession session = open(selecting(ComponentSelection.none().require("*")))) {
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(session.writerFailures()).isEmpty();
        }
    }

    @Test
    @Holds({1204, 1210, 1303})
    void anOptionalWriterThatFailsAtFreeze_isNamed_andTheSessionSucceeds() throws Exception {
        ComponentSelection selection =
                ComponentSelection.none().allow("Database").require("Other", "settings");
        setup.writer(DATABASE.withVeto(WriterEvent.FREEZE, RETRYABLE, NOT_FOUND, "the log is gone"))
                .writer(OTHER);
        try (BackupSession session = open(selecting(selection))) {
            List<ShadowCopy> copies = session.takeSnapshot(List.of(volume));
            assertThat(copies).hasSize(1);
            session.complete();
            assertThat(session.writerFailures())
                    .extracting(WriterFailure::writer)
                    .containsExactly("Database");
            assertThat(session.componentResults())
                    .extracting(result -> result.component().component().fullPath() + " " + result.told())
                    .containsExactly("orders FAILED", "settings FAILED", "settings SUCCEEDED");
            assertThat(session.backupDocument())
                    .containsSubsequence(
                            "componentName=\"orders\"",
                            "backupSucceeded=\"no\"",
                            "componentName=\"settings\"",
                            "backupSucceeded=\"no\"",
                            "componentName=\"settings\"",
                            "backupSucceeded=\"yes\"");
        }
    }

    @Test
    void aWriterWithoutSelectedComponents_isNamed_andNoMore() throws Exception {
        setup.writer(DATABASE.withVeto(WriterEvent.PREPARE_SNAPSHOT, RETRYABLE, HResult.S_OK, ""));
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(session.writerFailures())
                    .extracting(WriterFailure::state)
                    .containsExactly(WriterState.FAILED_AT_PREPARE_SNAPSHOT);
            assertThat(session.writerStatuses())
                    .extracting(WriterStatus::state)
                    .containsExactly(WriterState.FAILED_AT_PREPARE_SNAPSHOT);
        }
    }

    @Test
    @Holds(1202)
    void theStatusIsReadAfterEachStep() throws Exception {
        setup.writer(DATABASE);
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.takeSnapshot(List.of(volume));
            assertThat(session.writerStatuses()).singleElement().satisfies(status -> {
                assertThat(status.state()).isEqualTo(WriterState.WAITING_FOR_BACKUP_COMPLETE);
                assertThat(status.hasFailed()).isFalse();
                assertThat(status.writerId()).isEqualTo(DATABASE.metadata().writerId());
            });
            session.complete();
            assertThat(session.writerStatuses()).extracting(WriterStatus::state).containsExactly(WriterState.STABLE);
        }
    }

    @Test
    @Holds(1206)
    void aComponentThatFailsAlone_leavesTheOthersOfItsWriter() throws Exception {
        ComponentSelection selection =
                ComponentSelection.none().allow("Database", "orders").require("Database", "settings");
        setup.writer(
                DATABASE.withComponentVeto(WriterEvent.POST_SNAPSHOT, "orders", RETRYABLE, NOT_FOUND, "no orders"));
        try (BackupSession session = open(selecting(selection))) {
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(session.writerStatuses())
                    .extracting(WriterStatus::failure)
                    .containsExactly(PARTIAL_FAILURE);
            assertThat(session.writerFailures()).singleElement().satisfies(failure -> {
                assertThat(failure.component()).isEqualTo("orders");
                assertThat(failure.error()).isEqualTo(RETRYABLE);
                assertThat(failure.applicationError()).isEqualTo(NOT_FOUND);
                assertThat(failure.applicationMessage()).isEqualTo("no orders");
            });
            assertThat(session.componentResults())
                    .extracting(ComponentResult::succeeded)
                    .containsExactly(false, true);
        }
    }

    @Test
    void aRequiredComponentThatFailsAlone_failsTheSession() throws Exception {
        setup.writer(
                DATABASE.withComponentVeto(WriterEvent.POST_SNAPSHOT, "orders", RETRYABLE, NOT_FOUND, "no orders"));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database", "orders")))) {
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .withMessageContaining("orders");
        }
    }

    @Test
    void aRequiredWriterThatFailsAtTheEnd_failsComplete() throws Exception {
        setup.writer(DATABASE.withVeto(WriterEvent.BACKUP_COMPLETE, RETRYABLE, HResult.S_OK, ""));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            session.takeSnapshot(List.of(volume));
            assertThatExceptionOfType(WriterFailedException.class)
                    .isThrownBy(session::complete)
                    .satisfies(e -> assertThat(e.operation()).isEqualTo("BackupComplete"));
        }
    }

    @Test
    @Holds({1304, 1306})
    void anIncrementalBackup_goesOnFromTheStampOfAnother() throws Exception {
        setup.writer(DATABASE.withBackupStamp("second"));
        ComponentSelection selection = ComponentSelection.none()
                .require("Database", "orders")
                .withPreviousStamp("Database", "orders", "first \u00e9");
        try (BackupSession session = open(selecting(selection).withType(BackupType.INCREMENTAL))) {
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(session.backupDocument())
                    .contains(
                            "backupType=\"incremental\"",
                            "previousBackupStamp=\"first \u00e9\"",
                            "backupStamp=\"second\"");
        }
    }

    @Test
    @Holds(1111)
    void aTypeOfBackupThatARequiredWriterDoesNotSupport_isRefused() throws Exception {
        SimulatedWriter plain =
                SimulatedWriter.of(DATABASE.metadata().withSchema(BackupSchema.of(BackupSchema.Feature.DIFFERENTIAL)));
        setup.writer(plain);
        for (BackupType type : List.of(BackupType.INCREMENTAL, BackupType.LOG)) {
            try (BackupSession session = open(
                    selecting(ComponentSelection.none().require("Database")).withType(type))) {
                assertThatExceptionOfType(VssException.class)
                        .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                        .withMessageContaining(type.toString());
            }
            try (BackupSession session =
                    open(selecting(ComponentSelection.none().allow("Database")).withType(type))) {
                session.takeSnapshot(List.of(volume));
                assertThat(session.componentResults()).isEmpty();
                assertThat(session.writerFailures()).hasSize(1);
            }
        }
    }

    @Test
    void componentsOfWritersWithoutWriters_areRefused() {
        BackupOptions contradiction =
                WITHOUT_WRITERS.withSelection(ComponentSelection.none().require("Database"));
        assertThatThrownBy(() -> open(contradiction)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStatusThatCannotBeRead_doesNotFailTheBackup() throws Exception {
        setup.writer(DATABASE).fault(VssMethod.GET_WRITER_STATUS_EX, new Fault.Returns(HResult.E_OUTOFMEMORY));
        try (BackupSession session = open(BackupOptions.defaults())) {
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(session.writerStatuses()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {"GATHER_WRITER_STATUS", "GET_WRITER_STATUS_COUNT", "GET_WRITER_STATUS_EX", "GET_WRITER_COMPONENTS"
            })
    void whenNobodyKnowsHowARequiredWriterFares_theSessionFails(VssMethod method) throws Exception {
        setup.writer(DATABASE).fault(method, new Fault.Returns(HResult.E_OUTOFMEMORY));
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(volume)))
                    .withMessageContaining("required")
                    .satisfies(e -> {
                        assertThat(e.operation()).isEqualTo("PrepareForBackup");
                        assertThat(e.hresult()).isEqualTo(HResult.E_OUTOFMEMORY);
                    });
        }
        assertAbortedIfDue();
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("Database")))) {
            backUp(session);
            assertThat(session.writerFailures()).singleElement().satisfies(failure -> {
                assertThat(failure.writer()).isEqualTo("Database");
                assertThat(failure.error()).isEqualTo(HResult.E_OUTOFMEMORY);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = VssMethod.class,
            names = {
                "ENABLE_WRITER_CLASSES",
                "DISABLE_WRITER_CLASSES",
                "DISABLE_WRITER_INSTANCES",
                "GET_WRITER_METADATA_COUNT",
                "ADD_COMPONENT",
                "SET_BACKUP_OPTIONS",
                "SET_PREVIOUS_BACKUP_STAMP",
                "SET_BACKUP_SUCCEEDED",
                "SAVE_AS_XML"
            })
    void aCallThatFails_failsTheSession_andLeavesNothing(VssMethod method) {
        setup.writer(DATABASE).fault(method, new Fault.Returns(HResult.E_OUTOFMEMORY));
        ComponentSelection selection = ComponentSelection.none()
                .require("Database", "orders")
                .withPreviousStamp("Database", "orders", "earlier")
                .withBackupOptions("Database", "orders", "gently");
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> backUpInEveryWay(selection))
                .satisfies(e -> {
                    assertThat(e.operation()).isEqualTo(method.microsoftName());
                    assertThat(e.hresult()).isEqualTo(HResult.E_OUTOFMEMORY);
                });
        assertAbortedIfDue();
    }

    private void backUpInEveryWay(ComponentSelection selection) throws Exception {
        try (BackupSession session = open(selecting(selection))) {
            session.steps().enableWriterClasses(List.of(DATABASE.metadata().writerId()));
            session.steps().disableWriterClasses(List.of(OTHER.metadata().writerId()));
            session.steps().disableWriterInstances(List.of(OTHER.metadata().instanceId()));
            backUp(session);
            assertThat(session.backupDocument()).isNotEmpty();
        }
    }

    @Test
    @Holds(1301)
    void theBackupDocument_isThereWhenTheCopiesAre() throws Exception {
        try (BackupSession session = open(BackupOptions.defaults())) {
            assertThatExceptionOfType(VssException.class).isThrownBy(session::backupDocument);
            session.takeSnapshot(List.of(volume));
            assertThat(session.backupDocument())
                    .startsWith("<BACKUP_COMPONENTS")
                    .contains("selectComponents=\"no\"");
            session.complete();
        }
    }
}
