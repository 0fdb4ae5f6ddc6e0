package org.vss4j.internal.files;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Names that files can have on a disk of Windows and that its paths mean otherwise: as those of other files, or of devices.
 * Other systems give them, and so does Windows by longer paths than Java's.
 */
final class WindowsNames {

    private static final Set<String> DEVICES = Set.of("AUX", "CON", "NUL", "PRN");
    private static final String NUMBERED_DEVICE = "(COM|LPT)[1-9\u00B9\u00B2\u00B3]";
    private static final String FORBIDDEN = "<>:\"/\\|?*";

    private WindowsNames() {}

    /** Returns why a name in a folder cannot be used in a path, in a few words; empty if it can. */
    static Optional<String> refusal(String name) {
        char last = name.charAt(name.length() - 1);
        if (last == '.' || last == ' ') {
            return Optional.of("a name that ends with a " + (last == '.' ? "dot" : "blank")
                    + ", which Windows takes for the one without it");
        }
        if (name.chars().anyMatch(c -> c < ' ' || FORBIDDEN.indexOf(c) >= 0)) {
            return Optional.of("a name with a character that Windows does not take");
        }
        String base = name.split("[.]", 2)[0].stripTrailing().toUpperCase(Locale.ROOT);
        return DEVICES.contains(base) || base.matches(NUMBERED_DEVICE)
                ? Optional.of("a name that Windows takes for a device")
                : Optional.empty();
    }
}
