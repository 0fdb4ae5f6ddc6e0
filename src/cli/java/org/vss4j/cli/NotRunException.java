package org.vss4j.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.windows.Platform;

/** A program has not been run: it is not there, or it cannot be run. */
final class NotRunException extends IOException {
    private static final long serialVersionUID = 1L;

    /** As shells have it. */
    private static final int NOT_THERE = 127;

    private static final int CANNOT_BE_RUN = 126;

    private static final int LONGEST_FIRST_LINE = 256;
    private static final Pattern INTERPRETER = Pattern.compile("#![ \\t]*([^ \\t\\r\\n\\x00]+)");

    private final int exitCode;

    private NotRunException(String message, int exitCode, IOException cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The exit code that a shell has for it. */
    int exitCode() {
        return exitCode;
    }

    /**
     * What it means that a program could not be started. It is looked at, since no text of the system says it: that is only
     * shown where nothing else is found.
     */
    static NotRunException of(String program, IOException e) {
        boolean isPath = program.contains("/") || program.contains(File.separator);
        try {
            return (isPath ? names(program).map(Path::of) : onPath(program))
                    .map(file -> whyNot(file, e))
                    .flatMap(Optional::stream)
                    .filter(why -> isPath || why.isFile())
                    .findFirst()
                    .map(why -> new NotRunException(
                            "the program '" + program + "' cannot be run: " + why.text(), CANNOT_BE_RUN, e))
                    .orElseGet(() -> notThere(program, e));
        } catch (InvalidPathException ignored) {
            return notThere(program, e);
        }
    }

    private static NotRunException notThere(String program, IOException e) {
        return new NotRunException("there is no program '" + program + "'", NOT_THERE, e);
    }

    private static Stream<Path> onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .flatMap(folder -> names(program).map(name -> Path.of(folder, name)));
    }

    private static Stream<String> names(String program) {
        return Platform.isWindows() ? Stream.of(program, program + ".exe") : Stream.of(program);
    }

    /** Why something is not run, and whether it is a file: what is none is not taken for a program that was only named. */
    private record Why(boolean isFile, String text) {}

    /** Looks at what is there; empty if there is nothing. */
    private static Optional<Why> whyNot(Path file, IOException told) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    attributes.isRegularFile()
                            ? new Why(true, PathText.of(file) + " " + whyNotFile(file, told))
                            : new Why(false, "it is " + (attributes.isDirectory() ? "a folder" : "no file")));
        } catch (NoSuchFileException ignored) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Why(false, "it cannot be looked at: " + Reason.of(e)));
        }
    }

    private static String whyNotFile(Path file, IOException told) {
        if (!Files.isExecutable(file)) {
            return "may not be executed, by this user or on that file system: allow it (chmod +x), or run its interpreter"
                    + " with it";
        }
        return interpreter(file)
                .filter(interpreter -> !Files.isExecutable(Path.of(interpreter)))
                .map(interpreter -> "begins with #!" + interpreter
                        + ", which is not there, or may not be executed: install it, or mend that line")
                .orElseGet(() -> "is not taken by the system, which says: " + told.getMessage()
                        + "; it may be made for another system, or be damaged");
    }

    /** What a script names in its first line. */
    private static Optional<String> interpreter(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Matcher line = INTERPRETER.matcher(new String(in.readNBytes(LONGEST_FIRST_LINE), ISO_8859_1));
            return line.lookingAt() ? Optional.of(line.group(1)) : Optional.empty();
        } catch (IOException ignored) {
            return Optional.empty();
        }
    }
}
