package org.vss4j.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.Interceptor.Operation;

class FileTreesTest {
    @TempDir
    Path workspace;

    private Path tree;
    private Path inner;

    @BeforeEach
    void prepare() throws IOException {
        tree = workspace.resolve("tree");
        inner = Files.createDirectories(tree.resolve("inner"));
        Files.writeString(inner.resolve("file"), "contents");
        Files.writeString(tree.resolve("file"), "contents");
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void aTree_aFile_andNothing_areDeleted() throws IOException {
        FileTrees.delete(tree.resolve("file"));
        FileTrees.delete(tree.resolve("file"));
        assertThat(TreeText.names(tree)).containsExactly("inner");
        FileTrees.delete(tree);
        FileTrees.delete(tree);
        assertThat(exists(tree)).isFalse();
    }

    /** A read-only file system refuses to delete also what it does not have. */
    @Test
    void nothing_isDeleted_whereNothingCanBe() throws IOException {
        InterceptedFileSystem readOnly = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.DELETE) {
                throw new FileSystemException(path.toString(), null, "Read-only file system");
            }
        });
        Path nothing = readOnly.path(workspace.resolve("nothing"));
        FileTrees.delete(nothing);
        Path something = readOnly.path(Files.createFile(workspace.resolve("something")));
        assertThatThrownBy(() -> FileTrees.delete(something)).hasMessageContaining("Read-only file system");
    }

    @Test
    void whatIsRemoved_isCounted() throws IOException {
        long before = Removals.entries();
        boolean[] underWay = new boolean[1];
        FileTrees.delete(tree, () -> underWay[0] = Removals.areUnderWay());
        FileTrees.delete(tree);
        assertThat(Removals.entries() - before).isEqualTo(4);
        assertThat(underWay[0]).isTrue();
        assertThat(Removals.areUnderWay()).isFalse();
    }

    @Test
    void linksAreDeleted_andNotFollowed() throws IOException {
        Path kept = Files.createDirectory(workspace.resolve("kept"));
        Files.writeString(kept.resolve("file"), "kept");
        Files.createSymbolicLink(inner.resolve("absolute"), kept);
        Files.createSymbolicLink(inner.resolve("up"), Path.of(".."));
        Path link = Files.createSymbolicLink(workspace.resolve("link"), kept);
        FileTrees.delete(tree);
        FileTrees.delete(link);
        assertThat(exists(tree)).isFalse();
        assertThat(exists(link)).isFalse();
        assertThat(kept.resolve("file")).hasContent("kept");
    }

    /** Something that happens each time before an operation on a path. */
    private interface Happening {
        void happen(int times) throws IOException;
    }

    private void delete(Operation before, Path where, Happening happening) throws IOException {
        int[] times = {0};
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == before && path.equals(where)) {
                happening.happen(++times[0]);
            }
        });
        FileTrees.delete(system.path(tree));
    }

    @Test
    void aFolderThatVanishesMeanwhile_isDeleted() throws IOException {
        delete(Operation.LIST, inner, times -> FileTrees.delete(inner));
        assertThat(exists(tree)).isFalse();
    }

    @Test
    void aFileThatVanishesMeanwhile_isDeleted() throws IOException {
        Path file = inner.resolve("file");
        delete(Operation.DELETE, file, times -> Files.delete(file));
        assertThat(exists(tree)).isFalse();
    }

    @Test
    void theWholeTreeMayVanishMeanwhile() throws IOException {
        delete(Operation.LOOK, tree, times -> FileTrees.delete(tree));
        assertThat(exists(tree)).isFalse();
    }

    @Test
    void aFolderThatBecomesAFile_isDeleted() throws IOException {
        delete(Operation.LOOK, inner, times -> {
            FileTrees.delete(inner);
            Files.writeString(inner, "a file now");
        });
        assertThat(exists(tree)).isFalse();
    }

    @Test
    void aNameThatReappears_isNamed_andTheRestIsDeleted() {
        assertThatThrownBy(() -> delete(Operation.DELETE, inner, times -> {
                    if (times == 2) {
                        Files.writeString(inner.resolve("file"), "again");
                    }
                }))
                .hasMessage(inner + ": directory not empty");
        assertThat(tree.resolve("file")).doesNotExist();
        assertThat(inner.resolve("file")).hasContent("again");
    }

    @Test
    void aFolderThatCannotBeListed_isNamed_andTheRestIsDeleted() {
        assertThatThrownBy(() -> delete(Operation.LIST, inner, times -> {
                    throw new IOException("Input/output error");
                }))
                .hasMessage(inner + ": Input/output error");
        assertThat(tree.resolve("file")).doesNotExist();
        assertThat(inner.resolve("file")).exists();
    }

    @Test
    void whatCannotBeDeleted_isNamed_theFirstHundredAtLeast() throws IOException {
        for (int file = 0; file < 300; file++) {
            Files.createFile(inner.resolve("kept" + file));
        }
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.DELETE && path.getFileName().toString().startsWith("kept")) {
                throw new FileSystemException(path.toString(), null, "Operation not permitted");
            }
        });
        Throwable failure = catchThrowable(() -> FileTrees.delete(system.path(tree)));
        assertThat(failure).hasMessageMatching(".*[/\\\\]inner[/\\\\]kept\\d+: Operation not permitted");
        assertThat(failure.getSuppressed())
                .hasSize(100)
                .allSatisfy(more -> assertThat(more).hasMessageContaining("kept"));
        assertThat(TreeText.names(tree)).containsExactly("inner");
        assertThat(TreeText.names(inner)).hasSize(300).doesNotContain("file");
    }
}
