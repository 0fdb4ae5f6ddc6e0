package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.testing.FailingLog;
import org.vss4j.testing.LoggedMessages;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** What goes wrong where nothing can be thrown is logged, and nothing else is. */
@ExtendWith(NothingLeftBehind.class)
class AsyncOperationLogTest {
    private final LoggedMessages log = new LoggedMessages();
    private final ScriptedAsync server = new ScriptedAsync();
    private final AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());

    @AfterEach
    void close() {
        operation.close();
        log.close();
    }

    @Test
    void aCloseWhoseCancelFails_isLogged() {
        server.cancelResult = HResult.E_ACCESSDENIED;
        operation.close();
        assertThat(log.soFar())
                .containsExactly("WARNING Closing an operation: Cancel returned " + HResult.E_ACCESSDENIED
                        + "; it has failed, or goes on");
    }

    /** Cancel's documented results say that there is nothing to worry about, whatever the status says. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0x0004230A, 0x0004230B})
    void aCloseWhoseCancelIsAnswered_isNotLogged(int result) {
        server.cancelResult = HResult.of(result);
        operation.close();
        assertThat(server.cancels).hasValue(1);
        assertThat(log.soFar()).isEmpty();
    }

    @Test
    void aCloseOfAnOperationWhoseFailureWasSeen_isNotLogged() {
        server.end(HResult.VSS_E_PROVIDER_VETO);
        assertThat(operation.status().isTerminal()).isTrue();
        operation.close();
        assertThat(server.cancels).hasValue(0);
        assertThat(log.soFar()).isEmpty();
    }

    @Test
    void aCancelThatNamesAnotherErrorThanTheOperations_isLogged() {
        server.end(HResult.VSS_E_PROVIDER_VETO);
        server.cancelResult = HResult.E_UNEXPECTED;
        operation.cancel();
        assertThat(log.soFar())
                .containsExactly("WARNING Cancel returned " + HResult.E_UNEXPECTED
                        + " for an operation that failed with " + HResult.VSS_E_PROVIDER_VETO);
    }

    @Test
    void aCancelThatNamesTheOperationsError_isNotLogged() {
        server.end(HResult.VSS_E_PROVIDER_VETO);
        operation.cancel();
        assertThat(log.soFar()).isEmpty();
    }

    /** Whatever was to be said about it, the reference goes; {@link NothingLeftBehind} looks for it. */
    @Test
    void aCloseWhoseLogFails_releases() {
        server.cancelResult = HResult.E_ACCESSDENIED;
        try (FailingLog failing = new FailingLog("org.vss4j")) {
            operation.close();
            assertThat(failing.asked()).isOne();
        }
        assertThat(server.isReleased()).isTrue();
    }

    @Test
    void aCancelAtTheDeadlineThatFails_isLogged() {
        ScriptedAsync refusing = new ScriptedAsync() {
            @Override
            protected int cancel() {
                finish();
                return HResult.E_ACCESSDENIED.value();
            }
        };
        try (AsyncOperation refused = AsyncOperation.adopt(refusing.pointer(), Arena.global())) {
            refused.awaitOrCancel(Duration.ZERO);
        }
        assertThat(log.soFar())
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("WARNING Cancelling an operation failed")
                        .contains("Cancel failed: E_ACCESSDENIED"));
    }
}
