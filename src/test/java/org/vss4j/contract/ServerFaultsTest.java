package org.vss4j.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.contract.CServer.Fault;
import org.vss4j.contract.CServer.Method;
import org.vss4j.contract.CServer.NativeOperation;
import org.vss4j.testing.Eventually;
import org.vss4j.testing.Holds;

/** What a caller gets from a server that returns what it should not, or when it should not. */
@Tag(CServer.TAG)
@ExtendWith(CServersAreClean.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerFaultsTest {
    private static final HResult FINISHED = HResult.VSS_S_ASYNC_FINISHED;
    private static final HResult VETO = HResult.VSS_E_PROVIDER_VETO;
    private static final AsyncStatus PENDING = new AsyncStatus.Pending();
    private static final Duration LONG = Duration.ofMinutes(10);

    /** E_ACCESSDENIED and the like, of COM and RPC. */
    private static final List<Integer> GENERAL = List.of(
            0x80070005,
            0x8007000E,
            0x80004005,
            0x80010108,
            0x800706BA,
            0x800706BE,
            0x800401F0,
            0x800401FD,
            0x80004002,
            0x80070057);

    private final NativeOperation served = CServer.open().begin();
    private final AsyncOperation operation = AsyncOperation.adopt(served.pointer(), Arena.global());

    @AfterEach
    void close() {
        operation.close();
    }

    /** All codes of VSS's own header, by its name for them. */
    private static Stream<HResult> codesOfVss() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(HResult.class.getResourceAsStream("vsserror-codes.tsv")), UTF_8))) {
            List<HResult> codes = lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> HResult.parse(line.split("\t", -1)[1]).orElseThrow())
                    .toList();
            return codes.stream();
        }
    }

    private static Stream<HResult> codes() throws IOException {
        return Stream.concat(codesOfVss(), GENERAL.stream().map(HResult::of));
    }

    static Stream<HResult> errors() throws IOException {
        return codes().filter(HResult::isFailure);
    }

    /** Success codes that no method of IVssAsync documents. */
    static Stream<HResult> otherSuccesses() throws IOException {
        return Stream.concat(
                Stream.of(HResult.of(1), HResult.of(0x7FFFFFFF)),
                codes().filter(HResult::isSuccess)
                        .filter(code -> code.value() < 0x00042309 || code.value() > 0x0004230B));
    }

    private static VssException thrownBy(ThrowingCallable call) {
        return assertThatExceptionOfType(VssException.class).isThrownBy(call).actual();
    }

    @Test
    void everyCodeIsThere() throws IOException {
        assertThat(codesOfVss()).hasSize(81);
        assertThat(errors()).hasSizeGreaterThan(80);
        assertThat(otherSuccesses()).hasSizeGreaterThan(2);
    }

    // ---- the operation's own code

    @ParameterizedTest
    @MethodSource("errors")
    @Holds({104, 116})
    void anErrorOfTheOperation_reachesWhoeverAsks(HResult error) throws Exception {
        CompletableFuture<AsyncStatus> completion = operation.completion();
        served.end(error);
        AsyncStatus failed = new AsyncStatus.Failed(error);
        assertThat(operation.status()).isEqualTo(failed);
        assertThat(operation.await()).isEqualTo(failed);
        assertThat(operation.awaitOrCancel(LONG)).isEqualTo(failed);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyFailed(error));
        assertThat(completion.get()).isEqualTo(failed);
    }

    @ParameterizedTest
    @MethodSource("otherSuccesses")
    @Holds({110, 120})
    void anotherSuccessOfTheOperation_isAFinishWithThatCode(HResult code) throws Exception {
        served.end(code);
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Finished(code));
        assertThat(operation.await()).isEqualTo(new AsyncStatus.Finished(code));
        assertThat(operation.completion().get()).isEqualTo(new AsyncStatus.Finished(code));
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyFinished());
    }

    // ---- Cancel

    @ParameterizedTest
    @MethodSource({"errors", "otherSuccesses"})
    @Holds(109)
    void anotherResultOfCancel_isAnExceptionUnlessTheOperationHasFailed(HResult code) {
        served.with(Fault.CANCEL_RETURNS, code.value());
        assertThat(thrownBy(operation::cancel).hresult()).isEqualTo(code);
        assertThat(operation.status()).isEqualTo(PENDING);
        served.end(VETO);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyFailed(VETO));
        operation.close();
        assertThat(served.references()).isZero();
    }

    @Test
    void pendingAsAResultOfCancel_isAnException() {
        served.with(Fault.CANCEL_RETURNS, HResult.VSS_S_ASYNC_PENDING.value());
        assertThat(thrownBy(operation::cancel).hresult()).isEqualTo(HResult.VSS_S_ASYNC_PENDING);
    }

    @Test
    void aCancelWithAnErrorAndAQueryWithoutAStatus_areBothTold() {
        served.with(Fault.CANCEL_RETURNS, HResult.E_FAIL.value()).with(Fault.QUERY_UNSET);
        VssException thrown = thrownBy(operation::cancel);
        assertThat(thrown.hresult()).isEqualTo(HResult.E_FAIL);
        assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(VssException.class);
    }

    @Test
    void aCloseWhoseCancelFails_releases() {
        served.with(Fault.CANCEL_RETURNS, HResult.E_ACCESSDENIED.value());
        operation.close();
        assertThat(served.calls(Method.CANCEL)).isEqualTo(1);
        assertThat(served.calls(Method.RELEASE)).isEqualTo(1);
    }

    @Test
    @Holds(112)
    void aCancelThatTakesEffectLate_isWaitedFor() {
        served.with(Fault.CANCEL_LATE, 150);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyCancelled());
        assertThat(operation.awaitOrCancel(Duration.ZERO)).isEqualTo(new AsyncStatus.Cancelled());
    }

    @Test
    void aCancelThatNeverTakesEffect_isGivenUpAfterTwoSeconds() {
        served.with(Fault.CANCEL_LATE, -1);
        long start = System.nanoTime();
        assertThat(operation.awaitOrCancel(Duration.ZERO)).isEqualTo(PENDING);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000_000L);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyCancelled());
        operation.close();
        assertThat(served.references()).isZero();
    }

    @Test
    @Holds(112)
    void anOperationThatFinishesThoughItsCancelWasTaken_isFinished() {
        served.with(Fault.CANCEL_LATE, -1);
        operation.cancel();
        served.endAfter(FINISHED, Duration.ofMillis(50));
        assertThat(operation.awaitOrCancel(LONG)).isEqualTo(new AsyncStatus.Finished(FINISHED));
    }

    // ---- QueryStatus

    @ParameterizedTest
    @MethodSource("errors")
    @Holds(119)
    void anErrorOfQueryStatus_isAnExceptionForWhoeverAsks(HResult error) {
        served.with(Fault.QUERY_RETURNS, error.value());
        assertThat(thrownBy(operation::status).hresult()).isEqualTo(error);
        assertThat(thrownBy(() -> operation.await(LONG)).hresult()).isEqualTo(error);
        assertThatThrownBy(() -> operation.completion().get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        VssException.class, e -> assertThat(e.hresult()).isEqualTo(error));
        assertThat(thrownBy(() -> operation.awaitOrCancel(LONG)).hresult()).isEqualTo(error);
        assertThat(served.calls(Method.CANCEL)).isEqualTo(1);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.AlreadyCancelled());
    }

    @ParameterizedTest
    @MethodSource("otherSuccesses")
    void anotherSuccessOfQueryStatus_countsAsOk(HResult code) {
        served.with(Fault.QUERY_RETURNS, code.value());
        assertThat(operation.status()).isEqualTo(PENDING);
        served.end(VETO);
        assertThat(operation.status()).isEqualTo(new AsyncStatus.Failed(VETO));
        served.with(Fault.QUERY_UNSET);
        assertThat(thrownBy(operation::status).hresult()).isEqualTo(HResult.E_UNEXPECTED);
    }

    @Test
    @Holds(119)
    void aQueryWithoutAStatus_isAnExceptionForWhoeverAsks() {
        served.with(Fault.QUERY_UNSET);
        assertThat(thrownBy(operation::status).hresult()).isEqualTo(HResult.E_UNEXPECTED);
        assertThat(thrownBy(() -> operation.await(LONG)).hresult()).isEqualTo(HResult.E_UNEXPECTED);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
    }

    // ---- Wait

    @ParameterizedTest
    @MethodSource({"errors", "otherSuccesses"})
    void aResultOfWait_isNotTheOperations(HResult code) throws Exception {
        served.with(Fault.WAIT_RETURNS, code.value());
        served.endAfter(FINISHED, Duration.ofMillis(5));
        assertThat(operation.await(LONG)).isEqualTo(new AsyncStatus.Finished(FINISHED));
    }

    static Stream<HResult> earlyResults() {
        return Stream.of(HResult.S_OK, HResult.of(1), HResult.VSS_E_UNEXPECTED, HResult.RPC_E_DISCONNECTED);
    }

    @ParameterizedTest
    @MethodSource("earlyResults")
    void aWaitThatReturnsAtOnce_isNotCalledWithoutPause(HResult code) throws Exception {
        served.with(Fault.WAIT_RETURNS, code.value());
        assertThat(operation.await(Duration.ofMillis(300))).isEqualTo(PENDING);
        // 300 ms in pauses of 1, 2, 4, 8, 16, 20, 20 … ms: 19 of them, each after one wait and two questions.
        assertThat(served.calls(Method.WAIT)).isBetween(1, 25);
        assertThat(served.calls(Method.QUERY_STATUS)).isBetween(2, 52);
    }

    @Test
    void aWaitThatReturnsTooLate_holdsUpItsThreadAlone() throws Exception {
        served.with(Fault.WAIT_LATE, 3_000);
        CompletableFuture<AsyncStatus> waited = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                waited.complete(operation.await(Duration.ofMillis(10)));
            } catch (InterruptedException e) {
                waited.completeExceptionally(e);
            }
        });
        Eventually.eventually("the thread is in Wait", () -> served.waiting() == 1);
        assertThat(operation.await(Duration.ZERO)).isEqualTo(PENDING);
        assertThat(operation.cancel()).isEqualTo(new CancelOutcome.CancelledNow());
        assertThat(waited.get()).isEqualTo(new AsyncStatus.Cancelled());
    }

    @Test
    void aWaitThatHidesAFailure_doesNot() throws Exception {
        served.with(Fault.WAIT_HIDES_FAILURE);
        served.endAfter(VETO, Duration.ofMillis(20));
        assertThat(operation.await(LONG)).isEqualTo(new AsyncStatus.Failed(VETO));
    }
}
