package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
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

    /** A part of the root lies in the tree by a mount, also one of another file system that is mounted in it. */
    @Test
    void whatOfTheRootIsMountedInTheTree_isNoPartOfACopy() throws Exception {
        Path root = Files.createDirectory(workspace.toRealPath().resolve("state"));
        Path kept = Files.createDirectories(root.resolve("persistent"));
        Path source = Files.createDirectory(workspace.resolve("source"));
        Path shown = Files.createDirectory(source.resolve("shown"));
        Path shownToo = Files.createDirectory(source.resolve("shown too"));
        Mount mount = Mount.bind(kept, shown);
        Mount memory = Mount.memory(kept);
        Mount second = Mount.bind(Files.createDirectory(kept.resolve("set")), shownToo);
        try {
            Exclusions exclusions = Exclusions.of(source, source, root);
            assertThat(exclusions.contains(FileKey.of(shownToo).orElseThrow())).isTrue();
            memory.unmount();
            exclusions = Exclusions.of(source, source, root);
            assertThat(exclusions.contains(FileKey.of(shown).orElseThrow())).isTrue();
            assertThat(exclusions.contains(FileKey.of(source).orElseThrow())).isFalse();
        } finally {
            second.unmount();
            mount.unmount();
        }
    }

    /** Whatever shows it, as an overlay, in which it has another number: it is known by its name. */
    @Test
    void theFolderOfThisProcess_isNoPartOfACopy_whereverItIsSeen() throws Exception {
        Path source = Files.createDirectories(workspace.resolve("source"));
        try (StateDirectory state = StateDirectory.open(workspace.resolve("state"), line -> {})) {
            Exclusions exclusions = Exclusions.of(source, source, state.root());
            Path own = Objects.requireNonNull(state.folder().getParent()).getFileName();
            assertThat(exclusions.contains(source.resolve("upper").resolve(own)))
                    .isTrue();
            assertThat(exclusions.contains(source.resolve("1-1-" + "0".repeat(32))))
                    .as("another's")
                    .isFalse();
            assertThat(exclusions.contains(source.resolve(own + "0"))).isFalse();
        }
    }
}
