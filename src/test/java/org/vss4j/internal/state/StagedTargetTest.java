package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;

/** What comes to a target's place, and what stays there if it can't. */
class StagedTargetTest {
    @TempDir
    Path workspace;

    private Path root;
    private Path target;

    @BeforeEach
    void prepare() {
        root = workspace.resolve("state");
        target = workspace.resolve("target");
    }

    private interface Work {
        void on(StagedTarget staged) throws IOException;
    }

    private void stage(Interceptor interceptor, Work work) throws IOException {
        InterceptedFileSystem system = new InterceptedFileSystem(interceptor);
        try (StateDirectory state = StateDirectory.open(system.path(root), line -> {});
                StagedTarget staged = StagedTarget.create(state, system.path(target), Disk.of(system.path(target)))) {
            work.on(staged);
        }
    }

    private void stage(Work work) throws IOException {
        stage((operation, path) -> {}, work);
    }

    private static Work replaceBy(String contents) {
        return staged -> {
            Files.writeString(staged.path(), contents);
            staged.replace(old -> {});
        };
    }

    /** The lines about what a state directory, which was closed after a failure, could not undo. */
    private static List<String> leftIn(Throwable failure) {
        return Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                .filter(LeftoversException.class::isInstance)
                .flatMap(leftovers -> ((LeftoversException) leftovers).lines().stream())
                .toList();
    }

    private List<String> besideState() throws IOException {
        return TreeText.names(workspace).stream()
                .filter(name -> !name.equals("state"))
                .toList();
    }

    @Test
    void whatIsNotMovedIn_isDeleted() throws IOException {
        stage(staged -> Files.createDirectories(staged.path().resolve("folder")));
        assertThat(besideState()).isEmpty();
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    @Test
    void itIsBuiltBeside_underATemporaryName() throws IOException {
        stage(staged -> {
            assertThat(TemporaryName.matches(staged.path())).isTrue();
            assertThat(Files.exists(staged.path())).isFalse();
            assertThat(InterceptedFileSystem.real(staged.path()).getParent()).isEqualTo(workspace);
        });
    }

    @Test
    void commit_doesNotReplace_andNamesWhatIsThere() throws IOException {
        Files.writeString(target, "old");
        assertThatThrownBy(() -> stage(staged -> {
                    Files.writeString(staged.path(), "new");
                    staged.commit();
                }))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(target + ": already exists");
        assertThat(target).hasContent("old");
        assertThat(besideState()).containsExactly("target");
    }

    @Test
    void commit_ofNothing_namesWhatIsMissing() {
        assertThatThrownBy(() -> stage(StagedTarget::commit))
                .hasMessageMatching(".*[/\\\\]\\.target\\.vss4j-[0-9a-f]{32}: no such file or directory");
    }

    @Test
    void replace_whereThereIsNothing_movesIn() throws IOException {
        stage(replaceBy("new"));
        assertThat(target).hasContent("new");
        assertThat(besideState()).containsExactly("target");
    }

    @Test
    void replace_ofALink_leavesWhatItLeadsTo() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectory(workspace.resolve("kept")).resolve("file"), "kept");
        Files.createSymbolicLink(target, kept.getParent());
        stage(replaceBy("new"));
        assertThat(Files.isSymbolicLink(target)).isFalse();
        assertThat(target).hasContent("new");
        assertThat(kept).hasContent("kept");
        assertThat(besideState()).containsExactly("kept", "target");
    }

    @Test
    void replace_thatCannotMoveAside_leavesTheOldOne() throws IOException {
        Files.writeString(target, "old");
        assertThatThrownBy(() -> stage(
                        (operation, path) -> {
                            if (operation == Operation.MOVE && path.equals(target)) {
                                throw new AccessDeniedException(path.toString());
                            }
                        },
                        replaceBy("new")))
                .hasMessage(target + ": permission denied");
        assertThat(target).hasContent("old");
        assertThat(besideState()).containsExactly("target");
    }

    /** Fails when what was built is moved in; of the moves, only that follows one of the target itself. */
    private Interceptor whenMovedIn(Interceptor then) {
        boolean[] aside = {false};
        return (operation, path) -> {
            if (operation == Operation.MOVE && aside[0] && workspace.equals(path.getParent())) {
                aside[0] = false;
                then.before(operation, path);
            }
            aside[0] |= operation == Operation.MOVE && path.equals(target);
        };
    }

    @Test
    void replace_thatCannotMoveIn_putsTheOldOneBack() throws IOException {
        Files.writeString(target, "old");
        Interceptor full = whenMovedIn((operation, path) -> {
            throw new FileSystemException(path.toString(), null, "No space left on device");
        });
        assertThatThrownBy(() -> stage(full, replaceBy("new"))).hasMessage(target + ": No space left on device");
        assertThat(target).hasContent("old");
        assertThat(besideState()).containsExactly("target");
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    @Test
    void replace_thatCanNeitherMoveInNorPutBack_keepsBoth_andTheNextProcessPutsTheOldOneBack() throws IOException {
        Files.writeString(target, "old");
        boolean[] aside = {false};
        Interceptor broken = (operation, path) -> {
            if (operation == Operation.MOVE && aside[0] && workspace.equals(path.getParent())) {
                throw new FileSystemException(path.toString(), null, "Input/output error");
            }
            aside[0] |= operation == Operation.MOVE && path.equals(target);
        };
        Throwable failure = catchThrowable(() -> stage(broken, replaceBy("new")));
        assertThat(failure).hasMessageContaining("could not put back " + target);
        assertThat(target).doesNotExist();
        assertThat(besideState()).hasSize(2);
        // What was built is needed by nobody, but as long as it is there nobody takes the old one for replaced.
        assertThat(leftIn(failure)).hasSize(2);
        for (String name : besideState()) {
            assertThat(leftIn(failure))
                    .anyMatch(line -> line.contains(" " + workspace.resolve(name) + " ")
                            || line.contains(" " + workspace.resolve(name) + ":"));
        }

        DeadProcess.makeAllForeign(root);
        StateDirectory.open(root, line -> {}).close();
        assertThat(target).hasContent("old");
        assertThat(besideState()).containsExactly("target");
    }

    @Test
    void replace_whenSomebodyTakesThePlace_keepsWhatIsHis_andTheOldOneBeside() throws IOException {
        Files.writeString(target, "old");
        Interceptor somebody = whenMovedIn((operation, path) -> Files.writeString(target, "somebody's"));
        Throwable failure = catchThrowable(() -> stage(somebody, replaceBy("new")));
        assertThat(failure).hasCauseInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).hasContent("somebody's");
        assertThat(besideState()).hasSize(2);
        Path aside = workspace.resolve(besideState().getFirst());
        assertThat(aside).hasContent("old");
        assertThat(failure)
                .hasMessage(target + ": already exists; kept " + aside + ", which was " + target
                        + " until this process moved it aside: something else is in its place");

        StateDirectory.open(root, line -> {}).close();
        assertThat(aside).hasContent("old");
    }

    @Test
    void replace_thatCannotDeleteTheOldOne_hasReplacedIt_andTheNextProcessDeletesIt() throws IOException {
        Files.createDirectory(target);
        Files.writeString(target.resolve("file"), "old");
        Interceptor busy = (operation, path) -> {
            if (operation == Operation.DELETE && path.getFileName().toString().equals("file")) {
                throw new FileSystemException(path.toString(), null, "Device or resource busy");
            }
        };
        AtomicBoolean replaced = new AtomicBoolean();
        assertThatThrownBy(() -> stage(busy, staged -> {
                    replaceBy("new").on(staged);
                    replaced.set(true);
                }))
                .isInstanceOf(LeftoversException.class)
                .hasMessageMatching("could not remove .*[/\\\\]\\.target\\.vss4j-[0-9a-f]{32}: "
                        + ".*[/\\\\]\\.target\\.vss4j-[0-9a-f]{32}[/\\\\]file: Device or resource busy");
        assertThat(replaced).isTrue();
        assertThat(target).hasContent("new");
        assertThat(besideState()).hasSize(2);

        DeadProcess.makeAllForeign(root);
        StateDirectory.open(root, line -> {}).close();
        assertThat(target).hasContent("new");
        assertThat(besideState()).containsExactly("target");
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    /** Where a tree is deleted by its paths, these must be short enough, also with the name that it has meanwhile. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It makes the tree by sh, which Windows does not have")
    @ParameterizedTest
    @ValueSource(strings = {"deeper than the longest path", "as deep as the longest path"})
    void replace_ofWhatCouldNotBeDeletedAfterwards_isRefused_beforeAnythingIsMoved(String depth) throws Exception {
        Files.createDirectory(target);
        int longest = 4095 - target.toString().length();
        int levels = depth.startsWith("deeper") ? 30 : longest / 201;
        String last = depth.startsWith("deeper") ? "x" : "x".repeat(longest % 201 - 1);
        Shell.run(
                target,
                "n=$(printf %0200d 0); i=0; while [ $i -lt " + levels
                        + " ]; do mkdir $n && cd -P $n && i=$((i + 1)); done; mkdir " + last);
        Throwable failure = catchThrowable(() -> stage(replaceBy("new")));
        assertThat(failure)
                .hasMessageStartingWith(
                        target + ": it could not be deleted afterwards, for a path in it is too long (");
        assertThat(besideState()).containsExactly("target");
        assertThat(target).isDirectory();
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
        FileTrees.delete(target);
        assertThat(target).doesNotExist();
    }

    @DisabledOnOs(
            value = OS.WINDOWS,
            disabledReason = "There a move waits for the disk by itself, and no folder is forced")
    @Test
    void replace_whoseNewNameDoesNotGetToTheDisk_keepsTheOldOne() throws IOException {
        Files.writeString(target, "old");
        boolean[] moved = {false};
        Interceptor failing = (operation, path) -> {
            moved[0] |= operation == Operation.MOVE && TemporaryName.matches(path);
            if (moved[0] && operation == Operation.FORCE && path.equals(workspace)) {
                throw new IOException("Input/output error");
            }
        };
        Throwable failure = catchThrowable(() -> stage(failing, replaceBy("new")));
        assertThat(failure)
                .hasMessage(target + " has been replaced, but after a power cut it may not be: Input/output error;"
                        + " what was there is kept until that is certain");
        assertThat(target).hasContent("new");
        assertThat(besideState()).hasSize(2);
        Path aside = workspace.resolve(besideState().getFirst());
        assertThat(aside).hasContent("old");
        assertThat(leftIn(failure))
                .singleElement()
                .asString()
                .startsWith("kept " + aside + ", which was " + target
                        + ": after a power cut its replacement may not be there: Input/output error; the next vss4j");

        DeadProcess.makeAllForeign(root);
        StateDirectory.open(root, line -> {}).close();
        assertThat(target).hasContent("new");
        assertThat(besideState()).containsExactly("target");
    }

    @DisabledOnOs(
            value = OS.WINDOWS,
            disabledReason = "There a move waits for the disk by itself, and no folder is forced")
    @Test
    void commit_whoseNameDoesNotGetToTheDisk_saysSo() {
        boolean[] moved = {false};
        Interceptor failing = (operation, path) -> {
            moved[0] |= operation == Operation.MOVE && TemporaryName.matches(path);
            if (moved[0] && operation == Operation.FORCE && path.equals(workspace)) {
                throw new IOException("Input/output error");
            }
        };
        assertThatThrownBy(() -> stage(failing, staged -> {
                    Files.writeString(staged.path(), "new");
                    staged.commit();
                }))
                .hasMessage(target + " has been made, but after a power cut it may not be there: Input/output error");
        assertThat(target).hasContent("new");
    }

    @Test
    void whatDoesNotGetToTheDisk_isNotMovedIn() throws IOException {
        Files.writeString(target, "old");
        Interceptor failing = (operation, path) -> {
            if (operation == Operation.FORCE && TemporaryName.matches(path)) {
                throw new IOException("Input/output error");
            }
        };
        assertThatThrownBy(() -> stage(failing, replaceBy("new"))).hasMessageEndingWith(": Input/output error");
        assertThat(target).hasContent("old");
        assertThat(besideState()).containsExactly("target");
    }

    @Test
    void aRootCanBeNoTarget() throws IOException {
        target = workspace.getRoot();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stage(staged -> {}))
                .withMessage(target + " can't be a target");
    }
}
