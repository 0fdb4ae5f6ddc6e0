package org.vss4j.internal.state;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/** The names {@code .<name>.vss4j-<32 hex digits>} under which something waits beside its place. */
public final class TemporaryName {

    private static final String MARK = ".vss4j-";
    private static final Pattern PATTERN = Pattern.compile("\\..+\\.vss4j-[0-9a-f]{32}", Pattern.DOTALL);

    /** How many random digits there are at the end. */
    private static final int RANDOM = 32;

    /** The bytes that a file system has for a name, less those that are put around it. */
    private static final int ROOM = 255 - 1 - MARK.length() - RANDOM;

    private TemporaryName() {}

    /** Returns a new name in the directory of {@code target}, which must have a name itself. */
    static Path beside(Path target) {
        return target.resolveSibling(
                beginning(target) + UUID.randomUUID().toString().replace("-", ""));
    }

    /** Tells whether a name may have been made for a target of this name; of very long ones the beginning counts. */
    static boolean isBeside(Path path, Path target) {
        Path name = path.getFileName();
        String beginning = beginning(target);
        return matches(path)
                && name.toString().startsWith(beginning)
                && name.toString().length() == beginning.length() + RANDOM;
    }

    private static String beginning(Path target) {
        // A byte that is not valid in the platform's encoding reads as U+FFFD, which not every encoding can write.
        return "." + shortened(target.getFileName().toString().replace('\uFFFD', '_')) + MARK;
    }

    public static boolean matches(Path path) {
        Path name = path.getFileName();
        return name != null && PATTERN.matcher(name.toString()).matches();
    }

    /** Returns as many whole characters of {@code name} as there is room for in UTF-8. */
    private static String shortened(String name) {
        String rest = name;
        while (rest.getBytes(StandardCharsets.UTF_8).length > ROOM) {
            rest = rest.substring(0, rest.offsetByCodePoints(rest.length(), -1));
        }
        return rest;
    }
}
