package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.Interceptor.Operation;
import org.vss4j.internal.state.OrphanRecord.State;

/** What is forced to the disk, and in which order: after a power cut there is only that for certain. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "There no folder is forced, and moves are not made by java.nio")
class DurabilityTest {
    private static final UUID COPY = new UUID(3, 4);
    private static final OrphanRecord RECORD = new OrphanRecord(
            new UUID(1, 2),
            "a service",
            0x9,
            Instant.parse("2026-02-03T04:05:06Z"),
            State.UNFINISHED,
            Map.of(COPY, "C:\\"));

    @TempDir
    Path workspace;

    private final List<String> events = new ArrayList<>();
    private final InterceptedFileSystem system = new InterceptedFileSystem(this::note);
    private Path root;
    private Path target;

    @BeforeEach
    void prepare() {
        root = workspace.resolve("state");
        target = workspace.resolve("target");
    }

    /** Takes down what matters after a power cut: what is forced, moved and deleted, with names that are always the same. */
    private void note(Operation operation, Path path) {
        if (operation == Operation.FORCE || operation == Operation.MOVE || operation == Operation.DELETE) {
            String name = workspace.relativize(path).toString();
            events.add(operation + " "
                    + name.replaceAll("[0-9]+-[0-9]+-[0-9a-f]{32}", "process").replaceAll("[0-9a-f]{32}", "random"));
        }
    }

    private interface Work {
        void on(StateDirectory state) throws IOException;
    }

    /** The events of a piece of work, without those of opening and closing the state directory. */
    private List<String> eventsOf(Work work) throws IOException {
        try (StateDirectory state = StateDirectory.open(system.path(root), line -> {})) {
            events.clear();
            work.on(state);
            return List.copyOf(events);
        }
    }

    private StagedTarget stage(StateDirectory state, Disk disk) throws IOException {
        StagedTarget staged = StagedTarget.create(state, system.path(target), disk);
        events.clear();
        Files.createDirectory(staged.path());
        Files.writeString(staged.path().resolve("file"), "new");
        return staged;
    }

    @Test
    void theFoldersOfAProcess_areForced_withTheirNames() throws IOException {
        StateDirectory.open(system.path(root), line -> {}).close();
        assertThat(events).startsWith("FORCE ", "FORCE state/process", "FORCE state");
    }

    @Test
    void aNote_isForced_thenItsName_beforeAnythingElse() throws IOException {
        assertThat(eventsOf(state -> state.deleteIfWeDie(system.path(target))))
                .containsExactly(
                        "FORCE state/process/notes/0000000001.note.new",
                        "MOVE state/process/notes/0000000001.note.new",
                        "FORCE state/process/notes");
    }

    /** Otherwise it would be there again after a power cut, and what it says be done to what has been kept since. */
    @Test
    void aNoteThatIsWithdrawn_isGoneFromTheDisk() throws IOException {
        assertThat(eventsOf(state -> {
                    Note note = state.deleteIfWeDie(system.path(target));
                    events.clear();
                    note.done();
                }))
                .containsExactly("DELETE state/process/notes/0000000001.note", "FORCE state/process/notes");
    }

    @Test
    void aTarget_isForced_thenMovedIn_thenItsFolderIsForced_thenTheNoteGoes() throws IOException {
        assertThat(eventsOf(state -> {
                    try (StagedTarget staged = stage(state, Disk.of(system.path(target)))) {
                        staged.commit();
                    }
                }))
                .containsExactly(
                        "FORCE .target.vss4j-random/file",
                        "FORCE .target.vss4j-random",
                        "MOVE .target.vss4j-random",
                        "FORCE ",
                        "DELETE state/process/notes/0000000001.note",
                        "FORCE state/process/notes");
    }

    @Test
    void anOldTarget_isDeletedWhenTheNewOneIsOnTheDisk_andNotBefore() throws IOException {
        Files.writeString(target, "old");
        List<String> replaced = eventsOf(state -> {
            try (StagedTarget staged = stage(state, Disk.of(system.path(target)))) {
                staged.replace(old -> {});
            }
        });
        assertThat(replaced)
                .containsSubsequence(
                        "FORCE .target.vss4j-random/file",
                        "FORCE .target.vss4j-random",
                        "FORCE state/process/notes",
                        "MOVE target",
                        "MOVE .target.vss4j-random",
                        "FORCE ",
                        "DELETE .target.vss4j-random",
                        "FORCE ");
        assertThat(replaced.indexOf("DELETE .target.vss4j-random")).isGreaterThan(replaced.indexOf("FORCE "));
        assertThat(replaced).filteredOn("DELETE .target.vss4j-random"::equals).hasSize(1);
    }

    @Test
    void whatWasForcedBefore_isNotForcedAgain() throws IOException {
        assertThat(eventsOf(state -> {
                    try (StagedTarget staged = stage(state, Disk.of(system.path(target)))) {
                        staged.force(() -> {});
                        events.clear();
                        staged.commit();
                    }
                }))
                .startsWith("MOVE .target.vss4j-random", "FORCE ");
    }

    @Test
    void whereNothingIsToBeForced_onlyTheStateFolderIs() throws IOException {
        Files.writeString(target, "old");
        assertThat(eventsOf(state -> {
                    try (StagedTarget staged = stage(state, Disk.unforced())) {
                        staged.replace(old -> {});
                    }
                }))
                .contains("MOVE target", "FORCE state/process/notes")
                .doesNotContain("FORCE ", "FORCE .target.vss4j-random", "FORCE .target.vss4j-random/file");
    }

    @Test
    void aRecord_isForced_withItsFolder_andTheFolderOfThat() throws IOException {
        assertThat(eventsOf(state -> state.orphans().put(RECORD)))
                .containsExactly(
                        "FORCE state/orphans/" + RECORD.setId() + ".orphan.new",
                        "MOVE state/orphans/" + RECORD.setId() + ".orphan.new",
                        "FORCE state/orphans",
                        "FORCE state");
    }

    @Test
    void aRecordThatIsForgotten_isGoneFromTheDisk() throws IOException {
        assertThat(eventsOf(state -> {
                    state.orphans().put(RECORD);
                    events.clear();
                    state.orphans().forget(Set.of(COPY));
                }))
                .startsWith("DELETE state/orphans/" + RECORD.setId() + ".orphan", "FORCE state/orphans");
    }

    /** The note goes for good, so what was undone must be so for good. */
    @Test
    void whatIsUndone_isForced_beforeItsNoteGoes() throws IOException {
        Path aside = workspace.resolve("aside");
        assertThat(eventsOf(state -> {
                    state.restoreIfWeDie(NotedUndo.of(new Undo.Restore(
                            system.path(aside),
                            system.path(target),
                            system.path(workspace.resolve("x")),
                            Optional.empty())));
                    Files.writeString(aside, "old");
                    events.clear();
                    state.close();
                }))
                .startsWith(
                        "MOVE aside",
                        "FORCE ",
                        "DELETE state/process/notes/0000000001.note",
                        "FORCE state/process/notes");
        assertThat(target).hasContent("old");
    }

    @Test
    void whatIsRemoved_isForced_beforeItsNoteGoes() throws IOException {
        assertThat(eventsOf(state -> {
                    state.deleteIfWeDie(system.path(target));
                    Files.writeString(target, "half");
                    events.clear();
                    state.close();
                }))
                .startsWith(
                        "DELETE target",
                        "FORCE ",
                        "DELETE state/process/notes/0000000001.note",
                        "FORCE state/process/notes");
    }

    /** A file that its owner may not read, and a folder that he may not enter. */
    @Test
    void whatMayNotBeRead_isForced_andKeepsItsPermissions() throws IOException {
        Path tree = Files.createDirectory(workspace.resolve("tree"));
        Path closed = Files.createDirectory(tree.resolve("closed"));
        Path file = Files.writeString(closed.resolve("file"), "contents");
        Files.setPosixFilePermissions(file, Set.of());
        Files.setPosixFilePermissions(closed, Set.of());
        Disk.of(system.path(tree)).forceTree(system.path(tree), () -> {});
        assertThat(events).containsExactly("FORCE tree/closed/file", "FORCE tree/closed", "FORCE tree");
        assertThat(Files.getPosixFilePermissions(closed)).isEmpty();
    }
}
