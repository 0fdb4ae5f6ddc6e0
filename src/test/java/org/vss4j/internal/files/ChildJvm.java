package org.vss4j.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vss4j.internal.copy.TreeCopier;
import org.vss4j.internal.windows.Platform;
import org.vss4j.testing.ThisJvm;

/** {@link ChildMain} in a JVM of its own. */
public final class ChildJvm {
    private static final String NOBODY = "65534";

    private final List<String> prefix = new ArrayList<>();
    private final List<String> options = new ArrayList<>(
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    private String locale = "C.UTF-8";

    /** As a user who may not read everything: another one, if this is root. */
    public ChildJvm unprivileged() {
        if (isRoot()) {
            prefix.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        return this;
    }

    /** Unable to write files beyond 512 or 1024 times so many bytes: what a block is differs between shells. */
    ChildJvm withFilesOfAtMost(int blocks) {
        prefix.addAll(List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
        return this;
    }

    ChildJvm locale(String value) {
        locale = value;
        return this;
    }

    public ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    public static boolean isRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    public Process start(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(ThisJvm.optionsForChildren());
        command.addAll(List.of("-cp", classPath(), ChildMain.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        if (Platform.isWindows()) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        } else {
            builder.redirectErrorStream(true);
        }
        builder.environment().putAll(Map.of("LC_ALL", locale));
        return builder.start();
    }

    /** Runs it to its end. */
    public Result run(Object... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        process.getOutputStream().close();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            List<String> lines = output.lines().toList();
            return new Result(process.waitFor(), lines);
        }
    }

    private static String classPath() {
        return classes(ChildMain.class) + File.pathSeparator + classes(TreeCopier.class);
    }

    private static String classes(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** How it ended. */
    public record Result(int exitCode, List<String> lines) {}
}
