package org.vss4j.cli.output;

import java.util.Locale;

/** Numbers of bytes for people. */
public final class Sizes {
    private static final long STEP = 1024;
    private static final String UNITS = "KMGTPE";

    private Sizes() {}

    /** A number of bytes, such as {@code 72.6 GiB}. */
    public static String of(long bytes) {
        if (bytes < STEP) {
            return bytes + " bytes";
        }
        double size = bytes;
        int unit = -1;
        while (size >= STEP) {
            size /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %ciB", size, UNITS.charAt(unit));
    }
}
