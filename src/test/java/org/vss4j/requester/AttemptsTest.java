package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssCall;
import org.vss4j.simulator.VssMethod;
import org.vss4j.simulator.VssSimulator;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.NothingLeftBehind;

/** Attempts to make shadow copies. */
@ExtendWith(NothingLeftBehind.class)
class AttemptsTest {
    @TempDir
    Path folder;

    private VssSimulator simulator(Fault... fault) throws IOException {
        VssSimulator.Builder builder = VssSimulator.builder()
                .volume(Files.createDirectories(folder.resolve("volume")))
                .state(folder.resolve("state"));
        for (Fault each : fault) {
            builder.fault(VssMethod.DO_SNAPSHOT_SET, each);
        }
        return builder.build();
    }

    private static long count(VssSimulator simulator, VssMethod method) {
        return simulator.calls().stream()
                .map(VssCall::method)
                .filter(method::equals)
                .count();
    }

    @Test
    void anErrorThatPasses_isMetWithFourAttempts_eachWithASessionOfItsOwn() throws IOException {
        try (VssSimulator simulator = simulator(new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))) {
            assertThatThrownBy(() -> simulator
                            .vss()
                            .openSnapshot(
                                    BackupOptions.defaults(),
                                    List.of(folder.resolve("volume")),
                                    RetryPolicy.documented(Duration.ZERO)))
                    .isInstanceOf(VssException.class)
                    .hasMessageContaining("VSS_E_PROVIDER_VETO");
            assertThat(count(simulator, VssMethod.CREATE_VSS_BACKUP_COMPONENTS)).isEqualTo(4);
            assertThat(count(simulator, VssMethod.ABORT_BACKUP)).isEqualTo(4);
        }
    }

    @Test
    void whichWritersFailed_isKeptInTheFailure_whenTheSessionIsClosed() throws IOException {
        SimulatedWriter writer = SimulatedWriter.database("Database")
                .withVeto(WriterEvent.FREEZE, HResult.of(0x800423F3), HResult.S_OK, "");
        try (VssSimulator simulator = VssSimulator.builder()
                .volume(Files.createDirectories(folder.resolve("volume")))
                .state(folder.resolve("state"))
                .writer(writer)
                .fault(VssMethod.DO_SNAPSHOT_SET, new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))
                .build()) {
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> simulator
                            .vss()
                            .openSnapshot(
                                    BackupOptions.defaults(), List.of(folder.resolve("volume")), RetryPolicy.never()))
                    .satisfies(e -> {
                        assertThat(e.hresult()).isEqualTo(HResult.VSS_E_PROVIDER_VETO);
                        assertThat(e.getSuppressed())
                                .singleElement()
                                .isInstanceOfSatisfying(
                                        WriterFailedException.class,
                                        failed -> assertThat(failed.failures())
                                                .extracting(WriterFailure::writer)
                                                .containsExactly("Database"));
                    });
        }
    }

    @Test
    void aPauseThatTheTimeDoesNotAllow_isNotMade() throws IOException {
        try (VssSimulator simulator = simulator(new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))) {
            assertThatThrownBy(() -> simulator
                            .vss()
                            .openSnapshot(
                                    BackupOptions.defaults().withTimeout(Duration.ofMinutes(5)),
                                    List.of(folder.resolve("volume"))))
                    .isInstanceOf(VssException.class);
            assertThat(count(simulator, VssMethod.CREATE_VSS_BACKUP_COMPONENTS)).isEqualTo(1);
        }
    }

    @Test
    @SuppressWarnings("try") // The other session is closed at the right moment.
    void whileAnotherSessionMakesASet_itIsWaitedFor() throws Exception {
        try (VssSimulator first = simulator();
                VssSimulator second = simulator()) {
            BackupOptions options = BackupOptions.defaults().withContext(SnapshotContext.FILE_SHARE_BACKUP);
            List<HResult> seen = new ArrayList<>();
            try (BackupSession other = first.vss().openBackup(options)) {
                other.steps().startSnapshotSet();
                RetryPolicy policy = failures -> {
                    seen.add(failures.getLast());
                    other.close();
                    return Optional.of(Duration.ZERO);
                };
                try (BackupSession session =
                        second.vss().openSnapshot(options, List.of(folder.resolve("volume")), policy)) {
                    assertThat(session.shadowCopies()).hasSize(1);
                }
            }
            assertThat(seen).containsExactly(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS);
        }
    }

    @Test
    void anInterruptEndsThePause() throws IOException {
        try (VssSimulator simulator = simulator(new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))) {
            RetryPolicy policy = failures -> {
                Thread.currentThread().interrupt();
                return Optional.of(Duration.ofMillis(TimeUnit.HOURS.toMillis(1)));
            };
            assertThatThrownBy(() -> simulator
                            .vss()
                            .openSnapshot(BackupOptions.defaults(), List.of(folder.resolve("volume")), policy))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aPolicyThatThrows_hidesNotWhatFailed() throws IOException {
        try (VssSimulator simulator = simulator(new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))) {
            RetryPolicy policy = failures -> {
                throw new IllegalStateException("of the policy");
            };
            assertThatThrownBy(() -> simulator
                            .vss()
                            .openSnapshot(BackupOptions.defaults(), List.of(folder.resolve("volume")), policy))
                    .hasMessage("of the policy")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .asString()
                            .contains("VSS_E_PROVIDER_VETO"));
        }
    }

    @Test
    void aPauseLongerThanAnyClock_isInterruptedAsOthers() throws IOException {
        try (VssSimulator simulator = simulator(new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))) {
            RetryPolicy policy = failures -> {
                Thread.currentThread().interrupt();
                return Optional.of(Duration.ofSeconds(Long.MAX_VALUE / 2));
            };
            assertThatThrownBy(() -> simulator
                            .vss()
                            .openSnapshot(BackupOptions.defaults(), List.of(folder.resolve("volume")), policy))
                    .isInstanceOf(InterruptedException.class)
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .singleElement()
                            .asString()
                            .contains("VSS_E_PROVIDER_VETO"));
        }
    }
}
