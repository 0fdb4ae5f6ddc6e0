package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnLinux;

/** The disk of Linux: what it does besides forcing, which only a power cut shows. */
@OnLinux
class SyncedDiskTest {
    @TempDir
    Path workspace;

    private Disk disk;
    private Path from;
    private Path to;

    @BeforeEach
    void prepare() throws IOException {
        disk = Disk.of(workspace);
        from = Files.writeString(workspace.resolve("from"), "new");
        to = workspace.resolve("to");
    }

    @Test
    void itIsThatOfTheSystemsOwnPaths() {
        assertThat(disk).isInstanceOf(SyncedDisk.class);
    }

    @Test
    void aMove_replacesNothing_notEvenALinkToNothing() throws IOException {
        Files.createSymbolicLink(to, Path.of("nothing"));
        assertThatThrownBy(() -> disk.move(from, to))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(to.toString());
        assertThat(Files.isSymbolicLink(to)).isTrue();
        Files.delete(to);
        disk.move(from, to);
        assertThat(to).hasContent("new");
        assertThat(from).doesNotExist();
    }

    @Test
    void aReplacement_replaces() throws IOException {
        Files.writeString(to, "old");
        disk.replace(from, to);
        assertThat(to).hasContent("new");
    }

    @Test
    void whatIsMissing_isNamed() {
        Path missing = workspace.resolve("missing");
        assertThatThrownBy(() -> disk.move(missing, to))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toString());
        assertThatThrownBy(() -> disk.forceNames(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toString());
    }

    @Test
    void aThreadThatIsInterrupted_forcesAllTheSame() throws IOException {
        Thread.currentThread().interrupt();
        disk.forceTree(from, () -> {});
        disk.forceNames(workspace);
        assertThat(Thread.interrupted()).isTrue();
    }
}
