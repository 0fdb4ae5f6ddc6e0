package org.vss4j.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.internal.posix.Descriptor.O_DIRECTORY;
import static org.vss4j.internal.posix.Descriptor.O_RDWR;
import static org.vss4j.internal.posix.Descriptor.WORKING_DIRECTORY;
import static org.vss4j.internal.posix.Inodes.AT_SYMLINK_NOFOLLOW;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.internal.files.Shell;
import org.vss4j.testing.OnLinux;

@OnLinux
class InodesTest {
    private static final PosixName FILE = PosixName.of("file");
    private static final PosixName LINK = PosixName.of("link");

    @TempDir
    Path workspace;

    private Descriptor folder = WORKING_DIRECTORY;

    @BeforeEach
    void open() throws IOException {
        folder = Descriptor.open(WORKING_DIRECTORY, PosixName.of(workspace), O_DIRECTORY);
        Files.writeString(workspace.resolve("file"), "contents");
        Files.createSymbolicLink(workspace.resolve("link"), Path.of("file"));
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void aStatus_saysWhatTheJdkSays() throws Exception {
        Shell.run(workspace, "touch -d 2001-02-03T04:05:06.123456789Z file && touch -a -d 2002-03-04T05:06:07Z file");
        Shell.run(workspace, "ln file second && chmod 4751 file");
        FileStatus status = Inodes.statx(folder, FILE, 0);
        assertThat(status.size()).isEqualTo(8);
        assertThat(status.isRegularFile()).isTrue();
        assertThat(status.modified()).hasToString("2001-02-03T04:05:06.123456789Z");
        assertThat(status.accessed()).hasToString("2002-03-04T05:06:07Z");
        for (String name : new String[] {"file", "link", ""}) {
            Path path = workspace.resolve(name);
            FileStatus found = Inodes.statx(
                    folder, PosixName.of(name), AT_SYMLINK_NOFOLLOW | (name.isEmpty() ? Inodes.AT_EMPTY_PATH : 0));
            assertThat(found.mode()).isEqualTo(attribute(path, "mode"));
            assertThat(found.links()).isEqualTo(attribute(path, "nlink"));
            assertThat(found.owner()).isEqualTo(attribute(path, "uid"));
            assertThat(found.group()).isEqualTo(attribute(path, "gid"));
            assertThat(found.id().inode()).isEqualTo(attribute(path, "ino"));
            Instant changed = ((FileTime) attribute(path, "ctime")).toInstant();
            assertThat(found.changed()).isEqualTo(new Timestamp(changed.getEpochSecond(), changed.getNano()));
        }
    }

    private static Object attribute(Path path, String name) throws IOException {
        return Files.getAttribute(path, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void eachKind_isTold() throws Exception {
        Shell.run(workspace, "mkfifo fifo");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(workspace.resolve("socket")));
            assertThat(kind("socket")).isEqualTo("a socket");
        }
        assertThat(kind("fifo")).isEqualTo("a FIFO");
        assertThat(kind("/dev/null")).isEqualTo("a device");
        assertThat(kind("file")).isEqualTo("a file");
        assertThat(kind("link")).isEqualTo("a symbolic link");
        assertThat(kind(".")).isEqualTo("a folder");
    }

    private String kind(String name) throws IOException {
        return Inodes.statx(folder, PosixName.of(name), AT_SYMLINK_NOFOLLOW).kind();
    }

    @Test
    void anotherFileSystem_hasAnotherDevice() throws IOException {
        assertThat(Inodes.statx(folder, PosixName.of("/proc"), 0).id().device())
                .isNotEqualTo(Inodes.statx(folder).id().device());
        assertThat(Inodes.statx(folder, PosixName.of(workspace), 0).id())
                .isEqualTo(Inodes.statx(folder).id());
    }

    @ParameterizedTest
    @CsvSource({"-2147483648, 0", "-1, 999999999", "0, 1", "2147483646, 123456789"})
    void times_areWhatWasSet_ofALinkToo(long seconds, int nanos) throws IOException {
        Timestamp accessed = new Timestamp(seconds, nanos);
        Timestamp modified = new Timestamp(Math.max(seconds - 1, Integer.MIN_VALUE), nanos);
        Inodes.utimensat(folder, LINK, accessed, modified, AT_SYMLINK_NOFOLLOW);
        try (Descriptor file = Descriptor.open(folder, FILE, O_RDWR)) {
            Inodes.futimens(file, accessed, modified);
            assertThat(Inodes.statx(file).modified()).isEqualTo(modified);
        }
        FileStatus link = Inodes.statx(folder, LINK, AT_SYMLINK_NOFOLLOW);
        assertThat(link.accessed()).isEqualTo(accessed);
        assertThat(link.modified()).isEqualTo(modified);
        assertThat(Inodes.statx(folder, FILE, 0).accessed()).isEqualTo(accessed);
    }

    /** A file system in memory holds all of them. */
    @ParameterizedTest
    @CsvSource({"15032385536", "-9624960000", "-62135596800", "4611686018427387904"})
    void timesFarAway_areExact(long seconds) throws IOException {
        Path file = Files.createTempFile(Path.of("/dev/shm"), "vss4j", "");
        try {
            PosixName name = PosixName.of(file);
            Timestamp time = new Timestamp(seconds, 7);
            Inodes.utimensat(WORKING_DIRECTORY, name, time, time, 0);
            assertThat(Inodes.statx(WORKING_DIRECTORY, name, 0).modified()).isEqualTo(time);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aTimeThatJavaHasNoDateFor_isToldByItsNumbers() {
        assertThat(new Timestamp(-62_135_596_800L, 1)).hasToString("0001-01-01T00:00:00.000000001Z");
        assertThat(new Timestamp(Long.MAX_VALUE, 1)).hasToString("9223372036854775807s 1ns");
    }

    @Test
    void permissions_areWhatWasSet() throws IOException {
        Inodes.fchmodat(folder, LINK, 0_4751, 0);
        assertThat(Inodes.statx(folder, FILE, 0).permissions()).isEqualTo(0_4751);
        try (Descriptor file = Descriptor.open(folder, FILE, 0)) {
            Inodes.fchmod(file, 0_1600);
            assertThat(Inodes.statx(file).permissions()).isEqualTo(0_1600);
        }
        Failure.of(Errno.EOPNOTSUPP, () -> Inodes.fchmodat(folder, LINK, 0_600, AT_SYMLINK_NOFOLLOW));
        Failure.of(Errno.ENOENT, () -> Inodes.fchmodat(folder, PosixName.of("nothing"), 0_600, 0));
    }

    @Test
    @EnabledIf(value = "isRoot", disabledReason = "only root may give files away")
    void anOwner_isWhatWasSet_ofALinkToo() throws IOException {
        Inodes.fchownat(folder, LINK, 12, 34, AT_SYMLINK_NOFOLLOW);
        assertThat(Inodes.statx(folder, LINK, AT_SYMLINK_NOFOLLOW).owner()).isEqualTo(12);
        assertThat(Inodes.statx(folder, LINK, AT_SYMLINK_NOFOLLOW).group()).isEqualTo(34);
        Inodes.fchownat(folder, LINK, -1, 56, 0);
        assertThat(Inodes.statx(folder, FILE, 0).owner()).isZero();
        assertThat(Inodes.statx(folder, FILE, 0).group()).isEqualTo(56);
    }

    static boolean isRoot() {
        return Posix.isAvailable() && Processes.geteuid() == 0;
    }

    @Test
    void whatIsNotThere_hasNoStatus() {
        PosixName missing = PosixName.of("nothing");
        Failure.of(Errno.ENOENT, () -> Inodes.statx(folder, missing, 0).mode());
        Failure.of(Errno.ENOENT, () -> Inodes.fchownat(folder, missing, -1, -1, 0));
        Failure.of(Errno.ENOENT, () -> Inodes.utimensat(folder, missing, new Timestamp(0, 0), new Timestamp(0, 0), 0));
        Failure.of(Errno.EINVAL, () -> Inodes.utimensat(folder, FILE, new Timestamp(0, -1), new Timestamp(0, -1), 0));
    }
}
