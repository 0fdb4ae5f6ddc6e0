package org.vss4j.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vss4j.internal.posix.Descriptor.O_CREAT;
import static org.vss4j.internal.posix.Descriptor.O_DIRECTORY;
import static org.vss4j.internal.posix.Descriptor.O_EXCL;
import static org.vss4j.internal.posix.Descriptor.O_NOFOLLOW;
import static org.vss4j.internal.posix.Descriptor.O_PATH;
import static org.vss4j.internal.posix.Descriptor.O_WRONLY;
import static org.vss4j.internal.posix.Descriptor.WORKING_DIRECTORY;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.Shell;
import org.vss4j.testing.OnLinux;

@OnLinux
class DescriptorTest {
    @TempDir
    Path workspace;

    private Descriptor open(String name, int flags) throws PosixException {
        return Descriptor.open(WORKING_DIRECTORY, PosixName.of(workspace.resolve(name)), flags);
    }

    @Test
    void namesAreRelativeToADirectory_alsoToOneThatHasMoved() throws IOException {
        Files.createDirectory(workspace.resolve("a"));
        try (Descriptor folder = open("a", O_DIRECTORY)) {
            Files.move(workspace.resolve("a"), workspace.resolve("b"));
            Descriptor.open(folder, PosixName.of("file"), O_CREAT | O_EXCL | O_WRONLY, 0_640)
                    .close();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace.resolve("b/file"))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void eachIsCounted_untilItIsClosed_andClosedOnce() throws IOException {
        int before = Descriptor.count();
        Descriptor folder = open("", O_DIRECTORY);
        Descriptor other = open("", O_PATH);
        assertThat(Descriptor.count()).isEqualTo(before + 2);
        folder.close();
        folder.close();
        assertThat(Descriptor.count()).isEqualTo(before + 1);
        assertThatThrownBy(() -> Inodes.statx(folder)).isInstanceOf(IllegalStateException.class);
        assertThat(Inodes.statx(other).isDirectory()).isTrue();
        other.close();
    }

    @Test
    void theWorkingDirectory_isNeverClosed() throws IOException {
        WORKING_DIRECTORY.close();
        assertThat(Inodes.statx(WORKING_DIRECTORY, PosixName.of("."), 0).isDirectory())
                .isTrue();
    }

    @Test
    void aProgramThatIsStarted_doesNotInheritIt() throws Exception {
        Files.writeString(workspace.resolve("file"), "");
        try (Descriptor file = open("file", 0)) {
            assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + file.number())))
                    .isEqualTo(workspace.resolve("file").toRealPath());
            Shell.run(workspace, "! ls -l /proc/self/fd | grep \"$PWD/file\"");
        }
    }

    @Test
    void whatFails_saysWhy_byNumberAndNotByTheSystemsText() throws IOException {
        Files.writeString(workspace.resolve("file"), "");
        Files.createSymbolicLink(workspace.resolve("link"), Path.of("file"));
        PosixException missing =
                Failure.of(Errno.ENOENT, () -> open("nothing", 0).close());
        assertThat(missing)
                .isInstanceOf(FileSystemException.class)
                .hasMessage(workspace + "/nothing: no such file or directory");
        assertThat(missing.function()).isEqualTo("openat");
        assertThat(missing.number()).isEqualTo(2);
        assertThat(missing.is(Errno.EACCES, Errno.ENOENT)).isTrue();
        assertThat(missing.is(Errno.EACCES)).isFalse();
        Failure.of(Errno.EEXIST, () -> open("file", O_CREAT | O_EXCL).close());
        Failure.of(Errno.ELOOP, () -> open("link", O_NOFOLLOW).close());
        Failure.of(Errno.ENOTDIR, () -> open("file", O_DIRECTORY).close());
        Failure.of(Errno.ENOTDIR, () -> open("link", O_DIRECTORY | O_NOFOLLOW).close());
        Failure.of(Errno.EISDIR, () -> open("", O_WRONLY).close());
        Failure.of(Errno.ENAMETOOLONG, () -> open("x".repeat(256), 0).close());
        Failure.of(Errno.ENAMETOOLONG, () -> open("x/".repeat(2_048), 0).close());
    }

    @Test
    void aNumberThatHasNoName_isToldAsIt() {
        assertThat(new PosixException("openat", "file", 9_999))
                .hasMessage("file: error 9999")
                .satisfies(e -> assertThat(e.name()).isEqualTo("9999"));
    }
}
