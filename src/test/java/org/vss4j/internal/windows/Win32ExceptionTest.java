package org.vss4j.internal.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Win32ExceptionTest {

    @Test
    void itNamesTheCallAndTheError() {
        Win32Exception failure = new Win32Exception("CreateSymbolicLinkW", 1314);
        assertThat(failure).hasMessage("CreateSymbolicLinkW failed: Windows error 1314");
        assertThat(failure.call()).isEqualTo("CreateSymbolicLinkW");
    }

    /** As the macro of winerror.h does it: what is not positive stays. */
    @ParameterizedTest
    @CsvSource({"5, 0x80070005", "1314, 0x80070522", "65541, 0x80070005", "0, 0x00000000", "-2147024891, 0x80070005"})
    void itsHresultIsThatOfTheMacro(int error, String hresult) {
        assertThat(new Win32Exception("f", error).hresult())
                .isEqualTo(Long.decode(hresult).intValue());
    }
}
