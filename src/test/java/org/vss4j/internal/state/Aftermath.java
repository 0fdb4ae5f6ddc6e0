package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.TreeText;

/** What the next process makes of what a {@link CrashScenario} left that was cut short. */
final class Aftermath {
    private Aftermath() {}

    /** Recovers, asserts that nothing is left, and returns which of the two is in place. */
    static String of(CrashScenario scenario, Path workspace) throws IOException {
        List<String> lines = new ArrayList<>();
        StateDirectory.open(CrashScenario.state(workspace), lines::add).close();
        assertThat(TreeText.names(CrashScenario.state(workspace))).containsExactly("deletions", "lock");
        String inPlace = inPlace(scenario, workspace);
        List<Path> kept = kept(workspace);
        if (Files.exists(CrashScenario.told(workspace)) && inPlace.equals("old")) {
            assertThat(kept).hasSize(1);
        }
        for (Path each : kept) {
            assertThat(lines)
                    .anyMatch(line -> line.startsWith("kept " + each + ", which a process that died had copied whole"));
            assertThat(TreeText.of(each)).isEqualTo(TreeText.of(CrashScenario.source(workspace)));
            FileTrees.delete(each);
        }
        assertThat(lines)
                .allMatch(line ->
                        line.endsWith(" a process that died") || line.contains("a process that died had copied"));
        assertThat(TreeText.names(workspace)).isSubsetOf("source", "state", "target", "told", "before");
        return inPlace;
    }

    /** What is beside the target. */
    private static List<Path> kept(Path workspace) throws IOException {
        try (Stream<Path> entries = Files.list(workspace)) {
            return entries.filter(TemporaryName::matches).toList();
        }
    }

    private static String inPlace(CrashScenario scenario, Path workspace) throws IOException {
        String found = TreeText.of(CrashScenario.target(workspace));
        if (found.equals(TreeText.of(CrashScenario.source(workspace)))) {
            return "new";
        }
        Path before = Files.createDirectory(workspace.resolve("before"));
        scenario.prepare(before);
        assertThat(withoutTimes(found)).isEqualTo(withoutTimes(TreeText.of(CrashScenario.target(before))));
        return "old";
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\S*", "");
    }
}
