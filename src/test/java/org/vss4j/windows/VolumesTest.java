package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.VssException;
import org.vss4j.internal.files.Links;
import org.vss4j.internal.windows.Kernel32;
import org.vss4j.internal.windows.Win32Exception;
import org.vss4j.requester.Vss;
import org.vss4j.testing.OnWindows;

/** Which volume holds a file, as Windows says. */
@OnWindows
class VolumesTest {
    private static final String SYSTEM_DRIVE = String.valueOf(System.getenv("SystemDrive"));

    @ParameterizedTest
    @ValueSource(
            strings = {"\\", "\\Windows", "\\windows\\system32\\kernel32.dll", "\\nowhere\\to\\be found", "\\a\\..\\b"})
    void aFileOnADrive_isOnThatDrive(String file) {
        assertThat(Vss.system().volumeOf(Path.of(SYSTEM_DRIVE + file))).isEqualTo(Path.of(SYSTEM_DRIVE + "\\"));
    }

    @Test
    void aFileOfALongName_isOnItsDrive() {
        Path file = Path.of(SYSTEM_DRIVE + "\\" + "folder\\".repeat(100) + "file");
        assertThat(Vss.system().volumeOf(file)).isEqualTo(Path.of(SYSTEM_DRIVE + "\\"));
    }

    @Test
    void aDriveThatIsNotThere_isNamed() {
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> Vss.system().volumeOf(Path.of("Q:\\file")))
                .withMessageContaining("Q:\\file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\\machine\\share\\file",
                "\\\\10.0.0.1\\c$\\folder\\file",
                "\\\\.\\UNC\\machine\\share\\file",
                "\\\\.\\unc\\machine\\share\\file"
            })
    void aFileOnAShare_isRefused_andSaysWhy(String file) {
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> Vss.system().volumeOf(Path.of(file)))
                .withMessageStartingWith("Finding the volume of " + file
                        + " failed: VSS_E_VOLUME_NOT_SUPPORTED (0x8004230C): it" + " is on the share ")
                .withMessageEndingWith(", and a shadow copy is made on the machine that has the files: do it there");
    }

    @Test
    void aVolumeHasAName_whereverItIsMounted() {
        assertThat(Kernel32.volumeName(SYSTEM_DRIVE + "\\")).matches("\\\\\\\\\\?\\\\Volume\\{[0-9a-fA-F-]{36}}\\\\");
    }

    @Test
    void aFolderInWhichNothingIsMounted_isNoVolume() {
        assertThatExceptionOfType(Win32Exception.class)
                .isThrownBy(() -> Kernel32.volumeName(SYSTEM_DRIVE + "\\Windows\\"))
                .withMessageStartingWith(
                        "GetVolumeNameForVolumeMountPointW of " + SYSTEM_DRIVE + "\\Windows\\ failed: ");
    }

    @Test
    void aDriveOfSubst_isOnTheVolumeOfItsFolder() {
        try (SubstitutedDrive drive = SubstitutedDrive.of(Path.of(SYSTEM_DRIVE + "\\Windows"))) {
            assertThat(Vss.system().volumeOf(drive.root().resolve("system32"))).isEqualTo(Path.of(SYSTEM_DRIVE + "\\"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\Windows", "\\Windows\\nowhere", "\\Windows\\nowhere\\below", "\\"})
    void whatIsNoLink_leadsNowhereElse(String file) throws IOException {
        assertThat(Links.target(Path.of(SYSTEM_DRIVE + file))).isEmpty();
    }
}
