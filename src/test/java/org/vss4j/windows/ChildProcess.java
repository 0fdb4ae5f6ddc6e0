package org.vss4j.windows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vss4j.testing.TestDrive;

/** Another JVM like this one, for which the tests' service describes its machine by the environment. */
final class ChildProcess {
    private static final long SECONDS = 90;

    /** How a process ended, and what it wrote. */
    record Result(int exitCode, String out, String err) {}

    private ChildProcess() {}

    /** A process that runs. */
    record Running(Process process, CompletableFuture<String> out, CompletableFuture<String> err) {
        /** Waits for its end. */
        Result await() throws InterruptedException {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("Not over in " + SECONDS + " s: " + err.join());
            }
            return new Result(process.exitValue(), out.join(), err.join());
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
        ProcessBuilder builder = new ProcessBuilder(command(main, arguments));
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        builder.environment().put("VSS_TEST_VOLUMES", TestDrive.ROOT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Running(process, text(process.getInputStream()), text(process.getErrorStream()));
    }

    private static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java.exe").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static CompletableFuture<String> text(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }
}
