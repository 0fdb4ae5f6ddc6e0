package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;
import org.vss4j.testing.SymbolicLinks;

/** A state directory of this process, from {@code open} to {@code close}; and roots that are refused. */
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
        state.restoreIfWeDie(aside, original, workspace.resolve("replacement"));
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
                .isThrownBy(() ->
                        state.restoreIfWeDie(workspace.resolve("x"), workspace.resolve("y"), workspace.resolve("z")));
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

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aRootThatAnybodyMayWriteTo_isRefused() throws IOException {
        Files.createDirectory(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(this::open)
                .hasMessage("can't keep state in " + root
                        + ": others than its owner may write to it: forbid that (chmod go-w), or choose another");
        assertThat(TreeText.names(root)).isEmpty();
    }

    /** Who may write to a folder may put another in the place of what is in it, wherever that lies above. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aRootInAFolderThatAnybodyMayWriteTo_isRefused_alsoIfItIsNotThere() throws IOException {
        Path open = Files.createDirectory(workspace.toRealPath().resolve("open"));
        root = Files.createDirectory(open.resolve("between")).resolve("state");
        open().close();
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        String refused = "can't keep state in " + root + ": others could put another folder in its place, since they"
                + " may write to " + open + ": forbid that (chmod go-w), or choose another";
        assertThatThrownBy(this::open).hasMessage(refused);
        FileTrees.delete(root);
        assertThatThrownBy(this::open).hasMessage(refused);
        assertThat(root).doesNotExist();
        // As /tmp is.
        Files.setAttribute(open, "unix:mode", 01777);
        open().close();
        assertNothingIsLeft();
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aRootInAFolderOfAnotherUser_isRefused() throws Exception {
        assumeTrue(ChildJvm.isRoot(), "left out: only root can give folders away");
        Path other = Files.createDirectory(workspace.toRealPath().resolve("other"));
        root = other.resolve("state");
        open().close();
        Shell.run(workspace, "chown 65534 other");
        assertThatThrownBy(this::open)
                .hasMessageStartingWith("can't keep state in " + root
                        + ": its owner could put another folder in its place, since " + other + " belongs to ");
    }

    /** Many systems make a group for each user, and let it write to what is his. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aRootInAFolderOfAGroup_isRefused_unlessTheGroupIsTheUsersOwn() throws Exception {
        assumeTrue(ChildJvm.isRoot(), "left out: only root can give folders to other groups");
        Path shared = Files.createDirectory(workspace.toRealPath().resolve("shared"));
        root = shared.resolve("state");
        Shell.run(workspace, "chmod 775 shared && chgrp 65534 shared");
        assertThatThrownBy(this::open).hasMessageContaining("since they may write to " + shared);
        Shell.run(workspace, "chgrp \"$(id -un)\" shared");
        open().close();
        assertNothingIsLeft();
    }

    @Test
    void aRootThatIsAFile_isRefused() throws IOException {
        Files.writeString(root, "contents");
        assertThatThrownBy(this::open).hasMessage("can't keep state in " + root + ": not a directory");
        assertThat(root).hasContent("contents");
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
    void aFolderOfSomebodyElses_isRefused_andNothingIsMadeThere() throws IOException {
        Files.createDirectory(root, OwnerOnly.directory(root));
        Files.createFile(root.resolve("lock"));
        Files.createFile(root.resolve("letter"));
        for (Opening opening : List.<Opening>of(StateDirectory::open, StateDirectory::look)) {
            assertThatThrownBy(() -> opening.of(root, lines::add))
                    .hasMessage("can't keep state in " + root + ": it has letter in it, and is no state folder:"
                            + " choose an empty one, or one that is not there");
        }
        assertThat(TreeText.names(root)).containsExactly("letter", "lock");
    }

    private interface Opening {
        StateDirectory of(Path root, RecoveryObserver observer) throws IOException;
    }

    @Test
    void aFolderOfOurs_mayHaveSomethingElseInIt() throws IOException {
        open().close();
        Files.createFile(root.resolve("letter"));
        open().close();
        assertThat(TreeText.names(root)).containsExactly("deletions", "letter", "lock");
    }

    /** As one is that was made before there was a lock for deletions from the beginning. */
    @Test
    void aFolderWithNothingButOurs_isOurs() throws IOException {
        Files.createDirectory(root, OwnerOnly.directory(root));
        for (String name : List.of("lock", "creation")) {
            Files.createFile(root.resolve(name));
        }
        for (String name : List.of("orphans", "persistent")) {
            Files.createDirectory(root.resolve(name));
        }
        open().close();
        assertThat(TreeText.names(root)).contains("deletions");
    }

    @Test
    void theLockOfDeletions_isMadeWhereThereIsNone() throws Exception {
        try (StateDirectory state = StateDirectory.look(root, lines::add)) {
            state.lockDeletions().close();
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

    @Test
    void aRootBelowAFile_isRefused() throws IOException {
        Path file = Files.writeString(workspace.resolve("file"), "contents");
        root = file.resolve("state");
        assertThatThrownBy(this::open).hasMessageStartingWith("can't keep state in " + root + ": ");
    }

    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aRootMayBeALinkToAFolder() throws IOException {
        Path folder = Files.createDirectory(workspace.resolve("folder"));
        Files.createSymbolicLink(root, folder);
        open().close();
        assertThat(TreeText.names(folder)).containsExactly("deletions", "lock");
        assertThat(Files.isSymbolicLink(root)).isTrue();
    }

    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aRootThatIsALinkToNothing_isRefused() throws IOException {
        Files.createSymbolicLink(root, workspace.resolve("nothing"));
        assertThatThrownBy(this::open).hasMessage("can't keep state in " + root + ": not a directory");
    }

    @EnabledIf(value = "org.vss4j.testing.SymbolicLinks#areMade", disabledReason = SymbolicLinks.NONE)
    @Test
    void aLockThatIsALink_isNotFollowed() throws IOException {
        Path other = workspace.resolve("other");
        Files.createDirectory(root);
        Files.createSymbolicLink(root.resolve("lock"), other);
        assertThatThrownBy(this::open).hasMessageStartingWith("can't keep state in " + root + ": ");
        assertThat(Files.exists(other, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
