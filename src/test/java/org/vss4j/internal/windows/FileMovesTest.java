package org.vss4j.internal.windows;

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
import org.vss4j.testing.OnWindows;

/** Moves that wait for the disk: what they do besides. */
@OnWindows
class FileMovesTest {
    @TempDir
    Path workspace;

    private Path from;
    private Path to;

    @BeforeEach
    void prepare() throws IOException {
        from = Files.writeString(workspace.resolve("from"), "new");
        to = workspace.resolve("to");
    }

    @Test
    void aFileAndAFolder_areMoved() throws IOException {
        FileMoves.move(from, to);
        assertThat(to).hasContent("new");
        assertThat(from).doesNotExist();
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Files.writeString(folder.resolve("file"), "contents");
        FileMoves.move(folder, workspace.resolve("other"));
        assertThat(workspace.resolve("other").resolve("file")).hasContent("contents");
    }

    @Test
    void aMove_replacesNothing() throws IOException {
        Files.writeString(to, "old");
        assertThatThrownBy(() -> FileMoves.move(from, to))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(to.toString());
        assertThat(to).hasContent("old");
    }

    @Test
    void aReplacement_replaces() throws IOException {
        Files.writeString(to, "old");
        FileMoves.replace(from, to);
        assertThat(to).hasContent("new");
    }

    @Test
    void whatIsMissing_isNamed() {
        Path missing = workspace.resolve("missing");
        assertThatThrownBy(() -> FileMoves.move(missing, to))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toString());
    }

    @Test
    void aLongPath_isMovedTo() throws IOException {
        Path folder = workspace;
        while (folder.toString().length() < 300) {
            folder = Files.createDirectory(folder.resolve("a folder with a long name"));
        }
        FileMoves.move(from, folder.resolve("to"));
        assertThat(folder.resolve("to")).hasContent("new");
    }
}
