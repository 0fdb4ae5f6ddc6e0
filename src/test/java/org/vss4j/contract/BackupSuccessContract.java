package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
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
import org.vss4j.simulator.WhichCalls;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.Holds;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** When writers fail, or nobody knows how they fare: what has not succeeded, and who is told. */
abstract class BackupSuccessContract extends ComponentsContract {
    private static final HResult NONRETRYABLE = HResult.of(0x800423F4);

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
    @Holds(1213)
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
    @Holds({1208, 1214})
    void whenNobodyKnowsHowAnOptionalWriterFares_itHasNotSucceeded(VssMethod method) throws Exception {
        setup.writer(DATABASE).fault(method, new Fault.Returns(HResult.E_OUTOFMEMORY));
        BackupOptions options = selecting(ComponentSelection.none().allow("*")).withType(BackupType.FULL);
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
    @Holds(1214)
    void stepByStep_whenTheStatusIsNotGatheredAfterTheCopies_nothingHasSucceeded() throws Exception {
        setup.writer(DATABASE);
        try (BackupSession session = open(selecting(ComponentSelection.none().allow("Database")))) {
            prepare(session);
            session.steps().gatherWriterStatus().await();
            session.steps().doSnapshotSet().await();
            session.steps().backupComplete().await();
            assertThat(session.backupDocument()).doesNotContain("backupSucceeded=\"yes\"");
        }
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database")))) {
            prepare(session);
            session.steps().gatherWriterStatus().await();
            session.steps().doSnapshotSet().await();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(session.steps()::backupComplete)
                    .withMessageContaining("GatherWriterStatus")
                    .withMessageContaining("not called since DoSnapshotSet");
            session.steps().gatherWriterStatus().await();
            session.steps().backupComplete().await();
            session.steps().gatherWriterStatus().await();
            session.writerStatuses();
            assertThat(session.writerStatusFailure()).isEmpty();
            assertThat(selected(session))
                    .containsExactly("Database orders REQUIRED true", "Database settings REQUIRED true");
        }
    }

    private void prepare(BackupSession session) throws InterruptedException, TimeoutException {
        session.steps().gatherWriterMetadata().await();
        session.steps().startSnapshotSet();
        session.steps().addToSnapshotSet(volume);
        session.steps().prepareForBackup().await();
    }

    @Test
    @Holds(1215)
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
                    assertThat(e.failures()).extracting(WriterFailure::writer).containsExactly("Database", "Passing");
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

    /** The setup of a test can say in which calls something goes wrong, here in the first and in all but the second. */
    @Test
    @Holds(417)
    void aSetThatFailsOnce_isMadeAtTheNextAttempt() throws Exception {
        setup.fault(VssMethod.DO_SNAPSHOT_SET, WhichCalls.first(), new Fault.Fails(HResult.VSS_E_PROVIDER_VETO));
        takeWithRetries(BackupOptions.defaults());
        assertThat(attempts()).isEqualTo(2);
        startOver();
        setup.faults.clear();
        setup.fault(VssMethod.DO_SNAPSHOT_SET, WhichCalls.except(3), new Fault.Fails(HResult.VSS_E_PROVIDER_VETO))
                .fault(VssMethod.DO_SNAPSHOT_SET, WhichCalls.nth(2), new Fault.Fails(HResult.E_OUTOFMEMORY));
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> takeWithRetries(BackupOptions.defaults()))
                .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.E_OUTOFMEMORY));
        assertThat(attempts()).as("the last that was planned for a call counts").isEqualTo(2);
        takeWithRetries(BackupOptions.defaults());
    }

    private void takeWithRetries(BackupOptions options) throws Exception {
        server().vss()
                .openSnapshot(options, List.of(volume), RetryPolicy.documented(Duration.ZERO))
                .close();
    }

    private long attempts() {
        return calls().stream()
                .filter(call -> call.startsWith("InitializeForBackup:"))
                .count();
    }

    @Test
    void withoutWriters_thereIsNothingToKnow() throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            backUp(session);
            assertThat(session.writerStatusFailure()).isEmpty();
            assertThat(session.writerFailures()).isEmpty();
        }
    }

    private WriterComponent component(String fullPath) {
        return DATABASE.metadata().components().stream()
                .filter(each -> each.hasFullPath(fullPath))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"orders, unread", "orders\\index, 'orders\\index, which comes with it, failed: unread'"})
    @Holds({1114, 1216})
    void whatCouldNotBeBackedUp_hasFailed_andTheWritersAreTold(String name, String reason) throws Exception {
        setup.writer(DATABASE);
        BackupOptions required =
                selecting(ComponentSelection.none().require("Database")).withType(BackupType.FULL);
        try (BackupSession session = open(required)) {
            session.takeSnapshot(List.of(volume));
            session.componentFailed(DATABASE.metadata(), component(name), "unread");
            session.componentFailed(DATABASE.metadata(), component(name), "unread as well");
            session.complete();
            assertThat(selected(session))
                    .containsExactly("Database orders REQUIRED false", "Database settings REQUIRED true");
            assertThat(missing(session)).containsExactly("Database orders: " + reason);
            assertThat(session.backupDocument())
                    .containsPattern("orders[^>]*backupSucceeded=\"no\"")
                    .containsPattern("settings[^>]*backupSucceeded=\"yes\"");
        }
        assertThat(calls()).as("the writers learn of it at the end").noneMatch(call -> call.startsWith("AbortBackup"));
    }

    @Test
    @Holds(1216)
    void whatIsNotInTheBackup_cannotFail_andWhatIsToldIsTold() throws Exception {
        setup.writer(DATABASE);
        try (BackupSession session = open(selecting(ComponentSelection.none().require("Database", "orders")))) {
            assertThatIllegalArgumentException()
                    .as("nothing is selected yet")
                    .isThrownBy(() -> session.componentFailed(DATABASE.metadata(), component("orders"), "too early"));
            session.takeSnapshot(List.of(volume));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.componentFailed(DATABASE.metadata(), component("settings"), "unread"))
                    .withMessage("The component settings of the writer Database is not in the backup");
            session.complete();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.componentFailed(DATABASE.metadata(), component("orders"), "too late"))
                    .withMessageContaining("VSS_E_BAD_STATE (0x80042301)")
                    .withMessageContaining("the writers have been told what became of orders");
            assertThat(selected(session)).containsExactly("Database orders REQUIRED true");
        }
    }
}
