package org.vss4j.internal.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.files.Shell;
import org.vss4j.internal.files.TreeText;
import org.vss4j.internal.state.OrphanRecord.State;

/** Records that can't be read, or can't be written: neither keeps anybody from the others. */
class OrphansTest {
    private static final Set<Operation> MAKING = Set.of(Operation.MAKE_DIRECTORY, Operation.CREATE);
    private static final OrphanRecord RECORD = record(1);

    @TempDir
    Path workspace;

    private final List<String> lines = new ArrayList<>();
    private Path root;

    @BeforeEach
    void prepare() {
        root = workspace.resolve("state");
    }

    private static OrphanRecord record(int number) {
        return new OrphanRecord(
                new UUID(0, number),
                "a service",
                0x9,
                Instant.parse("2026-02-03T04:05:06Z"),
                State.KEPT,
                Map.of(new UUID(1, number), "C:\\"));
    }

    private static Orphans.Unreadable unreadable(Path file, String reason) {
        return new Orphans.Unreadable(file, reason, "if its copies are gone, or known by list, delete the file");
    }

    private Path makeUnreadable(int number, byte... contents) throws IOException {
        return Files.write(root.resolve("orphans").resolve(new UUID(0, number) + ".orphan"), contents);
    }

    @Test
    void aRecordThatCannotBeUnderstood_isNamed_andHidesNoOther() throws IOException {
        try (StateDirectory state = StateDirectory.open(root, lines::add)) {
            state.orphans().put(RECORD);
            Path empty = makeUnreadable(2);
            Path half = makeUnreadable(3, "vss4j orphan 1\nset=".getBytes(US_ASCII));
            Path folder = Files.createDirectory(root.resolve("orphans").resolve(new UUID(0, 4) + ".orphan"));
            assertThat(state.orphans().list()).containsExactly(RECORD);
            assertThat(state.orphans().unreadable())
                    .extracting(Orphans.Unreadable::file)
                    .containsExactly(empty, half, folder);
            assertThat(state.orphans().unreadable())
                    .extracting(Orphans.Unreadable::reason)
                    .allMatch(reason -> reason.startsWith("could not be "))
                    .contains("could not be understood: it does not begin with 'vss4j orphan 1'");
        }
    }

    /** A pipe would be waited for without end; a link that leads nowhere is there all the same. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no mkfifo")
    void aRecordThatIsNoFile_isNamed_andNotRead() throws IOException, InterruptedException {
        try (StateDirectory state = StateDirectory.open(root, lines::add)) {
            state.orphans().put(RECORD);
            Path pipe = root.resolve("orphans").resolve(new UUID(0, 2) + ".orphan");
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            Path link = Files.createSymbolicLink(
                    root.resolve("orphans").resolve(new UUID(0, 3) + ".orphan"), workspace.resolve("nothing"));
            assertTimeoutPreemptively(
                    Duration.ofMinutes(1),
                    () -> assertThat(state.orphans().list()).containsExactly(RECORD));
            assertThat(state.orphans().unreadable())
                    .containsExactly(
                            unreadable(pipe, "could not be read: not a regular file: remove it"),
                            unreadable(link, "could not be read: not a regular file: remove it"));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no mkfifo")
    void aFolderThatIsNone_isNotWaitedFor() throws IOException, InterruptedException {
        try (StateDirectory state = StateDirectory.open(root, lines::add)) {
            Shell.run(root, "mkfifo orphans");
            assertTimeoutPreemptively(
                    Duration.ofMinutes(1),
                    () -> assertThatThrownBy(() -> state.orphans().list()).isInstanceOf(NotDirectoryException.class));
            Files.delete(root.resolve("orphans"));
        }
    }

    /** What is written anew is written under another name first: whatever is there is not followed, and not waited for. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "It has no mkfifo")
    void aRecord_isWrittenToNothingElse() throws IOException, InterruptedException {
        try (StateDirectory state = StateDirectory.open(root, lines::add)) {
            Path folder = Files.createDirectory(root.resolve("orphans"));
            Path victim = Files.writeString(workspace.resolve("victim"), "precious");
            Path unfinished = folder.resolve(RECORD.setId() + ".orphan.new");
            Files.createSymbolicLink(unfinished, victim);
            assertThatThrownBy(() -> state.orphans().put(RECORD))
                    .hasMessageEndingWith(": not a regular file: remove it");
            assertThat(victim).hasContent("precious");
            Files.deleteIfExists(unfinished);
            Shell.run(folder, "mkfifo " + unfinished.getFileName());
            assertTimeoutPreemptively(
                    Duration.ofMinutes(1),
                    () -> assertThatThrownBy(() -> state.orphans().put(RECORD))
                            .hasMessageEndingWith(": not a regular file: remove it"));
            state.orphans().put(RECORD);
            assertThat(state.orphans().list()).containsExactly(RECORD);
        }
    }

    @Test
    void aRecordThatCannotBeUnderstood_keepsOthersFromNothing() throws IOException {
        try (StateDirectory state = StateDirectory.open(root, lines::add)) {
            state.orphans().put(RECORD);
            Path unreadable = makeUnreadable(2);
            state.orphans().forget(RECORD.copies().keySet(), Set.of(RECORD.setId()));
            assertThat(state.orphans().list()).isEmpty();
            state.orphans().put(record(3));
            assertThat(state.orphans().list()).containsExactly(record(3));
            assertThat(unreadable).exists();
        }
    }

    /** As somebody leaves it who has copied one to another name. */
    @Test
    void twoRecordsOfOneSet_areBothListed_andBothForgotten() throws IOException {
        try (StateDirectory state = StateDirectory.open(root, lines::add)) {
            state.orphans().put(RECORD);
            Path file = state.orphans().file(RECORD.setId());
            Files.copy(file, file.resolveSibling("another.orphan"));
            assertThat(state.orphans().list()).containsExactly(RECORD, RECORD);
            state.orphans().forget(RECORD.copies().keySet(), Set.of(RECORD.setId()));
            assertThat(state.orphans().list()).isEmpty();
            assertThat(root.resolve("orphans")).doesNotExist();
        }
    }

    /** A process died when it had forgotten the last record. */
    @Test
    void anEmptyFolderOfRecords_isRemovedByTheNext() throws IOException {
        StateDirectory.open(root, lines::add).close();
        Files.createDirectory(root.resolve("orphans"));
        StateDirectory.look(root, lines::add).close();
        assertThat(TreeText.names(root)).containsExactly("deletions", "lock");
        Path unfinished = Files.createDirectory(root.resolve("orphans")).resolve("unfinished");
        Files.createFile(unfinished);
        StateDirectory.look(root, lines::add).close();
        assertThat(unfinished).exists();
    }

    /** A process died while it made copies, and there is no space for the record. */
    @Test
    void whatCannotBePutOnRecord_isKnownAllTheSame_andIsPutThereTheNextTime() throws IOException {
        StateDirectory.open(root, lines::add).close();
        DeadProcess dead = new DeadProcess(root)
                .note(new Undo.PutOnRecord(root.resolve("orphans").resolve(RECORD.setId() + ".orphan"), RECORD));
        InterceptedFileSystem full = new InterceptedFileSystem((operation, path) -> {
            if (MAKING.contains(operation) && Files.notExists(path)) {
                throw new IOException("No space left on device");
            }
        });
        try (StateDirectory state = StateDirectory.look(full.path(root), lines::add)) {
            assertThat(state.orphans().list()).containsExactly(RECORD);
        }
        assertThat(lines).singleElement().asString().contains("No space left on device");
        assertThat(TreeText.names(dead.notes())).hasSize(1);

        try (StateDirectory state = StateDirectory.look(root, lines::add)) {
            assertThat(state.orphans().list()).containsExactly(RECORD);
            assertThat(dead.folder()).doesNotExist();
            state.orphans().forget(Set.of(), Set.of());
            assertThat(state.orphans().list()).containsExactly(RECORD);
        }
    }

    @Test
    void aNoteThatCannotBeUnderstood_hidesNoOther() throws IOException {
        DeadProcess dead = new DeadProcess(Files.createDirectory(root))
                .note(new byte[0])
                .note(new Undo.Delete(workspace.resolve("built")));
        assertThat(ProcessFolder.notesIn(dead.folder()).paths()).containsExactly(workspace.resolve("built"));
    }
}
