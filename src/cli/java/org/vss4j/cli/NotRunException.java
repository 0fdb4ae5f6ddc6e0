package org.vss4j.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.vss4j.internal.windows.Platform;

/** A program has not been run: it is not there, or it cannot be run. */
final class NotRunException extends IOException {
    private static final long serialVersionUID = 1L;

    /** As shells have it. */
    private static final int NOT_THERE = 127;

    private static final int CANNOT_BE_RUN = 126;

    private final int exitCode;

    private NotRunException(String message, int exitCode, IOException cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The exit code that a shell has for it. */
    int exitCode() {
        return exitCode;
    }

    /** What it means that a program could not be started: whether it is there is asked, since no text of the system says it. */
    static NotRunException of(String program, IOException e) {
        return isThere(program)
                ? new NotRunException(
                        "the program '" + program + "' cannot be run: " + e.getMessage(), CANNOT_BE_RUN, e)
                : new NotRunException("there is no program '" + program + "'", NOT_THERE, e);
    }

    private static boolean isThere(String program) {
        try {
            if (program.contains("/") || program.contains(File.separator)) {
                return names(program).map(Path::of).anyMatch(Files::exists);
            }
            String path = System.getenv().getOrDefault("PATH", "");
            return Arrays.stream(path.split(File.pathSeparator, -1))
                    .flatMap(folder -> names(program).map(name -> Path.of(folder, name)))
                    .anyMatch(Files::isRegularFile);
        } catch (InvalidPathException ignored) {
            return false;
        }
    }

    private static Stream<String> names(String program) {
        return Platform.isWindows() ? Stream.of(program, program + ".exe") : Stream.of(program);
    }
}
