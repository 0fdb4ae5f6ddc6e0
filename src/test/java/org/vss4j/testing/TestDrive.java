package org.vss4j.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The small drive of which tests on Windows take shadow copies, and where those are. */
public final class TestDrive {
    /** The drive's root. */
    public static final String ROOT = "X:\\";

    /** Where device objects are, in the one form that Java can read. */
    private static final String DEVICES = "\\\\.\\GLOBALROOT\\Device\\";

    private TestDrive() {}

    /** The drive. */
    public static Path root() {
        return Path.of(ROOT);
    }

    /** What is not there that should be, or null. */
    static @Nullable String missing() {
        if (!Files.isDirectory(root())) {
            return "There is no drive " + ROOT + ": see scripts/test-on-windows-abi";
        }
        return Files.isDirectory(Path.of(DEVICES))
                ? null
                : "Shadow copies have no place at " + DEVICES + ": see scripts/test-on-windows-abi";
    }

    /** The names of the shadow copies that are there. */
    public static Set<String> shadowCopies() throws IOException {
        return names(Path.of(DEVICES), "HarddiskVolumeShadowCopy.*");
    }

    /** The names of the temporary folders that sessions make for their links. */
    public static Set<String> temporaryFolders() throws IOException {
        return names(Path.of(System.getProperty("java.io.tmpdir")), "vss4j-\\d+");
    }

    private static Set<String> names(Path folder, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches(pattern))
                    .collect(Collectors.toSet());
        }
    }
}
