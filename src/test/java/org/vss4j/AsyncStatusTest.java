package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class AsyncStatusTest {
    @Test
    void onlyASuccessIsNotThrown() {
        AsyncStatus.Finished finished = new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED);
        assertThat(finished.orThrow()).isSameAs(finished);
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> new AsyncStatus.Failed(HResult.VSS_E_PROVIDER_VETO).orThrow())
                .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.VSS_E_PROVIDER_VETO))
                .withMessageStartingWith("IVssAsync failed: VSS_E_PROVIDER_VETO (0x80042306): ");
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> new AsyncStatus.Cancelled().orThrow());
        assertThatIllegalStateException().isThrownBy(() -> new AsyncStatus.Pending().orThrow());
    }
}
