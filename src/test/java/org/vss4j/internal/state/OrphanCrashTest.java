package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.internal.files.TreeText;
import org.vss4j.internal.state.OrphanRecord.State;

/**
 * A process that makes shadow copies dies before each of the changes that it makes on the disk, and so does the one that
 * comes after it; then a third one comes. A copy that is there is on record, always. A file stands for the copy.
 */
class OrphanCrashTest {
    private static final UUID SET = new UUID(1, 2);
    private static final UUID COPY = new UUID(3, 4);
    private static final OrphanRecord RECORD = new OrphanRecord(
            SET, "a service", 0x9, Instant.parse("2026-02-03T04:05:06Z"), State.UNFINISHED, Map.of(COPY, "C:\\"));

    @TempDir
    Path folder;

    private int workspaces;

    private static Path state(Path workspace) {
        return CrashScenario.state(workspace);
    }

    private static Path copy(Path workspace) {
        return workspace.resolve("copy");
    }

    private static void keep(Path workspace) throws IOException {
        try (StateDirectory state = StateDirectory.open(state(workspace), line -> {})) {
            Note note = state.putOnRecordIfWeDie(RECORD);
            Files.createFile(copy(workspace));
            state.orphans().put(RECORD.withState(State.KEPT));
            note.done();
        }
    }

    private static void giveBack(Path workspace) throws IOException {
        try (StateDirectory state = StateDirectory.open(state(workspace), line -> {})) {
            Note note = state.putOnRecordIfWeDie(RECORD);
            Files.createFile(copy(workspace));
            Files.delete(copy(workspace));
            note.done();
        }
    }

    private static void recover(Path workspace) throws IOException {
        StateDirectory.open(state(workspace), line -> {}).close();
    }

    /** What is on record when the next process has come, and cleans up. */
    private static List<State> orphans(Path workspace) throws IOException {
        try (StateDirectory state = StateDirectory.open(state(workspace), line -> {})) {
            List<State> found =
                    state.orphans().list().stream().map(OrphanRecord::state).toList();
            assertThat(state.orphans().list())
                    .allMatch(orphan -> orphan.withState(State.UNFINISHED).equals(RECORD));
            Files.deleteIfExists(copy(workspace));
            state.orphans().forget(Set.of(COPY), Set.of());
            return found;
        } finally {
            assertThat(TreeText.names(state(workspace))).containsExactly("deletions", "lock");
        }
    }

    private Path workspace() throws IOException {
        return Files.createDirectory(folder.resolve(Integer.toString(++workspaces)));
    }

    @Test
    void whereverTheFirstDies_aCopyThatIsThereIsOnRecord() throws IOException {
        for (CrashTwiceTest.Life life :
                List.<CrashTwiceTest.Life>of(OrphanCrashTest::keep, OrphanCrashTest::giveBack)) {
            List<List<State>> outcomes = new ArrayList<>();
            boolean alive = false;
            for (int n = 1; !alive; n++) {
                Path workspace = workspace();
                alive = CrashTwiceTest.liveUntil(n, workspace, life);
                boolean there = Files.exists(copy(workspace));
                List<State> orphans = orphans(workspace);
                assertThat(!there || orphans.size() == 1)
                        .as("dead at %d: on record %s", n, orphans)
                        .isTrue();
                outcomes.add(orphans);
            }
            assertThat(outcomes).hasSizeGreaterThan(10).contains(List.of(), List.of(State.UNFINISHED));
        }
    }

    @Test
    void whereverTheSecondDies_theThirdFindsWhatTheFirstLeft() throws IOException {
        boolean firstAlive = false;
        int deaths = 0;
        for (int n = 1; !firstAlive; n++) {
            boolean secondAlive = false;
            for (int m = 1; !secondAlive; m++) {
                Path workspace = workspace();
                firstAlive = CrashTwiceTest.liveUntil(n, workspace, OrphanCrashTest::keep);
                boolean there = Files.exists(copy(workspace));
                secondAlive = CrashTwiceTest.liveUntil(m, workspace, OrphanCrashTest::recover);
                List<State> orphans = orphans(workspace);
                assertThat(!there || orphans.size() == 1)
                        .as("dead at %d and at %d: on record %s", n, m, orphans)
                        .isTrue();
                deaths++;
            }
        }
        assertThat(deaths).isGreaterThan(50);
    }
}
