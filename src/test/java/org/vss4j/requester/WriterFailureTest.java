package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.HResult;
import org.vss4j.writer.WriterState;

class WriterFailureTest {
    @ParameterizedTest
    @CsvSource({
        "STABLE, S_OK, ",
        "WAITING_FOR_BACKUP_COMPLETE, S_OK, ",
        "STABLE, VSS_E_WRITERERROR_TIMEOUT, VSS_E_WRITERERROR_TIMEOUT",
        "FAILED_AT_FREEZE, VSS_E_WRITERERROR_TIMEOUT, VSS_E_WRITERERROR_TIMEOUT",
        "FAILED_AT_FREEZE, S_OK, VSS_E_UNEXPECTED_WRITER_ERROR",
        "UNKNOWN, S_OK, VSS_E_WRITER_STATUS_NOT_AVAILABLE",
        "UNKNOWN, VSS_E_WRITERERROR_TIMEOUT, VSS_E_WRITERERROR_TIMEOUT"
    })
    void aFailureHasAnError_alsoIfTheWriterGivesNone(WriterState state, String given, String error) {
        WriterStatus status = new WriterStatus(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "writer",
                state,
                HResult.parse(given).orElseThrow(),
                HResult.S_OK,
                "");
        assertThat(status.hasFailed()).isEqualTo(error != null);
        if (status.hasFailed()) {
            assertThat(WriterFailure.of(status).error().name()).isEqualTo(error);
        }
    }
}
