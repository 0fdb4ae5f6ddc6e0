package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnPosix;

/** Two runs of {@code copy} at the same time that are to make the same TARGET. */
@OnPosix
class SameTargetIT {
    @TempDir
    Path workspace;

    /** Of two at the same time one would move away what the other has made. */
    @Test
    void whileAnotherRunMakesTheSameTarget_itIsRefused_andNothingIsMixed() throws IOException {
        Cli cli = new Cli(workspace);
        Path source = Files.createDirectory(workspace.resolve("source"));
        Files.writeString(source.resolve("file"), "contents");
        Path target = workspace.resolve("target");
        Cli.Run first =
                cli.copy(source, target, "--simulate", "DoSnapshotSet=1h").awaitErr("DoSnapshotSet: S_OK");
        for (String option : List.of("--no-sync", "--overwrite")) {
            // One that is not refused fails at once: it is not to wait until the first has made its shadow copy.
            Cli.Run second = cli.copy(source, target, option, "--simulate", "StartSnapshotSet=E_UNEXPECTED");
            assertThat(second.exitCode()).as(second.stderr()).isEqualTo(1);
            assertThat(second.json().path("error").path("message").asText())
                    .isEqualTo(target + ": another vss4j is making it (process "
                            + first.process().pid() + "): wait until that has ended, or choose another target");
            assertThat(second.stderr()).doesNotContain("StartSnapshotSet");
        }
        first.signal("INT");
        assertThat(first.exitCode()).isEqualTo(130);
        assertThat(target).doesNotExist();
        assertThat(cli.copy(source, target).exitCode()).isZero();
    }
}
