package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.FileKey;
import org.vss4j.testing.Mount;
import org.vss4j.testing.OnLinux;

/** What is reached by two paths is known by both. */
@OnLinux
class ExclusionsTest {
    @TempDir
    Path workspace;

    @Test
    void theRoot_isKnownByAnotherPathToo() throws Exception {
        Path root = Files.createDirectories(workspace.resolve("a/src/state"));
        Path other = Files.createDirectory(workspace.resolve("a/src/other"));
        Path again = Files.createDirectory(workspace.resolve("b"));
        Mount mount = Mount.bind(workspace.resolve("a"), again);
        try {
            Path source = workspace.resolve("a/src");
            Exclusions exclusions =
                    Exclusions.of(source, source, again.resolve("src/state").toRealPath());
            assertThat(exclusions.contains(root)).as("by its name").isFalse();
            assertThat(exclusions.contains(FileKey.of(root).orElseThrow())).isTrue();
            assertThat(exclusions.contains(FileKey.of(other).orElseThrow())).isFalse();
        } finally {
            mount.unmount();
        }
    }

    @Test
    void aTargetThatIsBeingBuilt_isKnownByAnotherPathToo() throws Exception {
        Path source = Files.createDirectories(workspace.resolve("a/src"));
        Path again = Files.createDirectory(workspace.resolve("b"));
        Mount mount = Mount.bind(workspace.resolve("a"), again);
        try (StateDirectory state = StateDirectory.open(workspace.resolve("state"), line -> {});
                StagedTarget staged =
                        StagedTarget.create(state, again.toRealPath().resolve("src/target"), Disk.unforced())) {
            Files.createDirectory(staged.path());
            Exclusions exclusions = Exclusions.of(source, source, state.root());
            assertThat(exclusions.contains(source.resolve(staged.path().getFileName())))
                    .isTrue();
            Path lookalike = Files.createDirectory(Files.createDirectory(source.resolve("folder"))
                    .resolve(staged.path().getFileName()));
            assertThat(exclusions.contains(lookalike))
                    .as("a file of the user's")
                    .isFalse();
        } finally {
            mount.unmount();
        }
    }
}
