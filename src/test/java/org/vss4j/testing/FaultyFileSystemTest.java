package org.vss4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is told to fail fails, and nothing else. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "FUSE is Linux's")
class FaultyFileSystemTest {
    @TempDir
    Path workspace;

    private FaultyFileSystem system;

    @BeforeEach
    void mount() throws Exception {
        system = FaultyFileSystem.mount(workspace);
        Files.writeString(system.root().resolve("file"), "content");
    }

    @AfterEach
    void unmount() throws Exception {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void whatIsNotToldToFail_isAsInTheFolderBehindIt() throws IOException {
        assertThat(system.backing().resolve("file")).hasContent("content");
        assertThat(system.changes()).containsExactly("create /file", "write /file");
    }

    @Test
    void aReadFails_andAnotherFileIsRead() throws IOException {
        Files.writeString(system.root().resolve("other"), "other");
        system.rules("read /file EIO");
        assertThatThrownBy(() -> Files.readString(system.root().resolve("file")))
                .isInstanceOf(IOException.class);
        assertThat(system.root().resolve("other")).hasContent("other");
    }

    @Test
    void fromTheNthChangeOn_allFail() throws IOException {
        system.rules("change * ENOSPC 3");
        Files.createDirectory(system.root().resolve("first"));
        Files.createDirectory(system.root().resolve("second"));
        assertThatThrownBy(() -> Files.createDirectory(system.root().resolve("third")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Files.delete(system.root().resolve("first"))).isInstanceOf(IOException.class);
        system.rules();
        Files.delete(system.root().resolve("first"));
    }

    @Test
    void whatVanishes_isGone() throws IOException {
        system.rules("open /file vanish");
        assertThatThrownBy(() -> Files.readString(system.root().resolve("file")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(system.backing().resolve("file")).doesNotExist();
    }

    @Test
    void aReadBlocks_untilTheRulesChange() throws Exception {
        system.rules("read /file block");
        CompletableFuture<String> read = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                read.complete(Files.readString(system.root().resolve("file")));
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        assertThat(read).isNotDone();
        system.rules();
        assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo("content");
    }
}
