package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.TreeText;

/** A state directory of this process, from {@code open} to {@code close}. */
class StateDirectoryTest {
    @TempDir
    Path workspace;

    private final List<String> lines = new ArrayList<>();
    private Path root;

    @BeforeEach
    void prepare() {
        root = workspace.resolve("state");
    }

    private StateDirectory open() throws IOException {
        return StateDirectory.open(root, lines::add);
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    /** The lock of the root is the process's, and each thread may take it next. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void anError_whateverIsBeingDone_leavesTheLockToOtherThreads(int change) throws Exception {
        AtomicInteger left = new AtomicInteger(change);
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation.changes() && left.decrementAndGet() == 0) {
                throw new OutOfMemoryError("as a test has it");
            }
        });
        assertThatThrownBy(
                        () -> StateDirectory.open(system.path(root), lines::add).close())
                .isInstanceOf(OutOfMemoryError.class);
        system.closeChannels();
        CompletableFuture<Boolean> opened = CompletableFuture.supplyAsync(() -> {
            try (StateDirectory another = StateDirectory.open(workspace.resolve("another"), lines::add)) {
                return Files.isDirectory(another.folder());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(opened.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void close_undoesWhatIsNoted_andLeavesNothing() throws IOException {
        Path deleted = workspace.resolve("deleted");
        Path original = workspace.resolve("original");
        Path aside = workspace.resolve("aside");
        Path withdrawn = workspace.resolve("withdrawn");
        StateDirectory state = open();
        Files.writeString(state.folder().resolve("file"), "frozen");
        state.deleteIfWeDie(deleted);
        state.restoreIfWeDie(
                NotedUndo.of(new Undo.Restore(aside, original, workspace.resolve("replacement"), Optional.empty())));
        Note note = state.deleteIfWeDie(withdrawn);
        for (Path path : List.of(deleted, aside, withdrawn)) {
            Files.writeString(path, "contents");
        }
        note.done();
        note.done();
        state.close();
        state.close();
        assertThat(TreeText.names(workspace)).containsExactly("original", "state", "withdrawn");
        assertThat(lines).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void onceClosed_itTakesNoMoreNotes() throws IOException {
        StateDirectory state = open();
        state.close();
        assertThatIllegalStateException().isThrownBy(() -> state.deleteIfWeDie(workspace.resolve("x")));
        assertThatIllegalStateException()
                .isThrownBy(() -> state.restoreIfWeDie(NotedUndo.of(new Undo.Restore(
                        workspace.resolve("x"), workspace.resolve("y"), workspace.resolve("z"), Optional.empty()))));
    }

    @Test
    void twoOfOneProcess_doNotTouchEachOther() throws IOException {
        try (StateDirectory first = open()) {
            try (StateDirectory second = open()) {
                assertThat(second.folder()).isNotEqualTo(first.folder());
            }
            open().close();
            assertThat(first.folder()).isDirectory();
        }
        assertThat(lines).isEmpty();
        assertNothingIsLeft();
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void onlyItsOwnerCanOpenIt() throws IOException {
        try (StateDirectory state = open()) {
            for (Path path : List.of(root, state.folder().getParent())) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void anInterruptedThread_canCloseIt_butNotOpenOne() throws IOException {
        StateDirectory state = open();
        state.deleteIfWeDie(Files.createFile(workspace.resolve("deleted")));
        Thread.currentThread().interrupt();
        state.close();
        assertThat(workspace.resolve("deleted")).doesNotExist();
        assertNothingIsLeft();
        assertThatThrownBy(this::open).hasMessage("can't keep state in " + root + ": interrupted");
        assertThat(Thread.interrupted()).isTrue();
        open().close();
    }

    /** A note is withdrawn by another thread, while the directory that has it is closed. */
    @Test
    void aNoteThatIsWithdrawnDuringClose_isNotMissed() throws IOException {
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.OPEN && path.toString().endsWith(".note")) {
                Files.deleteIfExists(path);
            }
        });
        StateDirectory state = StateDirectory.open(system.path(root), lines::add);
        Path kept = Files.createFile(workspace.resolve("kept"));
        state.deleteIfWeDie(system.path(kept));
        state.close();
        assertThat(kept).exists();
        assertNothingIsLeft();
    }

    @Test
    void notesAreNamedTheSame_whereverTheProcessRuns() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try (StateDirectory state = open()) {
            state.deleteIfWeDie(workspace.resolve("x"));
            assertThat(TreeText.names(state.folder().resolveSibling("notes"))).containsExactly("0000000001.note");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aNoteThatCannotBeWritten_isNone() throws IOException {
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.WRITE) {
                throw new IOException("No space left on device");
            }
        });
        try (StateDirectory state = StateDirectory.open(system.path(root), lines::add)) {
            assertThatThrownBy(() -> state.deleteIfWeDie(system.path(workspace.resolve("x"))))
                    .hasMessageMatching(".*[/\\\\]notes[/\\\\]0000000001\\.note: No space left on device");
            assertThat(TreeText.names(InterceptedFileSystem.real(state.folder()).resolveSibling("notes")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "notes", "work"})
    void whatCannotBeMade_leavesNothing(String name) throws IOException {
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            boolean makes = operation == Operation.LOCK || operation == Operation.MAKE_DIRECTORY;
            if (makes && path.endsWith(name) && !root.equals(path.getParent())) {
                throw new IOException("No locks available");
            }
        });
        assertThatThrownBy(() -> StateDirectory.open(system.path(root), lines::add))
                .hasMessage("can't keep state in " + root + ": No locks available");
        assertNothingIsLeft();
    }

    @Test
    void whoOnlyLooks_makesNothing() throws IOException {
        try (StateDirectory state = StateDirectory.look(root, lines::add)) {
            assertThat(state.orphans().list()).isEmpty();
            assertThat(root).doesNotExist();
        }
        open().close();
        InterceptedFileSystem readOnly = new InterceptedFileSystem((operation, path) -> {
            if (makesOrDeletes(operation)) {
                throw new AssertionError(operation + " " + path);
            }
        });
        try (StateDirectory state = StateDirectory.look(readOnly.path(root), lines::add)) {
            assertThat(state.orphans().list()).isEmpty();
        }
        assertThat(lines).isEmpty();
        assertNothingIsLeft();
    }

    /** To look at who owns something is taken for a change of attributes. */
    private static boolean makesOrDeletes(Operation operation) {
        return operation.changes() && operation != Operation.CHANGE_ATTRIBUTES;
    }

    @Test
    void whoOnlyLooked_canMakeSomethingAfterwards() throws IOException {
        Path deleted = workspace.resolve("deleted");
        try (StateDirectory state = StateDirectory.look(root, lines::add)) {
            state.deleteIfWeDie(deleted);
            Files.writeString(deleted, "contents");
            assertThat(state.folder()).isDirectory();
        }
        assertThat(deleted).doesNotExist();
        assertNothingIsLeft();
    }

    /** There is no space, or no right, to clean up: that is said, and no more. */
    @Test
    void whoOnlyLooks_isNotKeptFromItByWhatCannotBeCleanedUp() throws IOException {
        DeadProcess dead = new DeadProcess(Files.createDirectory(root));
        InterceptedFileSystem readOnly = new InterceptedFileSystem((operation, path) -> {
            if (makesOrDeletes(operation)) {
                throw new IOException("Read-only file system");
            }
        });
        StateDirectory.look(readOnly.path(root), lines::add).close();
        assertThat(lines).containsExactly("could not clean up " + root + ": Read-only file system");
        assertThat(dead.folder()).exists();
    }

    @Test
    void theLockOfDeletions_isMadeWhereThereIsNone() throws Exception {
        try (StateDirectory state = StateDirectory.look(root, lines::add)) {
            Objects.requireNonNull(state.tryLockDeletions()).close();
        }
        assertThat(TreeText.names(root)).containsExactly("deletions");
        open().close();
        assertNothingIsLeft();
    }

    /** Who deletes may have no space. */
    @Test
    void theLockOfDeletions_isThereBeforeItIsNeeded() throws IOException {
        open().close();
        assertThat(root.resolve("deletions")).isRegularFile();
    }

    @Test
    void whatIsLeft_isSaid_eachThing_andWhoRemovesItWhen() throws IOException {
        Path first = workspace.resolve("first");
        Path second = workspace.resolve("second");
        InterceptedFileSystem readOnly = new InterceptedFileSystem((operation, path) -> {
            if (operation == Operation.DELETE && (path.equals(first) || path.equals(second))) {
                throw new FileSystemException(path.toString(), null, "Read-only file system");
            }
        });
        StateDirectory state = StateDirectory.open(readOnly.path(root), lines::add);
        for (Path path : List.of(first, second)) {
            state.deleteIfWeDie(readOnly.path(path));
            Files.createFile(path);
        }
        assertThatThrownBy(state::close)
                .isInstanceOfSatisfying(
                        LeftoversException.class,
                        left -> assertThat(left.lines()).containsExactlyInAnyOrder(line(first), line(second)));
    }

    private String line(Path left) {
        return "could not remove " + left + ": " + left
                + ": Read-only file system; the next vss4j that uses the state folder " + root + " tries again";
    }
}
