package org.vss4j.windows;

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

    /** How a process ended, and what it wrote. */
    record Result(int exitCode, String out, String err) {}

    private ChildProcess() {}

    /**
     * A process that runs.
     *
     * @param files where it writes; not pipes, which under Wine some reads fail on
     */
    record Running(Process process, Path files) {
        /** Waits for its end. */
        Result await() throws IOException, InterruptedException {
            boolean over = process.waitFor(SECONDS, TimeUnit.SECONDS);
            if (!over) {
                process.destroyForcibly().waitFor();
            }
            Result result = new Result(
                    process.exitValue(),
                    Files.readString(files.resolve("out")),
                    Files.readString(files.resolve("err")));
            // Wine closes what a process had open some time after its end.
            eventually("its files are closed", () -> isDeleted(files));
            if (!over) {
                throw new AssertionError("Not over in " + SECONDS + " s: " + result);
            }
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
        Path files = Files.createTempDirectory("child-");
        ProcessBuilder builder = new ProcessBuilder(command(main, arguments))
                .redirectOutput(files.resolve("out").toFile())
                .redirectError(files.resolve("err").toFile());
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        builder.environment().put("VSS_TEST_VOLUMES", TestDrive.ROOT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Running(process, files);
    }

    private static boolean isDeleted(Path files) {
        try {
            FileTrees.delete(files);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java.exe").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        // As the launcher has it: for a process that is over soon.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
