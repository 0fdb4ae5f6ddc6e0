package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VssExceptionTest {
    private static final HResult BUSY = HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS;

    @Test
    void theMessageIsOneLine_withWhatFailedAndTheCode() {
        VssException failure = new VssException("StartSnapshotSet", BUSY);
        assertThat(failure).hasMessage("StartSnapshotSet failed: " + BUSY + ": " + BUSY.meaning());
        assertThat(failure.operation()).isEqualTo("StartSnapshotSet");
        assertThat(failure.hresult()).isEqualTo(BUSY);
    }

    @Test
    void theAdviceIsThatOfTheCode() {
        assertThat(new VssException("StartSnapshotSet", BUSY).advice()).isEqualTo(BUSY.advice());
    }

    @Test
    void aDetailTakesThePlaceOfTheMeaning() {
        assertThat(new VssException("QueryStatus", BUSY, "it says so"))
                .hasMessage("QueryStatus failed: " + BUSY + ": it says so");
    }
}
