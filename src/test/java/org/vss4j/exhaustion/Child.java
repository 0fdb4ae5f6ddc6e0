package org.vss4j.exhaustion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vss4j.testing.NativeServer;

/** Programs of these tests, each in a JVM of its own. */
final class Child {
    private Child() {}

    /** How one ended, and what it printed. */
    record Result(int exitCode, List<String> lines) {}

    /**
     * Runs one to its end.
     *
     * @param folder where it may make files
     */
    static Result run(Path folder, Class<?> program, List<String> options, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(options);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dvss4j.native.library=" + NativeServer.file(),
                "-Dvss4j.workspace=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_STATE_HOME", folder.resolve("user").toString());
        Process process = builder.start();
        List<String> lines;
        try (var output = process.inputReader(UTF_8)) {
            lines = output.lines().toList();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("the JVM has ended").isTrue();
        return new Result(process.exitValue(), lines);
    }
}
