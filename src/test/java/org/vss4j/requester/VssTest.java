package org.vss4j.requester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.ServiceDevices;
import org.vss4j.internal.com.ServiceParts;
import org.vss4j.internal.com.VssExports;

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

    @Test
    void theRootOfACopy_isTheFolderThatTheServiceHasForItsDevice_orElseTheDevice() {
        MemorySegment none = MemorySegment.NULL;
        VssExports uncalled = new VssExports(none, none, none, none, none);
        Path folder = Path.of("folder");
        ServiceDevices devices = device -> device.equals("its own") ? Optional.of(folder) : Optional.empty();
        Vss vss = Vss.over(new ServiceParts(uncalled, Volumes::of, devices, "test"));
        assertThat(vss.rootOf("its own").path()).isEqualTo(folder);
        assertThat(vss.rootOf("another").path()).isEqualTo(Path.of("another"));
    }
}
