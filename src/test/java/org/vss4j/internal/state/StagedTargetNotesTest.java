package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.TreeText;

/** What is noted of a target that is being made: who else may make it, and what if a note stays. */
class StagedTargetNotesTest {
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

    /** The target is as good as any; that there is something to tell is no failure. */
    @ParameterizedTest
    @ValueSource(strings = {"commit", "replace", "replace nothing"})
    void aNoteThatCannotBeRemoved_isLeft_andNoFailure(String how) throws IOException {
        if (how.equals("replace")) {
            Files.writeString(target, "old");
        }
        Interceptor failing = (operation, path) -> {
            if (operation == Operation.DELETE && path.getFileName().toString().endsWith(".note")) {
                throw new IOException("Input/output error");
            }
        };
        AtomicBoolean made = new AtomicBoolean();
        Throwable failure = catchThrowable(() -> stage(failing, staged -> {
            Files.writeString(staged.path(), "new");
            if (how.equals("commit")) {
                staged.commit();
            } else {
                staged.replace(old -> {});
            }
            made.set(true);
        }));
        assertThat(made).isTrue();
        assertThat(failure).isInstanceOf(LeftoversException.class);
        assertThat(leftIn(failure))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("could not remove the note " + root)
                        && line.contains(
                                ".note: Input/output error; the next vss4j that uses the state folder " + root));
        assertThat(target).hasContent("new");
        assertThat(besideState()).containsExactly("target");

        DeadProcess.makeAllForeign(root);
        StateDirectory.open(root, line -> {}).close();
        assertThat(target).hasContent("new");
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    /** Two that come at the same time would move each other's away. */
    @Test
    void whileOneIsBuilt_noOtherIsBegunForTheSameTarget() throws IOException {
        try (StateDirectory state = StateDirectory.open(root, line -> {});
                StateDirectory other = StateDirectory.open(root, line -> {})) {
            try (StagedTarget staged = StagedTarget.create(state, target, Disk.of(target))) {
                assertThat(staged.path()).doesNotExist();
                assertThatThrownBy(() -> StagedTarget.create(other, target, Disk.of(target)))
                        .hasMessage(target + ": another vss4j is making it (process "
                                + ProcessHandle.current().pid()
                                + "): wait until that has ended, or choose another target");
                StagedTarget.create(other, workspace.resolve("target 2"), Disk.of(target))
                        .close();
                StagedTarget.create(other, workspace.resolve("targe"), Disk.of(target))
                        .close();
            }
            StagedTarget.create(other, target, Disk.of(target)).close();
        }
    }

    /** It is in the folder that has been moved, where nobody looks for it. */
    @Test
    void whatIsBuiltInAFolderThatIsMovedMeanwhile_isNamed_andNotTakenForDeleted() throws IOException {
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Path moved = workspace.resolve("moved");
        target = folder.resolve("target");
        Path[] built = {null};
        Throwable failure = catchThrowable(() -> {
            try (StateDirectory state = StateDirectory.open(root, line -> {});
                    StagedTarget staged = StagedTarget.create(state, target, Disk.of(target))) {
                built[0] = Files.writeString(staged.path(), "new");
                Files.move(folder, moved);
                Files.createDirectory(folder);
            }
        });
        assertThat(failure).isInstanceOf(LeftoversException.class);
        assertThat(leftIn(failure))
                .singleElement()
                .asString()
                .startsWith("did not remove " + built[0]
                        + ", left by this process, if it is still there: the folder around it"
                        + " has been moved or deleted");
        assertThat(moved.resolve(built[0].getFileName())).hasContent("new");
    }
}
