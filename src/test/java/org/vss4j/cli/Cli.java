package org.vss4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line as a process of its own: the jar that the build made, in a JVM like this one. */
final class Cli {
    private static final long DEADLINE_SECONDS = 120;

    private final Path workspace;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private boolean emptyEnvironment;

    /** A command line whose output and state lie in a folder of the test's. */
    Cli(Path workspace) {
        this.workspace = workspace;
        // A JVM that was started in the background ignores SIGINT, and so would its children.
        prefix.addAll(List.of("env", "--default-signal=INT"));
    }

    /** As another user than root, who may read everything. */
    Cli asNobody() {
        prefix.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        return this;
    }

    /** Lets everybody write to a folder as to /tmp, where a state folder may lie. */
    static void openToAll(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:mode", 01777);
    }

    Cli jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** Without any variable that this JVM has inherited, but for PATH. */
    Cli emptyEnvironment() {
        emptyEnvironment = true;
        return this;
    }

    Cli variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Path state() {
        return workspace.resolve("state");
    }

    /** Starts {@code copy}, with JSON and the log, and with the state folder in the workspace. */
    Run copy(Path source, Path target, String... options) {
        List<String> arguments = new ArrayList<>(List.of("copy", source.toString(), target.toString()));
        arguments.addAll(List.of("--json", "--verbose", "--state", state().toString()));
        arguments.addAll(List.of(options));
        return start(arguments);
    }

    /** Starts the jar. */
    Run start(List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(java());
        command.addAll(jvmOptions);
        command.addAll(List.of("-XX:+UseSerialGC", "-Dvss4j.terminal=0", "-jar", jar()));
        command.addAll(arguments);
        return startCommand(command);
    }

    /** Starts any command, in the same way. */
    Run startCommand(List<String> command) {
        try {
            Path out = Files.createTempFile(workspace, "stdout", ".txt");
            Path err = Files.createTempFile(workspace, "stderr", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            if (emptyEnvironment) {
                String path = builder.environment().get("PATH");
                builder.environment().clear();
                builder.environment().put("PATH", path);
            }
            builder.environment().putAll(environment);
            return new Run(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that starts a JVM like this one. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String jar() {
        return System.getProperty("vss4j.cli.jar");
    }

    /** One run of it. */
    record Run(Process process, Path out, Path err) {

        /** Waits until stderr has a text. */
        Run awaitErr(String text) {
            eventually(
                    "stderr has '" + text + "'; it has:\n" + stderr(),
                    () -> stderr().contains(text) || !process.isAlive());
            assertThat(stderr()).contains(text);
            return this;
        }

        Run signal(String name) {
            try {
                int result = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
                assertThat(result).as("kill -%s", name).isZero();
                return this;
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        int exitCode() {
            try {
                boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                assertThat(ended).as("the command ended; stderr: %s", stderr()).isTrue();
                return process.exitValue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        String stdout() {
            return read(out);
        }

        /** All of stdout; the command must have ended well. */
        String stdoutAtEnd() {
            assertThat(exitCode()).as(stderr()).isZero();
            return stdout();
        }

        String stderr() {
            return read(err);
        }

        /** What is on stdout, which must be one line with one JSON object. */
        JsonNode json() {
            exitCode();
            assertThat(stdout().lines()).as("stdout, with stderr %s", stderr()).hasSize(1);
            try {
                JsonNode json = new ObjectMapper().readTree(stdout());
                assertThat(json.isObject()).isTrue();
                return json;
            } catch (IOException e) {
                throw new UncheckedIOException(stdout(), e);
            }
        }

        private static String read(Path file) {
            try {
                return new String(Files.readAllBytes(file), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
