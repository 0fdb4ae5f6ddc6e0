package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.testing.OnPosix;

/** What has taken the place of a file of ours is refused at once, whatever it is, by the calls of Linux and by Java's. */
@OnPosix
class RegularFileTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path workspace;

    /** By which calls a file is read. */
    @SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
    enum Way {
        BY_CALLS(path -> path),
        BY_JAVA(new InterceptedFileSystem((operation, path) -> {})::path);

        private final UnaryOperator<Path> of;

        Way(UnaryOperator<Path> of) {
            this.of = of;
        }

        byte[] read(Path file) {
            return assertTimeoutPreemptively(Duration.ofMinutes(1), () -> RegularFile.read(of.apply(file)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFile_isRead_upToAMebibyte(Way way) throws IOException {
        Path file = workspace.resolve("file");
        assertThatThrownBy(() -> way.read(file)).isInstanceOf(NoSuchFileException.class);
        for (int size : new int[] {0, 1, 10_000, MEBIBYTE}) {
            byte[] contents = new byte[size];
            Arrays.fill(contents, (byte) 'x');
            Files.write(file, contents);
            assertThat(way.read(file)).isEqualTo(contents);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLargerOne_isRefused_andNotReadToItsEnd(Way way) throws IOException {
        Path file = workspace.resolve("file");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(1L << 40);
        }
        assertRefused(way, file, "larger than any of ours: remove it");
        Files.write(file, new byte[MEBIBYTE + 1]);
        assertRefused(way, file, "larger than any of ours: remove it");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoFile_isRefused_andNotWaitedFor(Way way) throws Exception {
        Shell.run(
                workspace,
                "mkfifo fifo; ln -s fifo link; ln -s nothing broken; echo x > file; ln -s file led; mkdir d");
        for (String name : new String[] {"fifo", "link", "broken", "led", "d"}) {
            assertRefused(way, workspace.resolve(name), "not a regular file: remove it");
        }
        assertRefused(way, Path.of("/dev/zero"), "not a regular file: remove it");
    }

    private static void assertRefused(Way way, Path file, String reason) {
        assertThatThrownBy(() -> way.read(file)).isInstanceOfSatisfying(FileSystemException.class, e -> {
            assertThat(e.getFile()).isEqualTo(file.toString());
            assertThat(e.getReason()).isEqualTo(reason);
        });
    }

    @Test
    void whatIsNotThere_mayBeMade() throws Exception {
        RegularFile.requireIfPresent(workspace.resolve("nothing"));
        RegularFile.requireIfPresent(Files.createFile(workspace.resolve("file")));
        Shell.run(workspace, "mkfifo fifo");
        assertThatThrownBy(() -> RegularFile.requireIfPresent(workspace.resolve("fifo")))
                .isInstanceOf(FileSystemException.class);
    }
}
