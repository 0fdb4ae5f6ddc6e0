package org.vss4j.internal.windows;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class PlatformTest {

    @Test
    void a32BitJvm_isRefused() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Platform.require64Bit("x86"))
                .withMessageContaining("64-bit JDK");
    }

    @Test
    void a64BitJvm_isNot() {
        Platform.require64Bit("amd64");
        Platform.require64Bit("aarch64");
    }

    @Test
    void theJvmIsAskedByItsOwnProperty() {
        String architecture = System.getProperty("os.arch");
        System.setProperty("os.arch", "x86");
        try {
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(Platform::require64Bit);
        } finally {
            System.setProperty("os.arch", architecture);
        }
    }
}
