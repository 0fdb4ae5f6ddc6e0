package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.AsyncOperation;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.RecordedEvents;
import org.vss4j.testing.ScriptedAsync;

/** The events of the Flight Recorder, as they are read from a recording. */
@ExtendWith(NothingLeftBehind.class)
class FlightRecordingTest {
    private static final String CALL = "org.vss4j.ComCall";
    private static final String OPERATION = "org.vss4j.Operation";
    private static final String SESSION = "org.vss4j.Session";

    @TempDir
    Path temporary;

    private Path volume = Path.of("");
    private Path file = Path.of("");
    private final VssSimulator.Builder builder = VssSimulator.builder();

    @BeforeEach
    void prepare() throws IOException {
        file = temporary.resolve("recording.jfr");
        volume = Files.createDirectory(temporary.resolve("volume"));
        builder.volume(volume).state(temporary.resolve("state")).writer(SimulatedWriter.database("Database"));
    }

    @Test
    void everyCallThatTheServiceSaw_isAnEventWithItsResultAndItsSession() throws Exception {
        try (RecordedEvents recorded = new RecordedEvents();
                VssSimulator simulator = builder.build()) {
            long session = backUp(simulator);
            List<String> seen = simulator.calls().stream()
                    .map(call ->
                            call.method().microsoftName() + " " + call.result().name())
                    .toList();
            List<RecordedEvent> calls = recorded.stop(file, CALL);
            assertThat(seen).hasSizeGreaterThan(15);
            assertThat(calls.stream()
                            .filter(call -> isOfTheService(method(call)))
                            .map(call -> method(call).replaceFirst("^.*::", "") + " " + call.getString("hresultName")))
                    .containsExactlyElementsOf(seen);
            assertThat(calls.stream().map(FlightRecordingTest::method))
                    .contains(
                            "IVssAsync::QueryStatus",
                            "IUnknown::AddRef",
                            "IUnknown::Release",
                            "IUnknown::QueryInterface",
                            "IVssExamineWriterMetadata::GetFileCounts",
                            "IVssWMComponent::GetComponentInfo",
                            "IVssWriterComponentsExt::GetComponentCount",
                            "IVssComponent::GetComponentName");
            assertThat(calls).allSatisfy(call -> {
                assertThat(call.getLong("session")).as("%s", call).isEqualTo(session);
                assertThat(call.getDuration()).isPositive();
                assertThat(call.getString("hresult")).isEqualTo(hexOf(call.getString("hresultName")));
            });
        }
    }

    /** Methods that the simulator keeps a record of. */
    private static boolean isOfTheService(String method) {
        return method.startsWith("IVssBackupComponents") || method.equals("CreateVssBackupComponents");
    }

    private static String method(RecordedEvent event) {
        return event.getString("method");
    }

    /** Null of a count, which has no name either. */
    private static @Nullable String hexOf(@Nullable String name) {
        return name == null ? null : HResult.parse(name).orElseThrow().hex();
    }

    @Test
    void everyOperation_isAnEvent_andTheSessionIsOne() throws Exception {
        try (RecordedEvents recorded = new RecordedEvents();
                VssSimulator simulator = builder.build()) {
            long session = backUp(simulator);
            List<RecordedEvent> operations = recorded.stop(file, OPERATION);
            assertThat(operations.stream().map(FlightRecordingTest::method))
                    .containsExactly(
                            "GatherWriterMetadata",
                            "PrepareForBackup",
                            "GatherWriterStatus",
                            "DoSnapshotSet",
                            "GatherWriterStatus",
                            "BackupComplete",
                            "GatherWriterStatus");
            assertThat(operations).allSatisfy(operation -> {
                assertThat(operation.getString("outcome")).isEqualTo("finished");
                assertThat(operation.getString("hresultName")).isEqualTo("VSS_S_ASYNC_FINISHED");
                assertThat(operation.getString("hresult")).isEqualTo("0x0004230A");
                assertThat(operation.getLong("session")).isEqualTo(session);
            });
            assertThat(recorded.stop(file, SESSION)).singleElement().satisfies(event -> {
                assertThat(event.getLong("session")).isEqualTo(session);
                assertThat(event.getString("context")).isEqualTo("BACKUP");
                assertThat(event.getString("outcome")).isEqualTo("COMPLETED");
                assertThat(event.getStartTime())
                        .isBeforeOrEqualTo(operations.getFirst().getStartTime());
                assertThat(event.getEndTime())
                        .isAfterOrEqualTo(operations.getLast().getEndTime());
            });
        }
    }

    @Test
    void anOperationThatFails_andACallThatFails_haveTheError() throws Exception {
        builder.fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))
                .fault(VssMethod.ABORT_BACKUP, new Fault.Returns(HResult.E_ACCESSDENIED));
        try (RecordedEvents recorded = new RecordedEvents();
                VssSimulator simulator = builder.build()) {
            assertThatExceptionOfType(VssException.class).isThrownBy(() -> backUp(simulator));
            assertThat(byMethod(recorded.stop(file, OPERATION), "outcome")).containsEntry("DoSnapshotSet", "failed");
            assertThat(byMethod(recorded.stop(file, OPERATION), "hresultName"))
                    .containsEntry("DoSnapshotSet", "VSS_E_PROVIDER_VETO");
            assertThat(byMethod(recorded.stop(file, CALL), "hresultName"))
                    .containsEntry("IVssBackupComponents::AbortBackup", "E_ACCESSDENIED");
            assertThat(recorded.stop(file, SESSION))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getString("outcome")).isEqualTo("SNAPSHOT_FAILED"));
        }
    }

    @Test
    void anOperationThatIsCancelled_saysSo() throws Exception {
        builder.fault(VssMethod.GATHER_WRITER_METADATA, new Fault.Hangs());
        try (RecordedEvents recorded = new RecordedEvents();
                VssSimulator simulator = builder.build()) {
            try (BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
                session.steps().gatherWriterMetadata();
                session.cancel();
            }
            assertThat(byMethod(recorded.stop(file, OPERATION), "outcome"))
                    .containsExactlyEntriesOf(Map.of("GatherWriterMetadata", "cancelled"));
            // The close of the session cancels too, without asking whether that was done.
            assertThat(recorded.stop(file, CALL).stream()
                            .filter(call -> method(call).equals("IVssAsync::Cancel"))
                            .map(call -> call.getString("hresultName")))
                    .startsWith("S_OK");
        }
    }

    @Test
    void anOperationOfNoSession_isRecordedToo_byWhatIsKnownOfIt() throws Exception {
        try (RecordedEvents recorded = new RecordedEvents()) {
            ScriptedAsync server = new ScriptedAsync();
            try (AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global())) {
                operation.await(Duration.ZERO);
            }
            assertThat(recorded.stop(file, OPERATION)).singleElement().satisfies(event -> {
                assertThat(event.getString("method")).isNull();
                assertThat(event.getString("outcome")).isEqualTo("closed");
                assertThat(event.getString("hresult")).isNull();
                assertThat(event.getLong("session")).isZero();
            });
        }
    }

    @Test
    void theProfile_namesEventsThatThereAre_andTurnsAllOfOursOn() throws IOException, ParseException {
        Map<String, String> settings = RecordedEvents.profile().getSettings();
        // Registers the events.
        try (RecordedEvents recorded = new RecordedEvents()) {
            builder.build().close();
            List<String> types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .map(EventType::getName)
                    .toList();
            assertThat(settings.keySet().stream()
                            .map(setting -> setting.replaceFirst("#.*", ""))
                            .filter(type -> type.startsWith("jdk.")))
                    .isNotEmpty()
                    .isSubsetOf(types);
            assertThat(recorded).isNotNull();
        }
        assertThat(settings)
                .containsEntry(CALL + "#enabled", "true")
                .containsEntry(OPERATION + "#enabled", "true")
                .containsEntry(SESSION + "#enabled", "true");
    }

    private static Map<String, String> byMethod(List<RecordedEvent> events, String field) {
        return events.stream()
                .filter(event -> event.getString(field) != null)
                .collect(Collectors.toMap(
                        FlightRecordingTest::method, event -> event.getString(field), (first, last) -> last));
    }

    private long backUp(VssSimulator simulator) throws Exception {
        BackupOptions options =
                BackupOptions.defaults().withSelection(ComponentSelection.none().require("*"));
        try (BackupSession session = simulator.vss().openBackup(options)) {
            session.takeSnapshot(List.of(volume));
            session.complete();
            assertThat(Objects.requireNonNull(session.backupDocument())).isNotEmpty();
            return session.number();
        }
    }
}
