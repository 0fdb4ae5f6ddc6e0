package org.vss4j.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that measures something in a JVM of its own, and prints a figure on each line: its name and a number. */
final class Child {
    private Child() {}

    /** Runs a class's main, and records what it prints, each name after a prefix. */
    static void measure(String prefix, Figures figures, List<String> jvmOptions, Class<?> main, Object... arguments) {
        List<String> command = java(jvmOptions, main, arguments);
        for (String line : run(command).lines().toList()) {
            int blank = line.indexOf(' ');
            figures.add(prefix + line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
        }
    }

    /** The command that runs a class's main in a JVM like this one. */
    static List<String> java(List<String> jvmOptions, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dvss4j.benchmark.library=" + NativeObjects.LIBRARY);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Runs a command, and returns its stdout. */
    static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(process.exitValue() + " is the result of " + command + "\n" + out);
            }
            return out;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Cannot run " + command, e);
        }
    }
}
