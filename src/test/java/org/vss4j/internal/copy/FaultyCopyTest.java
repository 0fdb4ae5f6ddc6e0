package org.vss4j.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.TreeText;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.testing.FaultyFileSystem;
import org.vss4j.testing.OnLinux;

/** A copy by the calls of Linux whose source or target has faults. */
@OnLinux
class FaultyCopyTest {
    @TempDir
    Path workspace;

    private final Told told = new Told();
    private FaultyFileSystem system;
    private Path faulty;
    private Path sound;

    @BeforeEach
    void mount() throws Exception {
        system = FaultyFileSystem.mount(Files.createDirectory(workspace.resolve("faulty")));
        faulty = system.root().resolve("tree");
        sound = workspace.resolve("tree");
    }

    @AfterEach
    void unmount() throws Exception {
        if (system != null) {
            system.close();
        }
    }

    private static void make(Path tree) throws IOException {
        Files.createDirectories(tree.resolve("folder/inner"));
        Files.write(tree.resolve("folder/file"), new byte[600 * 1024]);
        Files.writeString(tree.resolve("folder/inner/file"), "contents");
        Files.writeString(tree.resolve("other"), "other");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("nowhere"));
    }

    @Test
    void whatCannotBeRead_isNamed_andIsNotHalfThere() throws Exception {
        make(faulty);
        system.rules("read /tree/folder/file EIO 2", "readlink /tree/link EIO");
        TreeCopier.copy(faulty, sound, told);
        assertThat(told.unreadable).containsExactlyInAnyOrder("file: input/output error", "link: input/output error");
        assertThat(TreeText.names(sound)).containsExactly("folder", "other");
        assertThat(TreeText.names(sound.resolve("folder"))).containsExactly("inner");
        assertThat(sound.resolve("folder/inner/file")).hasContent("contents");
    }

    @Test
    void aSourceThatIsOneFile_isNamedOnce_andThereIsNoTarget() throws Exception {
        make(faulty);
        system.rules("read /tree/other EIO");
        TreeCopier.copy(faulty.resolve("other"), sound, told);
        assertThat(told.unreadable).containsExactly("other: input/output error");
        assertThat(sound).doesNotExist();
    }

    @Test
    void whatVanishes_isNamed_andTheRestArrives() throws Exception {
        make(faulty);
        system.rules("open /tree/other vanish");
        TreeCopier.copy(faulty, sound, told);
        assertThat(told.unreadable).containsExactly("other: no such file or directory");
        assertThat(TreeText.names(sound)).containsExactly("folder", "link");
    }

    /** Whichever change is the first that fails, it ends the copy, is no fault of the source, and nothing stays open. */
    @Test
    void aTargetThatFails_endsTheCopy_andIsNamed() throws Exception {
        make(sound);
        int before = Descriptor.count();
        for (int n = 1; ; n++) {
            Path target = faulty.resolveSibling("target" + n);
            system.rules("change * EROFS " + n);
            try {
                TreeCopier.copy(sound, target, told);
                break;
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith(target.toString()).hasMessageEndingWith(": read-only file system");
            }
            assertThat(told.unreadable).isEmpty();
            assertThat(Descriptor.count()).isEqualTo(before);
            assertThat(n).as("it ends").isLessThan(200);
        }
        system.rules();
        assertThat(system.changes()).hasSizeGreaterThan(100);
    }

    @Test
    void aTimeThatIsRefused_isNamed_andTheRestArrives() throws Exception {
        make(sound);
        system.rules("utimens * EACCES");
        TreeCopier.copy(sound, faulty, told);
        assertThat(told.notKept)
                .contains("other: its times: permission denied", "link: its times: permission denied")
                .hasSize(7);
        assertThat(TreeText.names(faulty)).containsExactly("folder", "link", "other");
    }

    @Test
    void aFolderThatCannotBeMade_isNamed() throws Exception {
        make(sound);
        system.rules("mkdir /tree/folder EDQUOT");
        assertThatThrownBy(() -> TreeCopier.copy(sound, faulty, told))
                .hasMessage(faulty.resolve("folder") + ": disk quota exceeded");
    }
}
