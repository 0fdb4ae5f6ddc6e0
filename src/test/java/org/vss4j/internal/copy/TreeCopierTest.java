package org.vss4j.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;
import org.vss4j.testing.SymbolicLinks;

/** What a copy does besides copying: what it tells, how it is stopped, and what it never opens. */
class TreeCopierTest {
    private static final int CHUNK = 256 * 1024;

    @TempDir
    Path workspace;

    private final Told told = new Told();
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        source = Files.createDirectory(workspace.resolve("source"));
        target = workspace.resolve("target");
    }

    /** Opening a FIFO would never return. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is done by a shell")
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFifoAndASocket_areNamed_andNeverOpened() throws Exception {
        Shell.run(source, "mkfifo fifo");
        Files.writeString(source.resolve("file"), "contents");
        List<String> opened = new ArrayList<>();
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Interceptor.Operation.OPEN) {
                opened.add(path.getFileName().toString());
            }
        });
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(source.resolve("socket")));
            TreeCopier.copy(system.path(source), system.path(target), told);
        }
        assertThat(told.unreadable).containsExactlyInAnyOrder("fifo: a FIFO", "socket: a socket");
        assertThat(opened).containsExactly("file");
        assertThat(TreeText.names(target)).containsExactly("file");
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Its device is one of POSIX")
    @Test
    void aDevice_isNamed_andThereIsNoTarget() throws IOException {
        TreeCopier.copy(Path.of("/dev/null"), target, told);
        assertThat(told.unreadable).containsExactly("null: a device");
        assertThat(target).doesNotExist();
    }

    @Test
    void aSourceThatIsMissing_isNamed_andThereIsNoTarget() throws IOException {
        TreeCopier.copy(workspace.resolve("nothing"), target, told);
        assertThat(told.unreadable).containsExactly("nothing: no such file or directory");
        assertThat(target).doesNotExist();
    }

    @Test
    void aFileAlone_arrives_withItsTimes() throws IOException {
        Path file = Files.writeString(source.resolve("file"), "contents");
        FileTime changed = FileTime.from(Instant.parse("1971-02-03T04:05:06.1234567Z"));
        FileTime read = FileTime.from(Instant.parse("2101-02-03T04:05:06.9876543Z"));
        Files.setAttribute(file, "lastModifiedTime", changed);
        Files.setAttribute(file, "lastAccessTime", read);
        TreeCopier.copy(file, target, told);
        assertThat(Files.getAttribute(target, "lastModifiedTime")).isEqualTo(changed);
        assertThat(Files.getAttribute(target, "lastAccessTime")).isEqualTo(read);
        assertThat(target).hasContent("contents");
        assertThat(told.finished).containsExactly("file 8");
    }

    /** Java can't write such a time, so that a tool has to make it. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is done by a shell")
    @Test
    void aTimeBefore1970_arrivesToTheSecond_ifJavaCopies() throws Exception {
        Shell.run(source, "touch -d 1969-12-31T23:59:58.25Z file && ln -s file link");
        Shell.run(source, "touch -h -d 1931-02-03T04:05:06.75Z link && touch -d 1931-02-03T04:05:06.75Z .");
        assertThat(Files.getLastModifiedTime(source)).hasToString("1931-02-03T04:05:06.75Z");
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {});
        TreeCopier.copy(system.path(source), system.path(target), told);
        assertThat(Files.getLastModifiedTime(target)).hasToString("1931-02-03T04:05:06Z");
        assertThat(Files.getLastModifiedTime(target.resolve("link"), LinkOption.NOFOLLOW_LINKS))
                .hasToString("1931-02-03T04:05:06Z");
        assertThat(Files.getLastModifiedTime(target.resolve("file"))).hasToString("1969-12-31T23:59:58Z");
    }

    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aLinkAlone_arrivesAsALink() throws IOException {
        Path link = Files.createSymbolicLink(source.resolve("link"), Path.of("nowhere"));
        TreeCopier.copy(link, target, told);
        assertThat(Files.readSymbolicLink(target)).isEqualTo(Path.of("nowhere"));
        assertThat(told.finished).containsExactly("link 0");
    }

    /** So the root of a shadow copy is reached on Windows. */
    @Test
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    void aLinkToAFolder_isFollowedAtTheStart_andNowhereElse() throws IOException {
        Files.writeString(Files.createDirectory(source.resolve("folder")).resolve("file"), "contents");
        Files.createSymbolicLink(source.resolve("inner"), Path.of("folder"));
        Path link = Files.createSymbolicLink(workspace.resolve("start"), source);
        TreeCopier.copy(link, target, told);
        assertThat(target).isDirectory();
        assertThat(Files.isSymbolicLink(target)).isFalse();
        assertThat(target.resolve("folder/file")).hasContent("contents");
        assertThat(Files.readSymbolicLink(target.resolve("inner"))).isEqualTo(Path.of("folder"));
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is done by a shell")
    @Test
    void aLinkLeadsWhereItLed_toTheByte() throws Exception {
        Shell.run(source, "ln -s \"$(printf 'a//b/\\377/.')\" link");
        TreeCopier.copy(source, target, told);
        Shell.run(workspace, "test \"$(readlink target/link)\" = \"$(readlink source/link)\"");
    }

    @Test
    void aLargeFile_canBeStoppedBetweenItsChunks() throws IOException {
        Files.write(source.resolve("large"), new byte[3 * CHUNK + 1]);
        TreeCopier.copy(source, target, told);
        assertThat(told.chunks).containsExactly((long) CHUNK, (long) CHUNK, (long) CHUNK, 1L);
        assertThat(told.checkpoints)
                .as("one each, for the folder, and for the file")
                .isEqualTo(4 + 2);
    }

    @Test
    void aCheckpointThatThrows_endsTheCopyAtOnce() throws IOException {
        Files.write(source.resolve("large"), new byte[3 * CHUNK]);
        RuntimeException stop = new IllegalStateException("stop");
        List<Interceptor.Operation> after = new ArrayList<>();
        boolean[] stopped = {false};
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (stopped[0]) {
                after.add(operation);
            }
        });
        Told stopping = new Told() {
            @Override
            public void checkpoint() {
                if (!chunks.isEmpty()) {
                    stopped[0] = true;
                    throw stop;
                }
            }
        };
        assertThatThrownBy(() -> TreeCopier.copy(system.path(source), system.path(target), stopping))
                .isSameAs(stop);
        assertThat(stopping.chunks).hasSize(1);
        assertThat(after).containsOnly(Interceptor.Operation.CLOSE).hasSize(2);
    }

    @Test
    void anInterrupt_endsTheCopyOfAFile_andSaysNothingAboutTheFile() throws IOException {
        Files.write(source.resolve("file"), new byte[1]);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> TreeCopier.copy(source, target, told)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(told.unreadable).isEmpty();
    }

    @Test
    void whatIsExcluded_isNotLookedAt_norWhatIsBelowIt() throws IOException {
        Files.createDirectories(source.resolve("excluded/folder"));
        Files.createDirectories(source.resolve("other/excluded"));
        Files.createDirectories(source.resolve("other/kept"));
        List<String> seen = new ArrayList<>();
        InterceptedFileSystem system =
                new InterceptedFileSystem((operation, path) -> seen.add(path.getFileName() + ""));
        Told excluding = new Told() {
            @Override
            public boolean excludes(Path entry) {
                return entry.endsWith(entry.getFileSystem().getPath("excluded"));
            }
        };
        TreeCopier.copy(system.path(source), system.path(target), excluding);
        assertThat(seen).doesNotContain("excluded", "folder").contains("other", "kept");
        assertThat(TreeText.names(target)).containsExactly("other");
        assertThat(TreeText.names(target.resolve("other"))).containsExactly("kept");
        assertThat(excluding.unreadable).isEmpty();
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void whileItIsCopied_nobodyElseCanOpenIt() throws IOException {
        Path file = Files.createDirectory(source.resolve("folder")).resolve("file");
        Files.write(file, new byte[1]);
        for (Path path : List.of(source, file.getParent(), file)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        List<String> meanwhile = new ArrayList<>();
        TreeCopier.copy(source, target, new Told() {
            @Override
            public void copied(long bytes) {
                for (String path : List.of("", "folder", "folder/file")) {
                    meanwhile.add(permissions(target.resolve(path)));
                }
            }
        });
        assertThat(meanwhile).containsExactly("rwx------", "rwx------", "rw-------");
        assertThat(permissions(target.resolve("folder/file"))).isEqualTo("rwxrwxrwx");
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The first folder that is entered makes the other one a link, which has been seen as a folder by then. */
    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aFolderThatALinkHasReplaced_isNotFollowed() throws IOException {
        Path secret = Files.createDirectory(workspace.resolve("secret"));
        Files.writeString(secret.resolve("secret"), "secret");
        for (String name : List.of("a", "b")) {
            Files.writeString(Files.createDirectory(source.resolve(name)).resolve("file"), "contents");
        }
        Told replacing = new Told() {
            @Override
            public void finished(Path entry, long bytes) {
                Path other = source.resolve(entry.startsWith(source.resolve("a")) ? "b" : "a");
                try {
                    FileTrees.delete(other);
                    Files.createSymbolicLink(other, secret);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        };
        TreeCopier.copy(source, target, replacing);
        assertThat(replacing.unreadable).isEmpty();
        assertThat(TreeText.of(target))
                .contains("contents")
                .contains(" -> " + secret)
                .doesNotContain("secret/secret");
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aFolderThatALinkReplacesWhileItIsOpened_isNotFollowed() throws IOException {
        Path secret = Files.createDirectory(workspace.resolve("secret"));
        Files.writeString(secret.resolve("secret"), "secret");
        Path folder = Files.createDirectory(source.resolve("folder"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("-wx------"));
        Told replacing = new Told() {
            @Override
            public void deniedToOwner(Path entry) {
                try {
                    FileTrees.delete(folder);
                    Files.createSymbolicLink(folder, secret);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        };
        TreeCopier.copy(source, target, replacing);
        assertThat(replacing.unreadable).containsExactly("folder: replaced while it was read");
        assertThat(TreeText.of(target)).doesNotContain("secret");
        Files.setPosixFilePermissions(target.resolve("folder"), PosixFilePermissions.fromString("rwx------"));
    }
}
