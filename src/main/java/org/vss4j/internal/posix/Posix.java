package org.vss4j.internal.posix;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Whether the calls of this package can be made here. */
public final class Posix {

    /** The architectures whose numbers of flags are known here. */
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

    private static final String ARCHITECTURE = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    private static final boolean KNOWN =
            System.getProperty("os.name", "").equals("Linux") && ARCHITECTURES.contains(ARCHITECTURE);

    private Posix() {}

    /**
     * Tells whether they can: on Linux on x86-64 and aarch64, where the C library has them, and the user of the JVM has
     * given the permission to call native code. It is not asked for here: who needs it for more than files does that.
     */
    public static boolean isAvailable() {
        return KNOWN && Posix.class.getModule().isNativeAccessEnabled() && Symbols.ALL_THERE;
    }

    /** Tells whether they can be made for a path: it is one of the system's own, not of some other file system of Java's. */
    public static boolean reaches(Path path) {
        return path.getFileSystem().equals(FileSystems.getDefault()) && isAvailable();
    }

    static boolean isArm() {
        return ARCHITECTURE.equals("aarch64");
    }

    /** Looked up once, when all else is known. */
    private static final class Symbols {
        static final boolean ALL_THERE = CLibrary.NAMES.stream().allMatch(CLibrary::has);
    }
}
