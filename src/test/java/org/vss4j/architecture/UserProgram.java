package org.vss4j.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of a user of the library, which takes a shadow copy by the simulator; run in a JVM of its own from the jar. */
final class UserProgram {
    private static final String PROGRAM = """
            package program;

            import java.nio.file.*;
            import java.util.List;
            import org.vss4j.requester.*;
            import org.vss4j.simulator.VssSimulator;

            public class Program {
                public static void main(String[] arguments) throws Exception {
                    Path folder = Path.of(arguments[0]);
                    try (VssSimulator simulator = VssSimulator.builder()
                                    .volume(folder.resolve("volume")).state(folder.resolve("state")).build();
                            BackupSession session = simulator.vss().openBackup(BackupOptions.defaults())) {
                        ShadowCopy copy = session.takeSnapshot(List.of(folder.resolve("volume"))).getFirst();
                        System.out.println(Files.readString(copy.root().resolve("file")));
                        System.out.println("module " + copy.getClass().getModule().getName());
                    }
                }
            }
            """;

    private final Path workspace;

    private UserProgram(Path workspace) {
        this.workspace = workspace;
    }

    static UserProgram compile(Path workspace) throws IOException, InterruptedException {
        Files.createDirectories(workspace.resolve("volume"));
        Files.writeString(workspace.resolve("volume/file"), "frozen");
        Files.createDirectories(workspace.resolve("program"));
        Files.writeString(workspace.resolve("program/Program.java"), PROGRAM);
        Files.writeString(workspace.resolve("program/module-info.java"), "module program { requires org.vss4j; }");
        assertThat(run(List.of(
                        tool("javac"),
                        "-d",
                        workspace.resolve("classes").toString(),
                        "--module-path",
                        jar(),
                        workspace.resolve("program/Program.java").toString(),
                        workspace.resolve("program/module-info.java").toString())))
                .isEmpty();
        return new UserProgram(workspace);
    }

    /** Runs it, and returns all that it prints. */
    String runOnClassPath(String... options) throws IOException, InterruptedException {
        String classPath = workspace.resolve("classes") + File.pathSeparator + jar();
        return run(command(options, "--class-path", classPath, "program.Program"));
    }

    /** Runs it, and returns all that it prints. */
    String runOnModulePath(String... options) throws IOException, InterruptedException {
        String modulePath = workspace.resolve("classes") + File.pathSeparator + jar();
        return run(command(options, "--module-path", modulePath, "--module", "program/program.Program"));
    }

    private List<String> command(String[] options, String... rest) {
        List<String> command = new ArrayList<>(List.of(tool("java")));
        command.addAll(List.of(options));
        command.addAll(List.of(rest));
        command.add(workspace.toString());
        return command;
    }

    /** All that a command prints; lines end alike on all systems. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.replace(System.lineSeparator(), "\n");
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String jar() {
        Path jar = Path.of(System.getProperty("vss4j.jar")).toAbsolutePath();
        assertThat(jar).exists();
        return jar.toString();
    }
}
