package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.cli.output.Outcome;
import org.vss4j.testing.OnPosix;
import picocli.CommandLine;

/** {@code run}, whose time is up at a step that a clock would not hit. */
@OnPosix
class RunCommandTest {
    @TempDir
    Path workspace;

    @Test
    void ifTimeIsUpWhileTheWritersAreTold_itIsNoSuccess()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path volume = Files.createDirectory(workspace.resolve("volume"));
        String state = workspace.resolve("state").toString();
        CompletableFuture<Stop> stop = new CompletableFuture<>();
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Thread command = Thread.ofPlatform().daemon().start(() -> {
            Stop own = new Stop();
            stop.complete(own);
            exitCode.complete(new CommandLine(new RunCommand(own))
                    .execute(
                            "--service=simulator",
                            "--simulate=BackupComplete=1h",
                            "--state=" + state,
                            "--volume=" + volume,
                            "--",
                            "true"));
        });
        eventually(
                "the writers are told",
                () -> Arrays.stream(command.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(MakingCommand.class.getName())
                                && frame.getMethodName().equals("complete")));
        stop.get().request(Outcome.TIMED_OUT);
        assertThat(exitCode.get(60, TimeUnit.SECONDS)).isEqualTo(3);
    }
}
