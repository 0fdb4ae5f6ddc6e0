package org.vss4j.internal.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that a path of Windows has. */
class NtNamesTest {
    private static final String VOLUME = "Volume{01234567-89ab-cdef-0123-456789abcdef}\\";

    @ParameterizedTest
    @CsvSource({
        "C:\\folder, \\\\?\\C:\\folder",
        "\\\\machine\\share\\folder, \\\\?\\UNC\\machine\\share\\folder",
        "\\\\.\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7\\, \\\\.\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7\\",
        "\\\\?\\C:\\folder, \\\\?\\C:\\folder"
    })
    void aPathMayBeOfAnyLength(String path, String extended) {
        assertThat(NtNames.extended(path)).isEqualTo(extended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\folder\\", "\\\\?\\" + VOLUME, "\\\\?\\UNC\\machine\\share\\"})
    void onlyADriveLosesWhatMadeItLong(String path) {
        assertThat(NtNames.withoutExtension(path)).isEqualTo(path);
        assertThat(NtNames.withoutExtension("\\\\?\\C:\\folder\\")).isEqualTo("C:\\folder\\");
    }

    @ParameterizedTest
    @CsvSource({VOLUME, "volume{x}\\folder"})
    void aVolumesOwnName_hasAFormForWindows_andOneForJava(String name) {
        assertThat(NtNames.ofVolume("\\\\.\\" + name)).isEqualTo("\\\\?\\" + name);
        assertThat(NtNames.readable("\\\\?\\" + name)).isEqualTo("\\\\.\\" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\Volume{x}", "\\\\.\\C:\\", "\\\\.\\GLOBALROOT\\Volume{x}", "/folder"})
    void anyOtherPath_isAsItIs(String path) {
        assertThat(NtNames.ofVolume(path)).isEqualTo(path);
        assertThat(NtNames.readable(path)).isEqualTo(path);
    }
}
