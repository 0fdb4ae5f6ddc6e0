package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vss4j.internal.files.PathText;

/** Where file systems are mounted, on Linux; elsewhere none are known. */
public final class MountPoints {

    private static final Path TABLE = Path.of("/proc/self/mounts");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private MountPoints() {}

    /**
     * Returns a mount point at or below a path, which therefore can be neither moved nor deleted.
     *
     * @param path a real path
     */
    public static Optional<Path> within(Path path) throws IOException {
        if (!Files.exists(TABLE)) {
            return Optional.empty();
        }
        // Its bytes are those of the names, whatever their encoding: the JDK's for names is the one to read them.
        try (Stream<String> lines = new String(Files.readAllBytes(TABLE), encoding()).lines()) {
            return lines.map(line -> Path.of(unescaped(line.split(" ", 3)[1])))
                    .filter(point -> point.startsWith(path))
                    .findFirst();
        }
    }

    private static Charset encoding() {
        return Charset.forName(PathText.encoding());
    }

    /** Blanks, tabs, newlines and backslashes are there as three octal digits. */
    private static String unescaped(String field) {
        return OCTAL.matcher(field)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }
}
