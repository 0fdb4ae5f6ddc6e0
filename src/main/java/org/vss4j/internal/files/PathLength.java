package org.vss4j.internal.files;

import java.nio.file.Path;
import java.util.Locale;
import org.vss4j.internal.posix.PosixName;

/** How long a path can be, by the limits of the systems: the question where the JDK hides that it was too long. */
final class PathLength {

    /** Bytes on POSIX, chars on Windows. */
    private static final int LONGEST_NAME = 255;

    private static final int LONGEST_PATH = longestPath(System.getProperty("os.name", ""));

    private PathLength() {}

    private static int longestPath(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            // With room for what Windows puts before it.
            return 32_000;
        }
        return name.startsWith("linux") ? 4_095 : 1_023;
    }

    /** Tells whether a path, or a name in it, is too long for this system. */
    static boolean exceeds(Path path) {
        if (length(path.toAbsolutePath()) > LONGEST_PATH) {
            return true;
        }
        for (Path name : path) {
            if (length(name) > LONGEST_NAME) {
                return true;
            }
        }
        return false;
    }

    private static int length(Path path) {
        return OwnerOnly.isPosix(path)
                ? PosixName.of(path).bytes().length
                : path.toString().length();
    }
}
