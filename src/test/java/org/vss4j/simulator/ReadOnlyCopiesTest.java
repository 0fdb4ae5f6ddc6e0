package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.testing.Holds;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.OnLinux;

/** Nobody writes to a copy. */
@OnLinux
@ExtendWith(NothingLeftBehind.class)
class ReadOnlyCopiesTest {
    private static final BackupOptions PERSISTENT = BackupOptions.defaults().withContext(SnapshotContext.NAS_ROLLBACK);
    private static final Map<String, String> MODES = Map.of(
            "usual", "rw-r--r--",
            "shared", "rw-rw-r--",
            "a program", "rwxr-xr-x",
            "nobody's to write", "r--r--r--",
            "a strange one", "-w--wxr-x");

    @TempDir
    Path temporary;

    private Path volume;

    @BeforeEach
    void makeVolume() throws IOException {
        volume = Files.createDirectory(temporary.resolve("volume")).toRealPath();
        for (Map.Entry<String, String> file : MODES.entrySet()) {
            Files.writeString(volume.resolve(file.getKey()), "contents");
            Files.setPosixFilePermissions(
                    volume.resolve(file.getKey()), PosixFilePermissions.fromString(file.getValue()));
        }
        Files.createDirectory(volume.resolve("folder"));
        Files.setPosixFilePermissions(volume.resolve("folder"), PosixFilePermissions.fromString("rwxrwxr-x"));
        Files.createSymbolicLink(volume.resolve("link"), Path.of("usual"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    @Holds(452)
    void nothingInACopyMayBeWritten_andItsOwnerReadsAll() throws Exception {
        try (VssSimulator simulator = VssSimulator.of(volume);
                BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
            Path copy = session.takeSnapshot(List.of(volume)).getFirst().root();
            assertThat(permissions(copy)).doesNotContain("w").startsWith("r-x");
            assertThat(permissions(copy.resolve("folder"))).isEqualTo("r-xr-xr-x");
            assertThat(permissions(copy.resolve("usual"))).isEqualTo("r--r--r--");
            assertThat(permissions(copy.resolve("a program"))).isEqualTo("r-xr-xr-x");
            assertThat(permissions(copy.resolve("a strange one"))).isEqualTo("r----xr-x");
        }
    }

    @Test
    void whatPermissionsAFileHad_isOnRecord() throws Exception {
        for (BackupOptions options : List.of(BackupOptions.defaults(), PERSISTENT)) {
            try (VssSimulator simulator = VssSimulator.of(volume);
                    BackupSession session = simulator.vss().openBackup(options)) {
                Path copy = session.takeSnapshot(List.of(volume)).getFirst().root();
                for (String name : MODES.keySet()) {
                    assertThat(simulator.permissions(copy.resolve(name), mode(copy.resolve(name))))
                            .as("%s", name)
                            .isEqualTo(mode(volume.resolve(name)) & 0_7777);
                }
                assertThat(simulator.permissions(copy.resolve("folder"), mode(copy.resolve("folder"))))
                        .isEqualTo(0_775);
                assertThat(simulator.permissions(copy, mode(copy))).isEqualTo(mode(volume) & 0_777);
                assertThat(simulator.permissions(volume.resolve("usual"), 0_100640))
                        .isEqualTo(0_640);
            }
        }
    }

    @Test
    void whatIsChangedInACopyAllTheSame_isFound_whenTheCopyGoes() throws Exception {
        try (VssSimulator simulator = VssSimulator.of(volume)) {
            Path copy;
            try (BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
                copy = session.takeSnapshot(List.of(volume)).getFirst().root();
                change(copy);
                assertThat(simulator.changed()).isEmpty();
            }
            assertThat(simulator.changed()).containsExactly(copy.resolve("usual"));
        }
    }

    @Test
    void inAPersistentCopyToo() throws Exception {
        try (VssSimulator simulator = VssSimulator.of(volume)) {
            Path copy;
            try (BackupSession session = simulator.vss().openBackup(PERSISTENT)) {
                copy = session.takeSnapshot(List.of(volume)).getFirst().root();
            }
            change(copy);
            simulator.vss().inventory().delete(CopyFilter.all());
            assertThat(copy).doesNotExist();
            assertThat(simulator.changed()).containsExactly(copy.resolve("usual"));
        }
    }

    /** At once, and so that the file looks as before. */
    private static void change(Path copy) throws IOException {
        Path file = copy.resolve("usual");
        var modified = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(file, modified);
    }

    @Test
    void whatIsReadOnly_isNotChanged() throws Exception {
        try (VssSimulator simulator = VssSimulator.of(volume)) {
            for (BackupOptions options : List.of(BackupOptions.defaults(), PERSISTENT)) {
                try (BackupSession session = simulator.vss().openBackup(options)) {
                    Path copy = session.takeSnapshot(List.of(volume)).getFirst().root();
                    assertThat(copy.resolve("usual")).hasContent("contents");
                }
            }
            simulator.vss().inventory().delete(CopyFilter.all());
            assertThat(simulator.changed()).isEmpty();
        }
    }
}
