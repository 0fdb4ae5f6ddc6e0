package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.internal.files.DeadProcess;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.InterceptedFileSystem;
import org.vss4j.internal.files.TreeText;

/**
 * A process dies before each of its changes, and the one that cleans up after it dies before each of its own; then a
 * third one comes. Those who die do so inside this process, which is faster than in {@link CrashTest}: after the change
 * that was the last, whatever they attempt fails, and their locks are free.
 */
class CrashTwiceTest {
    @TempDir
    Path folder;

    private int workspaces;

    /** What a dead process meets with. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    interface Life {
        void live(Path workspace) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheFirstDies_theTargetIsTheOldOneOrTheNewOne(CrashScenario scenario) throws IOException {
        List<String> outcomes = new ArrayList<>();
        boolean alive = false;
        for (int n = 1; !alive; n++) {
            Path workspace = workspace(scenario);
            alive = liveUntil(n, workspace, scenario::run);
            outcomes.add(Aftermath.of(scenario, workspace));
        }
        assertThat(outcomes).hasSizeGreaterThan(15);
        assertThat(outcomes).startsWith("old").endsWith("new").isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void whereverTheSecondDies_theThirdMakesWhatTheSecondWouldHave() throws IOException {
        CrashScenario scenario = CrashScenario.REPLACE_FOLDER;
        Set<String> leftovers = new HashSet<>();
        int deaths = 0;
        boolean firstAlive = false;
        for (int n = 1; !firstAlive; n++) {
            Path reference = workspace(scenario);
            firstAlive = liveUntil(n, reference, scenario::run);
            if (leftovers.add(leftovers(reference))) {
                deaths += letTheSecondDie(scenario, n, Aftermath.of(scenario, reference));
            }
        }
        assertThat(leftovers).hasSizeGreaterThan(5);
        assertThat(deaths).isGreaterThan(50);
    }

    /** Before the next process comes, somebody has made something in the target's place, or in that of the new one. */
    @Test
    void whereverTheFirstDies_whatSomebodyElseMakes_isHis_andTheOldOneIsNotLostForIt() throws IOException {
        CrashScenario scenario = CrashScenario.REPLACE_FOLDER;
        Set<String> windows = new TreeSet<>();
        boolean alive = false;
        for (int n = 1; !alive; n++) {
            Path workspace = workspace(scenario);
            alive = liveUntil(n, workspace, scenario::run);
            windows.add(makeAnother(workspace, "died before change " + n));
        }
        assertThat(windows)
                .containsExactlyInAnyOrder("the old one is in place", "nothing is", "the new one is", "it is all over");
    }

    private static String makeAnother(Path workspace, String when) throws IOException {
        Path target = CrashScenario.target(workspace);
        if (Files.exists(target.resolve("folder/old"))) {
            return "the old one is in place";
        }
        boolean isNew = Files.exists(target);
        Path another = Files.createDirectory(workspace.resolve("another"));
        Files.writeString(another.resolve("file"), "somebody's");
        FileTrees.delete(target);
        Files.move(another, target);
        List<Path> aside = aside(workspace);
        // When the new one is in place, on the disk too, what is noted last is that the old one be deleted.
        boolean isKept = !aside.isEmpty() && lastNote(workspace).contains("\nrestore\n");
        cleanUp(workspace);
        assertThat(target.resolve("file")).as(when).hasContent("somebody's");
        if (!isKept) {
            assertThat(aside(workspace)).as(when).isEmpty();
            return isNew ? "it is all over" : when;
        }
        assertThat(aside(workspace)).as(when).hasSize(1);
        assertThat(aside(workspace).getFirst().resolve("folder/old")).as(when).hasContent("old");
        return isNew ? "the new one is" : "nothing is";
    }

    /** The old target beside its place. */
    private static List<Path> aside(Path workspace) throws IOException {
        try (Stream<Path> entries = Files.list(workspace)) {
            return entries.filter(TemporaryName::matches)
                    .filter(entry -> Files.exists(entry.resolve("folder/old")))
                    .toList();
        }
    }

    private static String lastNote(Path workspace) throws IOException {
        try (Stream<Path> files = Files.walk(CrashScenario.state(workspace))) {
            Path last = files.filter(file -> file.toString().endsWith(".note"))
                    .max(Comparator.comparing(file -> file.getFileName().toString()))
                    .orElseThrow();
            return Files.readString(last);
        }
    }

    private int letTheSecondDie(CrashScenario scenario, int n, String expected) throws IOException {
        int deaths = -1;
        boolean alive = false;
        for (int m = 1; !alive; m++) {
            Path workspace = workspace(scenario);
            liveUntil(n, workspace, scenario::run);
            alive = liveUntil(m, workspace, CrashTwiceTest::cleanUp);
            assertThat(Aftermath.of(scenario, workspace))
                    .as("dead at %d and at %d", n, m)
                    .isEqualTo(expected);
            deaths++;
        }
        return deaths;
    }

    /** Tells apart what a recovery can find: what lies beside the target, and what is noted. */
    private static String leftovers(Path workspace) throws IOException {
        String beside = TreeText.names(workspace).toString().replaceAll("[0-9a-f]{32}", "");
        Path state = CrashScenario.state(workspace);
        try (Stream<Path> files = Files.exists(state) ? Files.walk(state) : Stream.empty()) {
            return beside
                    + files.filter(file -> file.toString().endsWith(".note")).count();
        }
    }

    private static void cleanUp(Path workspace) throws IOException {
        StateDirectory.open(CrashScenario.state(workspace), line -> {}).close();
    }

    private Path workspace(CrashScenario scenario) throws IOException {
        Path workspace = Files.createDirectory(folder.resolve(Integer.toString(++workspaces)));
        scenario.prepare(workspace);
        return workspace;
    }

    /** Tells whether it got through without dying before the n-th change. */
    static boolean liveUntil(int n, Path workspace, Life life) throws IOException {
        int[] count = {0};
        InterceptedFileSystem system = new InterceptedFileSystem((operation, path) -> {
            if (operation.changes() && count[0] < n) {
                count[0]++;
            }
            if (count[0] == n) {
                throw new Death();
            }
        });
        try {
            life.live(system.path(workspace));
            return true;
        } catch (Death death) {
            system.closeChannels();
            DeadProcess.makeAllForeign(CrashScenario.state(workspace));
            return false;
        }
    }
}
