package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.vss4j.HResult;
import org.vss4j.VssException;

class VssTest {

    @Test
    void aProcessThatHasSetItsSecurityBefore_keepsIt() {
        assertThatCode(() -> Vss.acceptSecurity(HResult.S_OK)).doesNotThrowAnyException();
        assertThatCode(() -> Vss.acceptSecurity(HResult.RPC_E_TOO_LATE)).doesNotThrowAnyException();
    }

    @Test
    void aProcessWhoseSecurityCannotBeSet_isToldSo() {
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> Vss.acceptSecurity(HResult.E_OUTOFMEMORY))
                .satisfies(e -> assertThat(e.operation()).isEqualTo("CoInitializeSecurity"));
    }
}
