package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.Holds;

/** What is refused is refused in one line, which says why; and there is a word on what to do. */
class RefusalTest extends SystemServiceTest {

    @ParameterizedTest
    @CsvSource({
        "0x80070005, E_ACCESSDENIED, administrator",
        "0x80070422, HRESULT_FROM_WIN32(ERROR_SERVICE_DISABLED), sc.exe config VSS start= demand",
        "0x800706BA, HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE), net start VSS",
        "0x80004001, E_NOTIMPL, edition"
    })
    @Holds(1504)
    void aServiceThatCannotBeReached(String code, String name, String advice)
            throws InterruptedException, TimeoutException {
        HResult hresult = HResult.of(Integer.parseUnsignedInt(code.substring(2), 16));
        setup.fault(VssMethod.CREATE_VSS_BACKUP_COMPONENTS, new Fault.Returns(hresult));
        server();
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> open(WITHOUT_WRITERS))
                .satisfies(e -> {
                    assertThat(e)
                            .hasMessageStartingWith("CreateVssBackupComponents failed: " + name + " (" + code + "): ");
                    assertThat(e.getMessage()).doesNotContain("\n");
                    assertThat(e.advice()).contains(advice).doesNotContain("\n");
                });
    }

    @Test
    void aLibraryThatIsMissing() {
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> Vss.load(Path.of("C:\\nowhere\\vssapi.dll")))
                .withMessageStartingWith("Loading C:\\nowhere\\vssapi.dll failed: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
                .satisfies(e -> assertThat(e.advice()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    @Holds(1709)
    void aLibraryThatLacksTheExports() {
        assertThatExceptionOfType(VssException.class)
                .isThrownBy(() -> Vss.load(Path.of(System.getenv("SystemRoot"), "system32", "kernel32.dll")))
                .withMessageContaining("does not export CreateVssBackupComponentsInternal,"
                        + " VssFreeSnapshotPropertiesInternal, IsVolumeSnapshottedInternal: it is not a vssapi.dll")
                .satisfies(e -> assertThat(e.advice()).contains("the right library was given"));
    }

    @Test
    @Holds(416)
    void aShareOfAnotherMachine() throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            session.steps().startSnapshotSet();
            assertThatExceptionOfType(VssException.class)
                    .isThrownBy(() -> session.steps().addToSnapshotSet(Path.of("\\\\machine\\share\\")))
                    .satisfies(e -> assertThat(e.hresult()).isEqualTo(HResult.of(0x8004230C)));
        }
    }
}
