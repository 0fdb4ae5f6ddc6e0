package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupSteps;
import org.vss4j.requester.ComponentResult;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.WriterFailedException;
import org.vss4j.requester.WriterFailure;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** What a session says of its writers to those who make its steps themselves. */
class StepByStepTest {
    @TempDir
    Path workspace;

    private Path volume;

    @BeforeEach
    void prepare() throws Exception {
        volume = Files.createDirectory(workspace.resolve("volume"));
    }

    private VssSimulator simulator(SimulatedWriter writer) throws Exception {
        return VssSimulator.builder().volume(volume).writer(writer).build();
    }

    private static SimulatedWriter writer(String name, WriterComponent... components) {
        return SimulatedWriter.of(WriterMetadata.named(name)
                .withSchema(BackupSchema.of(BackupSchema.Feature.COPY))
                .withComponents(components));
    }

    private static WriterComponent files(String name, Path folder) {
        return WriterComponent.fileGroup("", name).withFiles(FileSet.of(folder.toString(), "*"));
    }

    private void begin(BackupSteps steps) throws Exception {
        steps.gatherWriterMetadata().await();
        steps.startSnapshotSet();
        steps.addToSnapshotSet(volume);
    }

    private static void makeCopies(BackupSteps steps) throws Exception {
        steps.doSnapshotSet().await();
        steps.gatherWriterStatus().await();
    }

    /** Whoever has awaited the operation may ask, in any order. */
    @Test
    void aWriterThatFails_isAmongTheFailures_onceItsStatusHasBeenAwaited() throws Exception {
        SimulatedWriter writer = SimulatedWriter.database("D")
                .withVeto(WriterEvent.BACKUP_COMPLETE, HResult.VSS_E_UNEXPECTED, HResult.S_OK, "full");
        try (VssSimulator simulator = simulator(writer);
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            BackupSteps steps = session.steps();
            begin(steps);
            steps.prepareForBackup().await();
            makeCopies(steps);
            assertThat(session.writerStatusFailure()).isEmpty();
            steps.backupComplete().await();
            steps.gatherWriterStatus().await();
            assertThat(session.writerFailures())
                    .extracting(WriterFailure::writer)
                    .containsExactly("D");
        }
    }

    @Test
    void aPreparationThatIsRefused_leavesNothingNoted() throws Exception {
        Path other = Files.createDirectory(workspace.resolve("other"));
        BackupOptions options = BackupOptions.defaults()
                .withSelection(ComponentSelection.none().require("W", "a").allow("W", "b"));
        try (VssSimulator simulator = VssSimulator.builder()
                        .volume(volume)
                        .volume(other)
                        .writer(writer("W", files("b", other), files("a", other)))
                        .build();
                BackupSession session = simulator.vss().openBackup(options)) {
            BackupSteps steps = session.steps();
            begin(steps);
            assertThatThrownBy(steps::prepareForBackup).isInstanceOf(VssException.class);
            steps.addToSnapshotSet(other);
            steps.prepareForBackup().await();
            makeCopies(steps);
            assertThat(session.writerFailures()).isEmpty();
            steps.backupComplete().await();
            steps.gatherWriterStatus().await();
            assertThat(session.componentResults())
                    .hasSize(2)
                    .extracting(ComponentResult::succeeded)
                    .containsOnly(true);
        }
    }

    @Test
    void whatFailedInAnEarlierBackup_isOverWithThePreparation() throws Exception {
        AtomicInteger freezes = new AtomicInteger();
        SimulatedWriter writer = writer("E", files("e", volume)).onEvent(WriterEvent.FREEZE, () -> {
            if (freezes.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        });
        BackupOptions options =
                BackupOptions.defaults().withSelection(ComponentSelection.none().require("E"));
        try (VssSimulator simulator = simulator(writer)) {
            assertThatThrownBy(() -> simulator.vss().openSnapshot(options, List.of(volume)))
                    .isInstanceOf(WriterFailedException.class);
            try (BackupSession session = simulator.vss().openBackup(options)) {
                BackupSteps steps = session.steps();
                begin(steps);
                steps.gatherWriterStatus().await();
                assertThat(session.writerFailures()).isNotEmpty();
                steps.prepareForBackup().await();
                steps.gatherWriterStatus().await();
                makeCopies(steps);
                assertThat(session.writerFailures()).isEmpty();
            }
        }
    }

    @Test
    void whatIsToldOfAComponentThatIsNotThere_isRefused_alsoIfNothingIsIncluded() throws Exception {
        ComponentSelection none = ComponentSelection.none();
        try (VssSimulator simulator = simulator(SimulatedWriter.database("D"))) {
            for (ComponentSelection selection : List.of(
                    none.withPreviousStamp("D", "orders", "1"),
                    none.withBackupOptions("D", "orders", "x"),
                    none.exclude("E").withPreviousStamp("NOPE", "orders", "1"))) {
                BackupOptions options = BackupOptions.defaults().withSelection(selection);
                assertThatThrownBy(() -> {
                            try (BackupSession session = simulator.vss().openBackup(options)) {
                                session.takeSnapshot(List.of(volume));
                            }
                        })
                        .as(selection.toString())
                        .isInstanceOf(VssException.class)
                        .hasMessageContaining("orders");
            }
        }
    }

    @Test
    void anyPatienceWillDo() throws Exception {
        BackupOptions options = BackupOptions.defaults().withPatience(Duration.ofSeconds(Long.MAX_VALUE));
        try (VssSimulator simulator = simulator(SimulatedWriter.database("D"));
                BackupSession session = simulator.vss().openBackup(options)) {
            assertThat(session.takeSnapshot(List.of(volume))).hasSize(1);
        }
    }
}
