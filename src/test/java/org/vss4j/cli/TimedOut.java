package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Commands whose time is up in the one step that never ends, however long the steps before it take. */
final class TimedOut {
    private static final List<String> TIMEOUTS = List.of("500ms", "3s", "15s", "60s");

    private TimedOut() {}

    /**
     * The run whose time was up in the step. On a busy machine it may be up before the step is reached, which proves nothing:
     * then the command gets more of it.
     *
     * @param start starts the command with a timeout, and may look at it until it ends
     * @param isReached whether a run that has ended came to the step
     */
    static Cli.Run in(Function<String, Cli.Run> start, Predicate<Cli.Run> isReached) {
        for (String timeout : TIMEOUTS) {
            Cli.Run run = start.apply(timeout);
            assertThat(run.exitCode()).as(run.stderr()).isEqualTo(3);
            if (isReached.test(run)) {
                return run;
            }
        }
        throw new AssertionError("The step was not reached in any of " + TIMEOUTS);
    }
}
