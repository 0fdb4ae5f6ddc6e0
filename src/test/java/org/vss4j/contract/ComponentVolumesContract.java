package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.VssException;
import org.vss4j.internal.windows.Platform;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.RetryPolicy;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.testing.Holds;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;

/** On which volumes the files of components lie, and what becomes of a component of which the set has not all. */
abstract class ComponentVolumesContract extends ComponentsContract {
    private static final ComponentSelection ALL = ComponentSelection.none().require("*");
    private static final ComponentSelection ALLOWED = ComponentSelection.none().allow("*");

    static SimulatedWriter writer(WriterComponent... components) {
        return SimulatedWriter.of(DATABASE.metadata().withComponents(components));
    }

    static WriterComponent data(String name, Path folder) {
        return WriterComponent.database("", name).withDatabaseFiles(FileSet.of(folder.toString(), "*.db"));
    }

    private WriterComponent withLogOnOther() {
        return data("orders", volume).withDatabaseLogFiles(FileSet.of(other.toString(), "*.log"));
    }

    private String isOutside(Path folder, Path onVolume) {
        return "its files in " + folder + " are on the volume " + onVolume + ", which is not in the snapshot set";
    }

    @Test
    @Holds(1119)
    void theVolumesThatASelectionNeeds_areThoseOfItsFiles_andAreTakenWithoutAList() throws Exception {
        setup.writer(writer(withLogOnOther(), data("settings", volume), data("unselected", temporary)));
        ComponentSelection selection =
                ComponentSelection.none().require("Database", "orders").require("Database", "settings");
        try (BackupSession session = open(selecting(selection))) {
            assertThat(session.volumes()).containsExactly(volume, other);
            assertThat(session.takeSnapshot()).extracting(ShadowCopy::volume).containsExactly(volume, other);
            session.complete();
            assertThat(selected(session))
                    .containsExactly("Database orders REQUIRED true", "Database settings REQUIRED true");
        }
        try (BackupSession session = server().vss().openSnapshot(selecting(selection), RetryPolicy.never())) {
            assertThat(session.shadowCopies()).hasSize(2);
        }
    }

    @Test
    void whereNothingNeedsAVolume_oneHasToBeNamed() throws Exception {
        setup.writer(DATABASE);
        for (ComponentSelection selection : List.of(ComponentSelection.none(), ALL)) {
            try (BackupSession session = open(selecting(selection))) {
                assertThat(session.volumes()).isEmpty();
                assertThatIllegalArgumentException().isThrownBy(session::takeSnapshot);
            }
        }
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            assertThat(session.volumes()).isEmpty();
        }
    }

    @Test
    @Holds(1119)
    void aRequiredComponent_withFilesOutsideTheSet_isRefused_beforeThereIsASet() throws Exception {
        setup.writer(writer(withLogOnOther()));
        assertThat(assertRefused(selecting(ALL).withType(BackupType.FULL)))
                .hasMessageContaining("orders of the writer Database is required, but cannot be included: "
                        + isOutside(other, other));
    }

    @Test
    @Holds({1119, 1106})
    void whatCarriesAPart_withFilesOutsideTheSet_isRefused() throws Exception {
        WriterComponent index = WriterComponent.database("orders", "index")
                .withAttributes()
                .withDatabaseFiles(FileSet.of(other.toString(), "*"));
        setup.writer(writer(data("orders", volume), index));
        assertThat(assertRefused(selecting(ALL)))
                .hasMessageContaining("orders of the writer Database is required, but cannot be included: orders\\index"
                        + " below it is left out: " + isOutside(other, other));
    }

    @Test
    @Holds({1119, 1118})
    void anOptionalComponent_withFilesOutsideTheSet_isLeftOut_withWhatDependsOnIt_andNamed() throws Exception {
        WriterComponent dependent = data("dependent", volume)
                .withDependencies(new ComponentDependency(DATABASE.metadata().writerId(), "", "orders"));
        setup.writer(writer(withLogOnOther(), data("settings", volume), dependent));
        try (BackupSession session = open(selecting(ALLOWED))) {
            backUp(session);
            assertThat(selected(session)).containsExactly("Database settings OPTIONAL true");
            assertThat(missing(session))
                    .hasSize(2)
                    .contains("Database orders: " + isOutside(other, other))
                    .anyMatch(text -> text.startsWith("Database dependent: it depends on orders"));
            assertThat(session.backupDocument()).doesNotContain("\"orders\"");
        }
    }

    @Test
    @Holds(1119)
    void filesInAFolderOfAVolume_areOnTheVolume_whetherItIsThereOrNot() throws Exception {
        Path there = Files.createDirectories(volume.resolve("data/there"));
        setup.writer(writer(data("orders", there), data("settings", volume.resolve("data/missing"))));
        try (BackupSession session = open(selecting(ALL))) {
            backUp(session);
            assertThat(missing(session)).isEmpty();
        }
    }

    @Test
    @Holds(1119)
    void filesOnNoVolumeOfTheService_areOutside() throws Exception {
        Path nowhere = Files.createDirectories(temporary.resolve("nowhere"));
        setup.writer(writer(data("orders", nowhere)));
        assertThat(assertRefused(selecting(ALL)))
                .hasMessageContaining("its files in " + nowhere.toRealPath() + " are on ");
    }

    /** Log files that are in backups of the log only. */
    @ParameterizedTest
    @EnumSource(names = {"FULL", "COPY", "INCREMENTAL", "DIFFERENTIAL", "LOG"})
    @Holds(1120)
    void filesThatNeedNotBeTakenFromACopy_needNoVolume(BackupType type) throws Exception {
        FileSet log = FileSet.of(other.toString(), "*.log").withBackupTypeMask(0xF | 0x800);
        setup.writer(writer(data("orders", volume).withDatabaseLogFiles(log)));
        try (BackupSession session = open(selecting(ALL).withType(type))) {
            assertThat(session.volumes()).isEqualTo(type == BackupType.LOG ? List.of(volume, other) : List.of(volume));
        }
    }

    @Test
    @Holds(1120)
    void theTypesOfBackup_haveBitsOfTheirOwn() throws Exception {
        FileSet[] each = {
            FileSet.of(volume.toString(), "*").withBackupTypeMask(0x200),
            FileSet.of(other.toString(), "*").withBackupTypeMask(0x400)
        };
        setup.writer(writer(WriterComponent.fileGroup("", "files").withFiles(each)));
        try (BackupSession session = open(selecting(ALL).withType(BackupType.DIFFERENTIAL))) {
            assertThat(session.volumes()).containsExactly(volume);
        }
        try (BackupSession session = open(selecting(ALL).withType(BackupType.INCREMENTAL))) {
            assertThat(session.volumes()).containsExactly(other);
        }
        try (BackupSession session = open(selecting(ALL).withType(BackupType.FULL))) {
            assertThat(session.volumes()).isEmpty();
        }
    }

    @Test
    @Holds(1121)
    void environmentVariables_areThoseOfTheMachine_andANameWithoutAMeaningIsNoPlace() throws Exception {
        String name = Platform.isWindows() ? "SystemRoot" : "HOME";
        Path home = Path.of(System.getenv(name)).toRealPath();
        Path up = home.relativize(home.getRoot()).resolve(home.getRoot().relativize(volume));
        FileSet known = FileSet.of("%" + name + "%/" + up, "*");
        FileSet unknown = FileSet.of("%VSS4J_IS_NOT_SET%/data", "*");
        FileSet ofAnAccount = FileSet.of("%TEMP%/data", "*");
        FileSet relative = FileSet.of("data", "*");
        setup.writer(writer(WriterComponent.fileGroup("", "files").withFiles(known, unknown, ofAnAccount, relative)));
        try (BackupSession session = open(selecting(ALL))) {
            assertThat(session.volumes()).containsExactly(volume);
            backUp(session);
            assertThat(selected(session)).containsExactly("Database files REQUIRED true");
        }
        try (BackupSession session = open(selecting(ALL))) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.takeSnapshot(List.of(other)))
                    .withMessageContaining(isOutside(volume, volume));
        }
    }

    @Test
    void anAlternateLocation_isWhereFilesAreTakenFrom() throws Exception {
        FileSet files = FileSet.of(other.toString(), "*").withAlternateLocation(volume.toString());
        setup.writer(writer(WriterComponent.fileGroup("", "files").withFiles(files)));
        try (BackupSession session = open(selecting(ALL))) {
            assertThat(session.volumes()).containsExactly(volume);
        }
    }

    private void open(BackupSession session) throws Exception {
        session.steps().gatherWriterMetadata().await();
        session.steps().startSnapshotSet();
        session.steps().addToSnapshotSet(volume);
    }

    @Test
    @Holds(1119)
    void stepByStep_whatIsRequiredAndOutside_keepsTheWritersFromBeingPrepared_untilItsVolumeIsInTheSet()
            throws Exception {
        setup.writer(writer(withLogOnOther()));
        try (BackupSession session = open(selecting(ALL))) {
            open(session);
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::prepareForBackup)
                    .withMessageContaining("VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT (0x800423F0)")
                    .withMessageContaining(
                            "the component orders of the writer Database is required, but " + isOutside(other, other));
            assertThat(calls()).noneMatch(call -> call.startsWith("PrepareForBackup"));
            session.steps().addToSnapshotSet(other);
            session.steps().prepareForBackup().await();
            session.steps().doSnapshotSet().await();
            assertThat(missing(session)).hasSize(1).allMatch(text -> text.contains("how it fares is not known"));
        }
    }

    @Test
    @Holds({1119, 1216, 1252})
    void stepByStep_whatIsOptionalAndOutside_hasFailed_andItsWriter() throws Exception {
        setup.writer(writer(withLogOnOther(), data("settings", volume)));
        try (BackupSession session = open(selecting(ALLOWED))) {
            open(session);
            session.steps().prepareForBackup().await();
            session.steps().doSnapshotSet().await();
            session.steps().gatherWriterStatus().await();
            session.writerStatuses();
            session.steps().backupComplete().await();
            assertThat(missing(session)).containsExactly("Database orders: " + isOutside(other, other), "Database : ");
            // The writer vetoes the set as a whole.
            assertThat(selected(session))
                    .containsExactly("Database orders OPTIONAL false", "Database settings OPTIONAL false");
            assertThat(session.backupDocument()).containsPattern("orders[^>]*backupSucceeded=\"no\"");
        }
    }
}
