package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnPosix;

/** The recording of a session that the README shows. */
@OnPosix
class RecordingIT {
    private static final Pattern TRANSCRIPT = Pattern.compile(
            "```\n\\$ export VSS4J_JAVA_OPTS='([^']*)'\n\\$ scripts/vss4j (copy[^\n]*)\n\\$ (jfr print [^\n]*)\n(.*?)```",
            Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\(\\d{4}-\\d\\d-\\d\\d\\)");
    private static final Pattern DURATION = Pattern.compile("duration = [0-9.]+ (?:[nu\u00b5m]?s|min)");
    private static final Pattern THREAD = Pattern.compile("javaThreadId = \\d+");

    @TempDir
    Path workspace;

    @Test
    void theTranscriptOfTheReadme_isWhatIsRecorded() throws IOException {
        Matcher transcript = TRANSCRIPT.matcher(Files.readString(Path.of("README.md")));
        assertThat(transcript.find()).as("there is a transcript").isTrue();
        Path file = workspace.resolve("vss.jfr");
        Files.writeString(Files.createDirectory(workspace.resolve("notes")).resolve("file"), "contents");
        Cli cli = new Cli(workspace);
        for (String option : transcript.group(1).split(" ", -1)) {
            cli.jvmOption(option.replace("vss.jfr", file.toString()));
        }
        List<String> copy = new ArrayList<>(List.of(transcript.group(2).split(" ", -1)));
        for (int last = copy.size() - 2; last < copy.size(); last++) {
            copy.set(last, workspace.resolve(copy.get(last)).toString());
        }
        copy.addAll(List.of("--state", cli.state().toString()));
        assertThat(cli.start(copy).stdoutAtEnd()).startsWith("Copied");
        List<String> print = new ArrayList<>();
        for (String argument : transcript.group(3).split(" ", -1)) {
            print.add(argument.replace("vss.jfr", file.toString()));
        }
        print.set(
                0,
                Path.of(System.getProperty("java.home"), "bin", print.getFirst())
                        .toString());
        assertThat(withoutTimes(cli.startCommand(print).stdoutAtEnd())).isEqualTo(withoutTimes(transcript.group(4)));
    }

    private static String withoutTimes(String text) {
        String stripped = TIME.matcher(text.strip()).replaceAll("TIME");
        return THREAD.matcher(DURATION.matcher(stripped).replaceAll("DURATION")).replaceAll("THREAD");
    }
}
