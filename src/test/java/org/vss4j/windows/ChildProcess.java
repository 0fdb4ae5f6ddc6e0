package org.vss4j.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.testing.TestDrive;

/** Another JVM like this one, for which the tests' service describes its machine by the environment. */
final class ChildProcess {
    private static final long SECONDS = 90;

    /** The variable that says where the tests' service keeps its log, and what it says there at the end of a process. */
    private static final String LOG = "VSS_TEST_LOG";

    private static final String NOTHING_LEFT =
            "end: left 0 IVssBackupComponents, 0 IVssAsync, 0 objects of writers, 0 strings";

    /** The exit code of a process that was killed, though not of such a one alone. */
    private static final int KILLED = 1;

    /** How a process ended, and what it wrote. */
    record Result(int exitCode, String out, String err) {}

    private ChildProcess() {}

    /**
     * A process that runs.
     *
     * @param files where it writes; not pipes, which under Wine some reads fail on
     * @param log where the tests' service writes what the process does to it
     */
    record Running(Process process, Path files, Path log) {
        /** Waits for its end, and asserts that it did to the service what is allowed, and gave all back. */
        Result await() throws IOException, InterruptedException {
            boolean over = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!over) {
                process.destroyForcibly().waitFor();
            }
            Result result = new Result(
                    process.exitValue(),
                    Files.readString(files.resolve("out")),
                    Files.readString(files.resolve("err")));
            List<String> calls = Files.exists(log) ? Files.readAllLines(log) : List.of();
            // Wine closes what a process had open some time after its end.
            eventually("its files are closed", () -> isDeleted(files));
            if (!over) {
                throw new AssertionError("Not over in " + SECONDS + " s: " + result);
            }
            assertClean(calls, result.exitCode());
            return result;
        }
    }

    /**
     * Starts a class with a main method.
     *
     * @param environment more variables
     * @param directory where it works, or null for where this one does
     */
    static Running start(Class<?> main, Map<String, String> environment, @Nullable Path directory, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(javaHome(), main, arguments));
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        builder.environment().putAll(environment);
        return start(builder, Files.createTempDirectory("child-"));
    }

    /**
     * Starts any command.
     *
     * @param files where its output goes; deleted after its end
     */
    static Running start(ProcessBuilder builder, Path files) throws IOException {
        Map<String, String> environment = builder.environment();
        environment.putIfAbsent("VSS_TEST_VOLUMES", TestDrive.ROOT);
        String log =
                environment.computeIfAbsent(LOG, name -> files.resolve("log").toString());
        Process process = builder.redirectOutput(files.resolve("out").toFile())
                .redirectError(files.resolve("err").toFile())
                .start();
        process.getOutputStream().close();
        return new Running(process, files, Path.of(log));
    }

    /** A process that was killed has no end of which the service could say something. */
    private static void assertClean(List<String> calls, int exitCode) {
        assertThat(calls).noneMatch(line -> line.startsWith("violation: "));
        List<String> ends =
                calls.stream().filter(line -> line.startsWith("end: ")).toList();
        if (exitCode == KILLED || calls.isEmpty()) {
            assertThat(ends).isSubsetOf(NOTHING_LEFT);
        } else {
            assertThat(ends).as("the end, after %s", calls).containsExactly(NOTHING_LEFT);
        }
    }

    private static boolean isDeleted(Path files) {
        try {
            FileTrees.delete(files);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The directory of this JVM's runtime. */
    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** What starts a class as this JVM was started, in a runtime. */
    static List<String> command(Path runtime, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(runtime.resolve("bin/java.exe").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        // As the launcher has it: for a process that is over soon.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
