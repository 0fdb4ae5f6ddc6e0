package org.vss4j.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.internal.posix.Descriptor.O_DIRECTORY;
import static org.vss4j.internal.posix.Descriptor.WORKING_DIRECTORY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.Shell;
import org.vss4j.testing.OnLinux;

@OnLinux
class EntriesTest {
    private static final PosixName A = PosixName.of("a");
    private static final PosixName B = PosixName.of("b");

    @TempDir
    Path workspace;

    private Descriptor folder = WORKING_DIRECTORY;

    @BeforeEach
    void open() throws IOException {
        folder = Descriptor.open(WORKING_DIRECTORY, PosixName.of(workspace), O_DIRECTORY);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void aDirectoryIsMade_andRemovedWhenItIsEmpty() throws IOException {
        Entries.mkdirat(folder, A, 0_700);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace.resolve("a"))))
                .isEqualTo("rwx------");
        Failure.of(Errno.EEXIST, () -> Entries.mkdirat(folder, A, 0_700));
        Files.writeString(workspace.resolve("a/file"), "");
        Failure.of(Errno.ENOTEMPTY, () -> Entries.rmdirat(folder, A));
        Failure.of(Errno.EISDIR, () -> Entries.unlinkat(folder, A));
        Files.delete(workspace.resolve("a/file"));
        Entries.rmdirat(folder, A);
        Failure.of(Errno.ENOENT, () -> Entries.rmdirat(folder, A));
    }

    @Test
    void aLink_hasItsTextToTheByte_andIsRemovedItself() throws IOException {
        PosixName text = PosixName.of((byte) 'x', (byte) 0xFF, (byte) '/', (byte) '\n');
        Entries.symlinkat(text, folder, A);
        assertThat(Entries.readlinkat(folder, A)).isEqualTo(text);
        Failure.of(Errno.EEXIST, () -> Entries.symlinkat(text, folder, A));
        Entries.unlinkat(folder, A);
        Failure.of(Errno.ENOENT, () -> Entries.readlinkat(folder, A));
        Entries.symlinkat(PosixName.of("x".repeat(4_095)), folder, A);
        assertThat(Entries.readlinkat(folder, A).bytes()).hasSize(4_095);
        Failure.of(Errno.ENAMETOOLONG, () -> Entries.symlinkat(PosixName.of("x".repeat(4_096)), folder, B));
    }

    @Test
    void aSecondName_isOfTheSameFile_alsoOfALink() throws IOException {
        Files.writeString(workspace.resolve("a"), "contents");
        Entries.linkat(folder, A, folder, B);
        assertThat(Inodes.statx(folder, B, 0).id())
                .isEqualTo(Inodes.statx(folder, A, 0).id());
        assertThat(Inodes.statx(folder, B, 0).links()).isEqualTo(2);
        Files.createSymbolicLink(workspace.resolve("link"), Path.of("a"));
        Entries.linkat(folder, PosixName.of("link"), folder, PosixName.of("again"));
        assertThat(Files.readSymbolicLink(workspace.resolve("again"))).isEqualTo(Path.of("a"));
        Failure.of(Errno.EEXIST, () -> Entries.linkat(folder, A, folder, B));
    }

    @Test
    void aMove_replaces_orRefuses_orExchanges() throws IOException {
        Files.writeString(workspace.resolve("a"), "a");
        Files.writeString(workspace.resolve("b"), "b");
        Failure.of(Errno.EEXIST, () -> Entries.renameat2(folder, A, folder, B, Entries.RENAME_NOREPLACE));
        Entries.renameat2(folder, A, folder, B, Entries.RENAME_EXCHANGE);
        assertThat(workspace.resolve("a")).hasContent("b");
        Entries.renameat2(folder, A, folder, B, 0);
        assertThat(workspace.resolve("b")).hasContent("b");
        assertThat(workspace.resolve("a")).doesNotExist();
        Failure.of(Errno.ENOENT, () -> Entries.renameat2(folder, A, folder, B, 0));
    }

    @Test
    void aListing_hasEachName_toTheByte_butItselfAndItsParent() throws Exception {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 1_500; i++) {
            String name = ("name " + i + " ").repeat(10);
            Files.createFile(workspace.resolve(name));
            expected.add(name);
        }
        Shell.run(workspace, "touch \"$(printf 'bad\\377\\nname')\" .x ... ..x");
        expected.addAll(Set.of("bad\\xFF\nname", ".x", "...", "..x"));
        Set<String> found = new TreeSet<>();
        try (Listing listing = Listing.of(folder)) {
            for (PosixName name = listing.next(); name != null; name = listing.next()) {
                assertThat(found.add(name.toString())).isTrue();
                assertThat(Files.exists(name.in(workspace), LinkOption.NOFOLLOW_LINKS))
                        .isTrue();
            }
            assertThat(listing.next()).isNull();
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void whatIsNoDirectory_cannotBeListed() throws IOException {
        Files.writeString(workspace.resolve("a"), "");
        try (Descriptor file = Descriptor.open(folder, A, 0);
                Listing listing = Listing.of(file)) {
            Failure.of(Errno.ENOTDIR, () -> {
                PosixName unused = listing.next();
            });
        }
    }
}
