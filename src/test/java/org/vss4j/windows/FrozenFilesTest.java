package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.windows.Kernel32;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.OtherVolumeException;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.Fault;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.Holds;
import org.vss4j.testing.TestDrive;
import org.vss4j.testing.TimeIsUp;

/** Frozen files behind a device object of Windows, as java.nio.file sees them. */
class FrozenFilesTest extends SystemServiceTest {

    static List<SnapshotContext> contexts() {
        return List.of(SnapshotContext.BACKUP, SnapshotContext.FILE_SHARE_BACKUP);
    }

    @ParameterizedTest
    @MethodSource("contexts")
    @Holds({605, 1401})
    void aWholeSession(SnapshotContext context) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");
        Path root;
        try (BackupSession session = open(BackupOptions.defaults().withContext(context))) {
            ShadowCopy copy =
                    session.takeSnapshot(List.of(Vss.system().volumeOf(file))).getFirst();
            Files.writeString(file, "after");
            assertThat(copy.deviceObject())
                    .matches("\\\\\\\\\\?\\\\GLOBALROOT\\\\Device\\\\HarddiskVolumeShadowCopy\\d+");
            assertThat(copy.resolve(file)).hasContent("before");
            root = copy.root();
            session.complete();
            assertThat(root).isDirectory();
        }
        assertThat(root).doesNotExist();
    }

    @Test
    @Holds(1403)
    void theTreeBelowTheRoot_canBeWalked() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("a/b/c"));
        Files.writeString(deep.resolve("file"), "deep");
        withCopy(copy -> {
            Path frozen = copy.resolve(folder);
            try (Stream<Path> files = Files.walk(frozen)) {
                assertThat(files.map(file -> frozen.relativize(file).toString()))
                        .containsExactlyInAnyOrder("", "a", "a\\b", "a\\b\\c", "a\\b\\c\\file");
            }
            assertThat(Files.getLastModifiedTime(copy.resolve(deep.resolve("file"))))
                    .isEqualTo(Files.getLastModifiedTime(deep.resolve("file")));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with spaces", "\u00E4\u00F6\u00FC", "\uD83D\uDE00\uD834\uDD1E", "dots.in.it"})
    void namesAreAsTheyWere(String name) throws Exception {
        Files.writeString(folder.resolve(name), name);
        withCopy(copy -> {
            assertThat(copy.resolve(folder.resolve(name))).hasContent(name);
            try (Stream<Path> files = Files.list(copy.resolve(folder))) {
                assertThat(files.map(file -> String.valueOf(file.getFileName())))
                        .containsExactly(name);
            }
        });
    }

    @Test
    @Holds(1404)
    void aNameInTheOtherCase_isTheSameName() throws Exception {
        Files.writeString(folder.resolve("file"), "before");
        withCopy(copy -> assertThat(copy.resolve(folder.resolve("FILE"))).hasContent("before"));
    }

    @Test
    void aDriveOfSubst_andTheVolumesOwnName_leadToTheSameFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "before");
        String name = Kernel32.volumeName(TestDrive.ROOT).replace("\\\\?\\", "\\\\.\\");
        try (SubstitutedDrive drive = SubstitutedDrive.of(folder)) {
            withCopy(copy -> {
                Files.writeString(file, "after");
                for (Path path : List.of(
                        drive.root().resolve("file"),
                        Path.of(name).resolve(folder.getFileName()).resolve("file"))) {
                    assertThat(copy.resolve(path)).hasContent("before");
                    assertThat(copy.resolve(path)).isEqualTo(copy.resolve(file));
                }
            });
        }
    }

    @Test
    void aFileOfAnotherDrive_isRefused_andNamesIt() throws Exception {
        Path system = Path.of(System.getenv("SystemDrive") + "\\");
        withCopy(copy -> assertThatExceptionOfType(OtherVolumeException.class)
                .isThrownBy(() -> copy.resolve(system.resolve("file")))
                .withMessage(system + "file is not on the volume X:\\, which this copy shows, but on " + system)
                .satisfies(e -> assertThat(e.volume()).contains(system)));
        Path share = Path.of("\\\\machine\\share\\file");
        withCopy(copy -> assertThatExceptionOfType(OtherVolumeException.class)
                .isThrownBy(() -> copy.resolve(share))
                .withMessage(share + " is not on the volume X:\\, which this copy shows")
                .satisfies(e -> assertThat(e.volume()).isEmpty()));
    }

    @Test
    void aNameBeyond260Characters_isRead_orRefusedWithTheReason() throws Exception {
        Path deep = Files.createDirectories(folder.resolve(("n".repeat(100) + "\\").repeat(3)));
        Path file = Files.writeString(deep.resolve("file"), "deep");
        assertThat(file.toString()).hasSizeGreaterThan(260);
        withCopy(copy -> {
            // Without a link, as under Wine, the JDK has no way to it.
            if (copy.root().toString().startsWith("\\\\.\\")) {
                assertThatExceptionOfType(InvalidPathException.class)
                        .isThrownBy(() -> copy.resolve(file))
                        .withMessageStartingWith(
                                "the path is too long to be read in the shadow copy without a symbolic link");
            } else {
                assertThat(copy.resolve(file)).hasContent("deep");
            }
        });
    }

    @Test
    void theRootIsNeverLeft_whenASessionFails() throws Exception {
        setup.fault(VssMethod.BACKUP_COMPLETE, new Fault.Fails(HResult.VSS_E_UNEXPECTED));
        server();
        assertThatExceptionOfType(VssException.class).isThrownBy(() -> {
            try (BackupSession session = open(BackupOptions.defaults())) {
                session.takeSnapshot(List.of(folder.getRoot()));
                session.complete();
            }
        });
    }

    @Test
    void theRootIsNeverLeft_whenTheTimeIsUp() throws Exception {
        setup.fault(VssMethod.BACKUP_COMPLETE, new Fault.Hangs());
        server();
        assertThat(TimeIsUp.with("BackupComplete was cancelled", timeout -> {
                    try (BackupSession session = open(BackupOptions.defaults().withTimeout(timeout))) {
                        session.takeSnapshot(List.of(folder.getRoot()));
                        session.complete();
                    }
                }))
                .hasMessageContaining("is up");
    }

    private interface Use {
        void of(ShadowCopy copy) throws IOException;
    }

    private void withCopy(Use use) throws Exception {
        try (BackupSession session = open(WITHOUT_WRITERS)) {
            use.of(session.takeSnapshot(List.of(folder.getRoot())).getFirst());
        }
    }
}
