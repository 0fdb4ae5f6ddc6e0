package org.vss4j.internal.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.FileMark;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;

/** What a process does with what others have in the same root: those that live, and those that have died. */
class RecoveryTest {
    @TempDir
    Path workspace;

    private final List<String> lines = new ArrayList<>();
    private Path root;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectory(workspace.resolve("state"));
    }

    private void recover() throws IOException {
        StateDirectory.open(root, lines::add).close();
    }

    private void recover(Interceptor interceptor) throws IOException {
        StateDirectory.open(new InterceptedFileSystem(interceptor).path(root), lines::add)
                .close();
    }

    private static String removed(Path folder) {
        return "removed " + folder + " left by a process that died";
    }

    /** The other process has forgotten its state directory, and its collector has run: its lock is held nevertheless. */
    @Test
    void aFolderOfALiveProcess_isNotTouched_andThatOfAKilledOneIsRemoved() throws Exception {
        Process other = new ChildJvm().start("hold", root);
        try (BufferedReader output = other.inputReader(UTF_8);
                OutputStream input = other.getOutputStream()) {
            String line = output.readLine();
            assertThat(line).startsWith("holds ");
            Path folder = Path.of(line.substring("holds ".length())).resolveSibling("");
            for (int i = 0; i < 5; i++) {
                input.write('c');
                input.flush();
                assertThat(output.readLine()).isEqualTo("collected");
                recover();
                assertThat(TreeText.names(folder)).containsExactly("lock", "notes", "work");
            }
            assertThat(lines).isEmpty();

            other.destroyForcibly().waitFor();
            recover();
            assertThat(lines).containsExactly(removed(folder));
            assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatADeadProcessNoted_isUndone_theLatestFirst_andSaid() throws IOException {
        Path target = workspace.resolve("target");
        Path aside = Files.writeString(workspace.resolve("aside"), "old");
        Path built = Files.createDirectory(workspace.resolve("built"));
        DeadProcess dead = new DeadProcess(root)
                .note(new Undo.Delete(built))
                .note(new Undo.Restore(aside, target, workspace.resolve("built"), Optional.empty()));
        dead.file();
        recover();
        assertThat(lines)
                .containsExactly(
                        "put back " + target + ", moved aside by a process that died",
                        "removed " + built + " left by a process that died",
                        removed(dead.folder()));
        assertThat(target).hasContent("old");
        assertThat(TreeText.names(workspace)).containsExactly("state", "target");
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    /** As long as what replaces it is not in its place, it is not taken for replaced, whoever has that place meanwhile. */
    @Test
    void whatCouldNotBePutBack_isNeverDeleted_andWhatReplacesItStaysUntilThen() throws IOException {
        Path target = workspace.resolve("target");
        Path aside = Files.writeString(workspace.resolve("aside"), "old");
        Path built = Files.writeString(workspace.resolve("built"), "new");
        new DeadProcess(root)
                .note(new Undo.Delete(built))
                .note(new Undo.Restore(aside, target, built, Optional.empty()));
        recover((operation, path) -> {
            if (operation == Operation.MOVE && path.equals(aside)) {
                throw new FileSystemException(path.toString(), null, "Input/output error");
            }
        });
        assertThat(lines.getFirst()).contains("could not put back " + target + " from " + aside);
        assertThat(aside).hasContent("old");
        assertThat(built).hasContent("new");

        Files.writeString(target, "somebody's");
        recover();
        assertThat(target).hasContent("somebody's");
        assertThat(aside).hasContent("old");
        assertThat(built).doesNotExist();
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    /** It may be the only copy of what it holds. */
    @Test
    void whatWasMovedAside_isKept_ifItsPlaceWasTakenBySomethingElse() throws IOException {
        Path target = Files.writeString(workspace.resolve("target"), "somebody's");
        Path aside = Files.writeString(workspace.resolve("aside"), "old");
        Path built = Files.writeString(workspace.resolve("built"), "new");
        DeadProcess dead = new DeadProcess(root)
                .note(new Undo.Delete(built))
                .note(new Undo.Restore(aside, target, built, Optional.empty()));
        recover();
        assertThat(lines)
                .containsExactly(
                        "kept " + aside + ", which was " + target
                                + " until a process that died moved it aside: something else is in its place",
                        "removed " + built + " left by a process that died",
                        removed(dead.folder()));
        assertThat(target).hasContent("somebody's");
        assertThat(aside).hasContent("old");
    }

    /** Where it was there is nothing any more, and still what is in the place is somebody else's. */
    @Test
    void whatReplacedIt_isKnownByItsMark() throws IOException {
        Path target = workspace.resolve("target");
        Path aside = Files.writeString(workspace.resolve("aside"), "old");
        Path built = Files.writeString(workspace.resolve("built"), "new");
        Undo.Restore restore = new Undo.Restore(aside, target, built, FileMark.of(built));
        Files.move(built, workspace.resolve("elsewhere"));
        Files.writeString(target, "somebody's");
        new DeadProcess(root).note(restore);
        recover();
        assertThat(lines).first().asString().startsWith("kept " + aside + ", which was " + target);
        assertThat(target).hasContent("somebody's");
        assertThat(aside).hasContent("old");

        // One that is where it was built has replaced nothing, whatever number somebody else's has.
        Files.delete(target);
        Files.move(workspace.resolve("elsewhere"), target);
        Files.writeString(built, "newer");
        new DeadProcess(root).note(restore);
        recover();
        assertThat(aside).hasContent("old");
        Files.move(target, workspace.resolve("elsewhere"));
        Files.delete(built);

        Files.move(workspace.resolve("elsewhere"), target, StandardCopyOption.REPLACE_EXISTING);
        new DeadProcess(root).note(restore);
        recover();
        assertThat(target).hasContent("new");
        assertThat(aside).doesNotExist();
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is about the permissions of POSIX")
    @Test
    void aFolderThatOthersMayWriteTo_isNotTrusted() throws IOException {
        Path victim = Files.writeString(workspace.resolve("victim"), "precious");
        DeadProcess dead = new DeadProcess(root).note(new Undo.Delete(victim));
        Files.setPosixFilePermissions(dead.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        recover();
        assertThat(lines)
                .containsExactly("could not clean up " + dead.folder()
                        + ": others than its owner may write to it: forbid that (chmod go-w), or choose another");
        assertThat(victim).hasContent("precious");
    }

    /** It may tell what is to be done before what earlier ones tell. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00FF", "vss4j note 3\ndelete\nnone; none; none\nfile:///\n"})
    void aNoteThatCannotBeUnderstood_isSaid_andStays_asDoAllEarlierOnes_andTheLaterArePerformed(String text)
            throws IOException {
        Path earlier = Files.createDirectory(workspace.resolve("earlier"));
        Path later = Files.createDirectory(workspace.resolve("later"));
        DeadProcess dead = new DeadProcess(root)
                .note(new Undo.Delete(earlier))
                .note(text.getBytes(UTF_8))
                .note(new Undo.Delete(later));
        recover();
        assertThat(lines)
                .containsExactly(
                        "removed " + later + " left by a process that died",
                        "could not understand the note " + dead.notes() + File.separator
                                + "0000000002.note: it does not begin with 'vss4j note 2', or is not complete",
                        "left " + earlier + " as it is, since something else has to be done about it first");
        assertThat(TreeText.names(dead.notes())).containsExactly("0000000001.note", "0000000002.note");
        assertThat(earlier).exists();
        assertThat(later).doesNotExist();
    }

    /** A process died between the two moves of a replacement, and the disk fails once while the next one cleans up. */
    @Test
    void whileItsNoteCannotBeRead_whatWasMovedAsideIsNotTakenForReplaced() throws IOException {
        Path target = workspace.resolve("target");
        Path aside = Files.writeString(workspace.resolve("aside"), "old");
        Path built = Files.writeString(workspace.resolve("built"), "new");
        DeadProcess dead = new DeadProcess(root)
                .note(new Undo.Delete(built))
                .note(new Undo.Restore(aside, target, built, Optional.empty()));
        Path restore = dead.notes().resolve("0000000002.note");
        recover((operation, path) -> {
            if (operation == Operation.OPEN && path.equals(restore)) {
                throw new FileSystemException(path.toString(), null, "Input/output error");
            }
        });
        assertThat(lines)
                .containsExactly(
                        "could not read the note " + restore + ": Input/output error",
                        "left " + built + " as it is, since something else has to be done about it first");

        Files.writeString(target, "somebody's");
        recover();
        assertThat(target).hasContent("somebody's");
        assertThat(aside).hasContent("old");
        assertThat(built).doesNotExist();
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    @Test
    void aNoteThatCannotBePerformed_isSaid_andIsPerformedTheNextTime() throws IOException {
        Path built = Files.createDirectory(workspace.resolve("built"));
        DeadProcess dead = new DeadProcess(root).note(new Undo.Delete(built));
        recover((operation, path) -> {
            if (operation == Operation.DELETE && path.equals(built)) {
                throw new FileSystemException(path.toString(), null, "Device or resource busy");
            }
        });
        assertThat(lines).containsExactly("could not remove " + built + ": " + built + ": Device or resource busy");
        lines.clear();
        recover();
        assertThat(lines).containsExactly("removed " + built + " left by a process that died", removed(dead.folder()));
    }

    /** What belongs to a user comes before what a process left for itself. */
    @Test
    void filesThatCannotBeDeleted_doNotKeepNotesFromBeingPerformed() throws IOException {
        Path target = workspace.resolve("target");
        Path aside = Files.writeString(workspace.resolve("aside"), "old");
        DeadProcess dead = new DeadProcess(root)
                .note(new Undo.Restore(aside, target, workspace.resolve("built"), Optional.empty()));
        Path file = dead.file();
        recover((operation, path) -> {
            if (operation == Operation.DELETE && path.equals(file)) {
                throw new FileSystemException(path.toString(), null, "Device or resource busy");
            }
        });
        assertThat(target).hasContent("old");
        assertThat(lines)
                .containsExactly(
                        "put back " + target + ", moved aside by a process that died",
                        "could not remove " + dead.folder() + ": " + file + ": Device or resource busy");
        lines.clear();
        recover();
        assertThat(lines).containsExactly(removed(dead.folder()));
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no mkfifo")
    @ParameterizedTest
    @ValueSource(strings = {"lock", "notes/0000000001.note"})
    void aFifo_isNotWaitedFor_andNamed(String name) throws Exception {
        DeadProcess dead = new DeadProcess(root);
        Path fifo = dead.folder().resolve(name);
        Shell.run(root, "rm -f '" + fifo + "'; mkfifo '" + fifo + "'");
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> recover());
        assertThat(lines).singleElement().asString().endsWith(": not a regular file: remove it");
        assertThat(fifo).exists();
    }

    /** It deletes its lock file, and frees the lock, after this process has opened the file. */
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "The handle of this process, which plays both, keeps the file")
    @Test
    void aProcessThatEndsMeanwhile_isNotTakenForDead() throws IOException {
        DeadProcess ending = new DeadProcess(root);
        recover((operation, path) -> {
            if (operation == Operation.LOCK && path.equals(ending.lock())) {
                FileTrees.delete(ending.folder());
            }
        });
        assertThat(lines).isEmpty();
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    @Test
    void anEmptyFolder_isRemovedWithoutAWord() throws IOException {
        DeadProcess early = new DeadProcess(root);
        for (String name : List.of("lock", "notes", "work")) {
            Files.delete(early.folder().resolve(name));
        }
        recover();
        assertThat(lines).isEmpty();
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
    }

    @Test
    void whatIsNoProcessFolder_isLeftAlone() throws IOException {
        recover();
        DeadProcess dead = new DeadProcess(root);
        Path elsewhere = Files.move(dead.folder(), workspace.resolve("elsewhere"));
        Files.createSymbolicLink(dead.folder(), elsewhere);
        Files.createDirectory(root.resolve("folder"));
        Files.createFile(root.resolve("2-2-" + "0".repeat(32)));
        List<String> before = TreeText.names(root);
        recover();
        assertThat(lines).isEmpty();
        assertThat(TreeText.names(root)).containsAll(before);
        assertThat(TreeText.names(elsewhere)).containsExactly("lock", "notes", "work");
    }
}
