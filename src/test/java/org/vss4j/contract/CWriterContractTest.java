package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.HResult;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.BackupType;
import org.vss4j.requester.ComponentResult;
import org.vss4j.requester.ComponentSelection;
import org.vss4j.requester.WriterFailure;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NativeServer;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/** Writers against the service in C. */
@Tag(NativeServer.TAG)
@ExtendWith({CServersAreClean.class, NothingLeftBehind.class})
class CWriterContractTest extends WriterContract {
    @Override
    BackupTestServer open(BackupSetup machine) {
        return CBackupServer.open(machine);
    }

    @Test
    @Holds({1011, 1207})
    void anOldSystemWithoutTheNewerInterfaces_isReadAsFarAsItGoes() throws Exception {
        HResult error = HResult.of(0x800423F3);
        // What depends on others that there are not is in no backup.
        WriterMetadata independent = FULL.withComponents(FULL.components().stream()
                .map(component -> component.withDependencies())
                .toArray(WriterComponent[]::new));
        SimulatedWriter writer = SimulatedWriter.of(independent).withVeto(WriterEvent.FREEZE, error, error, "not told");
        setup.interfaces(BackupSetup.Interfaces.FIRST_ONLY).writer(writer);
        try (BackupSession session = open(BackupOptions.defaults()
                .withType(BackupType.FULL)
                .withSelection(ComponentSelection.none().allow("*")))) {
            WriterMetadata expected = independent
                    .withInstanceName("")
                    .withVersion(WriterMetadata.Version.UNKNOWN)
                    .withExcluded(FULL.excludedFiles(), List.of());
            assertThat(session.writers()).containsExactly(expected);
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(session.writerFailures())
                    .containsExactly(new WriterFailure(
                            FULL.name(),
                            FULL.writerId(),
                            FULL.instanceId(),
                            "",
                            WriterState.FAILED_AT_FREEZE,
                            error,
                            HResult.S_OK,
                            ""));
            assertThat(session.componentResults()).isNotEmpty().noneMatch(ComponentResult::succeeded);
        }
        assertThat(calls()).contains("GetWriterStatus: S_OK").noneMatch(call -> call.startsWith("GetWriterStatusEx"));
    }

    @Test
    @Holds(1302)
    void aLongPathAndALongName_standWholeInTheDocument() throws Exception {
        String path = "p".repeat(1499);
        String name = "n".repeat(699);
        setup.writer(
                SimulatedWriter.of(WriterMetadata.named("long").withComponents(WriterComponent.database(path, name))));
        try (BackupSession session = open(BackupOptions.defaults()
                .withType(BackupType.FULL)
                .withSelection(ComponentSelection.none().allow("*")))) {
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(session.backupDocument())
                    .contains("logicalPath=\"" + path + "\" componentName=\"" + name + "\" backupSucceeded=\"yes\"");
        }
    }
}
