package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Entries;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.testing.OnLinux;

/** Trees that are deleted though they are deeper than any path is long, or have names that are no text. */
@OnLinux
class DeepTreesTest {
    private static final int LEVELS = 3_000;
    private static final int MOST_DESCRIPTORS = 4;
    private static final PosixName NAME = PosixName.of("a".repeat(100));
    private static final int DIRECTORY = Descriptor.O_RDONLY | Descriptor.O_DIRECTORY;

    @TempDir
    Path workspace;

    private Path tree;

    @BeforeEach
    void prepare() throws IOException {
        tree = Files.createDirectory(workspace.resolve("tree"));
    }

    private interface AtEachLevel {
        void make(Descriptor directory, int level) throws PosixException;
    }

    private void makeDeep(AtEachLevel work) throws IOException {
        Descriptor current = Descriptor.open(Descriptor.WORKING_DIRECTORY, PosixName.of(tree), DIRECTORY);
        for (int level = 0; level < LEVELS; level++) {
            work.make(current, level);
            Entries.mkdirat(current, NAME, 0700);
            try (Descriptor outer = current) {
                current = Descriptor.open(outer, NAME, DIRECTORY);
            }
        }
        current.close();
    }

    @Test
    void aTreeThatIsDeeperThanTheLongestPath_isDeleted_withFewDescriptorsOpenAtATime() throws IOException {
        Path folder = Files.createDirectory(workspace.resolve("kept"));
        Path kept = Files.writeString(folder.resolve("file"), "kept");
        makeDeep((directory, level) -> {
            Entries.symlinkat(PosixName.of(folder), directory, PosixName.of("link"));
            Entries.mkdirat(directory, PosixName.of("beside"), 0700);
            Entries.symlinkat(PosixName.of(".."), directory, PosixName.of("beside/up"));
        });
        int before = Descriptor.count();
        List<Integer> open = new ArrayList<>();
        FileTrees.delete(tree, () -> open.add(Descriptor.count() - before));
        assertThat(Files.exists(tree, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(kept).hasContent("kept");
        assertThat(open).hasSizeGreaterThan(3 * LEVELS).allMatch(count -> count <= MOST_DESCRIPTORS);
    }

    @Test
    void itsDeletion_canBeStopped_anywhere_andLeavesNothingOpen() throws IOException {
        makeDeep((directory, level) -> {});
        int[] left = {LEVELS / 2};
        assertThatThrownBy(() -> FileTrees.delete(tree, () -> {
                    if (--left[0] == 0) {
                        throw new IllegalStateException("stopped");
                    }
                }))
                .hasMessage("stopped");
        assertThat(tree).exists();
        FileTrees.delete(tree);
        assertThat(tree).doesNotExist();
    }

    @Test
    void namesThatAreNoText_areDeleted() throws IOException {
        try (Descriptor directory = Descriptor.open(Descriptor.WORKING_DIRECTORY, PosixName.of(tree), DIRECTORY)) {
            for (byte[] name :
                    List.of(new byte[] {(byte) 0xFF, '\n'}, "\u00E4".getBytes(StandardCharsets.ISO_8859_1))) {
                Entries.mkdirat(directory, PosixName.of(name), 0700);
                try (Descriptor inner = Descriptor.open(directory, PosixName.of(name), DIRECTORY)) {
                    Entries.mkdirat(inner, PosixName.of(name), 0700);
                }
            }
        }
        FileTrees.delete(tree);
        assertThat(tree).doesNotExist();
    }

    /** The way back leads elsewhere then, where everything is somebody else's; the other one is by the names. */
    @ParameterizedTest
    @ValueSource(strings = {"outer", "outer/inner"})
    void aFolderThatIsMovedAwayMeanwhile_leadsTheDeletionNowhereElse(String name) throws IOException {
        Files.createFile(Files.createDirectories(tree.resolve("outer/inner")).resolve("file"));
        Files.createFile(tree.resolve("other"));
        Path elsewhere = Files.createDirectory(workspace.resolve("elsewhere"));
        Path kept = Files.createFile(elsewhere.resolve("outer"));
        int[] entries = {0};
        FileTrees.delete(tree, () -> {
            if (Files.exists(tree.resolve("outer/inner/file")) && ++entries[0] > 3) {
                move(tree.resolve(name), elsewhere.resolve("moved"));
            }
        });
        assertThat(tree).doesNotExist();
        assertThat(kept).exists();
        assertThat(elsewhere.resolve("moved")).isDirectory();
    }

    /** Two folders wait to be emptied; when that has begun with one, links take the places of both. */
    @Test
    void aLinkThatTakesAFoldersPlace_isDeleted_andNotFollowed() throws IOException {
        Path kept = Files.createDirectory(workspace.resolve("kept"));
        Files.writeString(kept.resolve("file"), "kept");
        for (String name : List.of("one", "two")) {
            Files.createFile(Files.createDirectory(tree.resolve(name)).resolve("file"));
        }
        int[] entries = {0};
        FileTrees.delete(tree, () -> {
            // The tree, one and two, and then the file in one of these.
            if (++entries[0] == 4) {
                for (String name : List.of("one", "two")) {
                    move(tree.resolve(name), workspace.resolve(name));
                    link(tree.resolve(name), kept);
                }
            }
        });
        assertThat(tree).doesNotExist();
        assertThat(kept.resolve("file")).hasContent("kept");
        assertThat(entries[0]).isGreaterThanOrEqualTo(4);
    }

    private static void link(Path link, Path to) {
        try {
            Files.createSymbolicLink(link, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
