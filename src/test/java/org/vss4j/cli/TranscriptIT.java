package org.vss4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vss4j.testing.OnPosix;

/** The README's transcripts are what a user sees: ids, times and the user's folder apart. */
@OnPosix
class TranscriptIT {
    private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** It has its number from the copy's id. */
    private static final Pattern DEVICE = Pattern.compile("HarddiskVolumeShadowCopy[0-9]+");

    private static final Pattern TIME = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
    private static final Pattern ELAPSED = Pattern.compile("\"elapsedMillis\":[0-9]+");

    @TempDir
    Path workspace;

    @Test
    void everyTranscriptOfTheReadme_isWhatTheCommandsPrint() throws Exception {
        Path home = Files.createDirectory(workspace.resolve("home"));
        Path data = Files.createDirectory(home.resolve("data"));
        Path bin = Files.createDirectory(workspace.resolve("bin"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path script = Files.writeString(
                bin.resolve("vss4j"),
                "#!/bin/sh\nexec '" + java + "' -XX:+UseSerialGC -jar '" + Cli.jar() + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("README.md")));
        int count = 0;
        while (blocks.find()) {
            Files.writeString(data.resolve("notes.txt"), "as it was\n");
            check(blocks.group(1), home, bin);
            count++;
        }
        assertThat(count).isEqualTo(3);
    }

    private void check(String transcript, Path home, Path bin) throws IOException, InterruptedException {
        List<String> seen = new ArrayList<>();
        for (String line : transcript.lines().toList()) {
            if (line.startsWith("$ ")) {
                seen.add(line);
                seen.addAll(run(line.substring(2), home, bin));
            }
        }
        assertThat(normalized(String.join("\n", seen), home.toString()))
                .isEqualTo(normalized(transcript.strip(), "/home/ada"));
    }

    private List<String> run(String command, Path home, Path bin) throws IOException, InterruptedException {
        Path out = workspace.resolve("out");
        Path err = workspace.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT", "bash", "-c", command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("XDG_STATE_HOME");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Duser.home=" + home);
        builder.environment().put("PATH", bin + ":" + builder.environment().get("PATH"));
        int exitCode = builder.start().waitFor();
        assertThat(exitCode).as("%s\n%s", command, Files.readString(err)).isZero();
        return Files.readAllLines(out, UTF_8);
    }

    /** Ids are numbered as they appear. */
    private static String normalized(String text, String home) {
        Map<String, String> ids = new LinkedHashMap<>();
        String named = ID.matcher(text.replace(home, "HOME"))
                .replaceAll(match -> ids.computeIfAbsent(match.group(), id -> "ID" + ids.size()));
        String timed = ELAPSED.matcher(TIME.matcher(named).replaceAll("TIME")).replaceAll("ELAPSED");
        return DEVICE.matcher(timed).replaceAll("HarddiskVolumeShadowCopyN");
    }
}
