package org.vss4j.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.TreeText;
import org.vss4j.testing.SymbolicLinks;

/** A copy whose source comes apart under it, and one whose target can't be written. */
@EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
class TreeCopierFaultTest {
    @TempDir
    Path workspace;

    private final Told told = new Told();
    private Path source;
    private Path target;

    @BeforeEach
    void prepare() throws IOException {
        source = Files.createDirectory(workspace.resolve("source"));
        target = workspace.resolve("target");
        Files.createDirectory(source.resolve("folder"));
        Files.write(source.resolve("folder/file"), new byte[300 * 1024]);
        Files.createSymbolicLink(source.resolve("link"), Path.of("nowhere"));
        Files.writeString(source.resolve("other"), "other");
    }

    /** Something that happens before an operation of the copy on a path. */
    private interface Happening {
        void happen() throws IOException;
    }

    private void copy(Operation before, Path where, Happening happening) throws IOException {
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == before && path.equals(where)) {
                happening.happen();
            }
        });
        TreeCopier.copy(system.path(source), system.path(target), told);
    }

    @ParameterizedTest
    @CsvSource({"LOOK", "OPEN"})
    void aFileThatVanishes_isNamed_andTheRestArrives(Operation before) throws IOException {
        Path file = source.resolve("folder/file");
        copy(before, file, () -> Files.delete(file));
        assertThat(told.unreadable).containsExactly("file: no such file or directory");
        assertThat(TreeText.names(target)).containsExactly("folder", "link", "other");
        assertThat(TreeText.names(target.resolve("folder"))).isEmpty();
    }

    @Test
    void aLinkThatVanishes_isNamed() throws IOException {
        int[] looks = {0};
        Path link = source.resolve("link");
        copy(Operation.LOOK, link, () -> {
            if (++looks[0] == 2) {
                Files.delete(link);
            }
        });
        assertThat(told.unreadable).containsExactly("link: no such file or directory");
        assertThat(TreeText.names(target)).containsExactly("folder", "other");
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the messages of POSIX")
    @Test
    void aFileThatBecomesALink_isNamed_andNotFollowed() throws IOException {
        Path file = source.resolve("folder/file");
        copy(Operation.OPEN, file, () -> {
            Files.delete(file);
            Files.createSymbolicLink(file, source.resolve("other"));
        });
        assertThat(told.unreadable).singleElement().asString().startsWith("file: Too many levels of symbolic links");
        assertThat(TreeText.names(target.resolve("folder"))).isEmpty();
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the messages of POSIX")
    @Test
    void aFileThatBecomesAFolder_isNamed() throws IOException {
        Path file = source.resolve("folder/file");
        copy(Operation.OPEN, file, () -> {
            Files.delete(file);
            Files.createDirectory(file);
        });
        assertThat(told.unreadable).containsExactly("file: Is a directory");
        assertThat(TreeText.names(target.resolve("folder"))).isEmpty();
    }

    @Test
    void aFileThatBecomesUnreadable_isNamed() throws IOException {
        copy(Operation.OPEN, source.resolve("folder/file"), () -> {
            throw new AccessDeniedException("file");
        });
        assertThat(told.unreadable).containsExactly("file: permission denied");
        assertThat(TreeText.names(target.resolve("folder"))).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadToItsEnd_isNamed_andIsNotHalfThere() throws IOException {
        int[] reads = {0};
        copy(Operation.READ, source.resolve("folder/file"), () -> {
            if (++reads[0] == 2) {
                throw new IOException("Input/output error");
            }
        });
        assertThat(told.unreadable).containsExactly("file: Input/output error");
        assertThat(told.chunks).as("counted, though in vain").contains(256L * 1024);
        assertThat(told.finished).containsExactlyInAnyOrder("link 0", "other 5");
        assertThat(TreeText.names(target.resolve("folder"))).isEmpty();
    }

    @Test
    void aFileThatCannotBeClosed_hasArrivedNevertheless() throws IOException {
        copy(Operation.CLOSE, source.resolve("folder/file"), () -> {
            throw new IOException("Input/output error");
        });
        assertThat(told.unreadable).isEmpty();
        assertThat(target.resolve("folder/file")).hasSize(300 * 1024);
    }

    @Test
    void aFolderThatBecomesUnreadable_isNamed_andIsThereEmpty() throws IOException {
        copy(Operation.LIST, source.resolve("folder"), () -> {
            throw new AccessDeniedException("folder");
        });
        assertThat(told.unreadable).containsExactly("folder: permission denied");
        assertThat(TreeText.names(target.resolve("folder"))).isEmpty();
        assertThat(Files.getLastModifiedTime(target.resolve("folder")))
                .isEqualTo(Files.getLastModifiedTime(source.resolve("folder")));
    }

    @Test
    void aFolderThatVanishes_isNamed_andTheRestArrives() throws IOException {
        Path folder = source.resolve("folder");
        copy(Operation.LIST, folder, () -> FileTrees.delete(folder));
        assertThat(told.unreadable).containsExactly("folder: no such file or directory");
        assertThat(TreeText.names(target)).containsExactly("folder", "link", "other");
    }

    @Test
    void aFolderThatCannotBeListedToItsEnd_isNamed_andWhatWasSeenArrives() throws IOException {
        int[] entries = {0};
        copy(Operation.NEXT, source, () -> {
            if (++entries[0] == 3) {
                throw new IOException("Input/output error");
            }
        });
        assertThat(told.unreadable).containsExactly("source: Input/output error");
        assertThat(TreeText.names(target)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "MAKE_DIRECTORY, folder",
        "CREATE,         folder/file",
        "WRITE,          folder/file",
        "CLOSE,          folder/file",
        "MAKE_LINK,      link"
    })
    void whatCannotBeWritten_endsTheCopy_andIsNoFaultOfTheSource(Operation operation, Path where) {
        Path path = target.resolve(where);
        IOException full = new FileSystemException(path.toString(), null, "No space left on device");
        assertThatThrownBy(() -> copy(operation, path, () -> {
                    throw full;
                }))
                .isInstanceOf(IOException.class)
                .hasMessage(path + ": No space left on device")
                .hasRootCause(full);
        assertThat(told.unreadable).isEmpty();
    }

    @Test
    void aTargetThatExists_isNotWrittenTo() throws IOException {
        Files.createDirectory(target);
        assertThatThrownBy(() -> TreeCopier.copy(source, target, told)).hasMessage(target + ": already exists");
        assertThat(TreeText.names(target)).isEmpty();
        Path file = Files.writeString(workspace.resolve("file"), "old");
        assertThatThrownBy(() -> TreeCopier.copy(source.resolve("other"), file, told))
                .hasMessage(file + ": already exists");
        assertThat(file).hasContent("old");
    }

    /** As by one in other capitals, where those do not count; on Linux by calls, and as everywhere else. */
    @ParameterizedTest
    @CsvSource({"folder/file, true", "folder/file, false", "folder, true", "folder, false", "link, true", "link, false"
    })
    void aNameThatIsTakenInTheCopy_isNamed_andTheRestArrives(Path taken, boolean intercepted) throws IOException {
        Told taking = new Told() {
            @Override
            public boolean excludes(Path entry) {
                if (entry.toString().endsWith(taken.toString())) {
                    write(target.resolve(taken), "first");
                }
                return false;
            }
        };
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {});
        TreeCopier.copy(intercepted ? system.path(source) : source, intercepted ? system.path(target) : target, taking);
        assertThat(taking.unreadable)
                .containsExactly(taken.getFileName() + ": its name is taken in the copy by another");
        assertThat(target.resolve(taken)).hasContent("first");
        assertThat(target.resolve("other")).hasContent("other");
        assertThat(TreeText.names(target)).containsExactly("folder", "link", "other");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
