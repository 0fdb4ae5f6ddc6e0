package org.vss4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.internal.files.ChildJvm;
import org.vss4j.internal.files.ChildMain;

/** A process dies, by {@code halt}, before each of the changes that it makes on the disk; then another one comes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It starts a hundred JVMs; CrashTwiceTest does the same in one")
class CrashTest {
    /** As many children at a time as even a small machine has processors. */
    private static final int AT_A_TIME = 2;

    @TempDir
    Path workspace;

    @ParameterizedTest
    @EnumSource(names = {"COMMIT_FILE", "REPLACE_FOLDER", "PROMISED_REPLACE"})
    void whereverItDies_theTargetIsTheOldOneOrTheNewOne_andNothingElseIsLeft(CrashScenario scenario) throws Exception {
        ChildJvm.Result whole = run(scenario, 0);
        assertThat(whole.exitCode()).as("%s", whole.lines()).isZero();
        int steps = whole.lines().size();
        assertThat(steps).isGreaterThan(15);

        List<Callable<String>> runs = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            int n = step;
            runs.add(() -> dieAndRecover(scenario, n));
        }
        List<String> outcomes = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (Future<String> outcome : executor.invokeAll(runs)) {
                outcomes.add(outcome.get());
            }
        }
        // Once the new one is in place, it stays.
        assertThat(outcomes).startsWith("old").endsWith("new").isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    private Path folder(CrashScenario scenario, int n) {
        return workspace.resolve(scenario + "-" + n);
    }

    private ChildJvm.Result run(CrashScenario scenario, int n) throws Exception {
        Path folder = Files.createDirectory(folder(scenario, n));
        scenario.prepare(folder);
        return new ChildJvm().run("die", scenario, folder, n);
    }

    private String dieAndRecover(CrashScenario scenario, int n) throws Exception {
        ChildJvm.Result result = run(scenario, n);
        assertThat(result.exitCode()).as("%d: %s", n, result.lines()).isEqualTo(ChildMain.KILLED);
        return Aftermath.of(scenario, folder(scenario, n));
    }
}
