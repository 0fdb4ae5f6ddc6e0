package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.testing.OnPosix;

/** {@code --dry-run}: the calls that a command says are those that it makes. */
@OnPosix
class DryRunIT {
    private static final Pattern CALL = Pattern.compile("DEBUG (?:session \\d+: )?([A-Z]\\w+): S_OK");

    /** Those that are made for each thing there is: how many that are, only the service says. */
    private static final Set<String> FOR_EACH = Set.of("Next", "GetWriterMetadata", "GetWriterStatusEx");

    @TempDir
    Path workspace;

    private Cli.Run start(Cli cli, String command, String... options) {
        String[] words = command.split(" ");
        List<String> arguments = new ArrayList<>(
                List.of(words[0], "--verbose", "--state", cli.state().toString()));
        arguments.addAll(List.of(options));
        Arrays.stream(words).skip(1).map(this::inWorkspace).forEach(arguments::add);
        return cli.start(arguments);
    }

    private String inWorkspace(String word) {
        return word.replace("@", workspace + "/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy @volume @target",
                "copy @volume @target --no-writers",
                "run --volume @volume --volume @other -- true",
                "run --volume @volume --volume @other --no-writers -- true",
                "create --volume @volume",
                "writers",
                "doctor",
                "list",
                "providers"
            })
    void aDryRunPrintsTheCallsThatAreMade(String command) throws IOException {
        Cli cli = new Cli(workspace);
        Files.createDirectory(workspace.resolve("volume"));
        Files.createDirectory(workspace.resolve("other"));
        Cli.Run planned = start(cli, command, "--dry-run", "--json");
        List<String> calls = StreamSupport.stream(planned.json().path("calls").spliterator(), false)
                .map(call -> call.asText().replaceAll("\\(.*", ""))
                .filter(call -> !FOR_EACH.contains(call))
                .toList();
        assertThat(planned.exitCode()).isZero();
        assertThat(planned.stderr()).doesNotContain("StartSnapshotSet").doesNotContain("GatherWriterMetadata");
        assertThat(workspace.resolve("target")).doesNotExist();
        Cli.Run run = start(cli, command);
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        List<String> made = run.stderr()
                .lines()
                .flatMap(line -> CALL.matcher(line).results().map(match -> match.group(1)))
                .filter(call -> !FOR_EACH.contains(call))
                .toList();
        assertThat(calls).isEqualTo(made);
    }
}
