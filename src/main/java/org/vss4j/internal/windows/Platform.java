package org.vss4j.internal.windows;

import java.util.Locale;

/** What this JVM runs on, as far as native calls depend on it. */
public final class Platform {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private Platform() {}

    /**
     * Tells whether the system is Windows.
     *
     * @return whether it is
     */
    public static boolean isWindows() {
        return WINDOWS;
    }

    /**
     * Fails in a 32-bit JVM, which VSS does not serve on a 64-bit Windows.
     *
     * @throws UnsupportedOperationException saying so
     */
    public static void require64Bit() {
        require64Bit(System.getProperty("os.arch", ""));
    }

    static void require64Bit(String architecture) {
        if (architecture.equals("x86")) {
            throw new UnsupportedOperationException(
                    "This is a 32-bit JVM, which the Volume Shadow Copy Service of a 64-bit Windows does not serve: use a"
                            + " 64-bit JDK");
        }
    }
}
