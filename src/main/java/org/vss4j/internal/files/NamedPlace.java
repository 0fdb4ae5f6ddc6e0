package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a folder is on this machine, that another program names by environment variables, as {@code %NAME%}. */
public final class NamedPlace {
    private static final Pattern VARIABLE = Pattern.compile("%([^%]*)%");
    private static final String LONG_PATH = "\\\\?\\";

    /** Variables that mean something else to the account of another program than to ours. */
    private static final Set<String> OF_AN_ACCOUNT = Set.of(
            "APPDATA", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "ONEDRIVE", "TEMP", "TMP", "USERNAME", "USERPROFILE");

    /** What an environment variable means; null if nothing. */
    public interface Variables {
        @Nullable
        String value(String name);
    }

    private NamedPlace() {}

    /**
     * The place of a folder: links on the way to it are resolved, as far as there is something.
     *
     * @param folder its name, with variables or without
     * @param variables those of this machine
     * @return an absolute path, or null if the name has no meaning here: a variable is not set, or is that of an account, or
     *     the path is none
     */
    public static @Nullable Path of(String folder, Variables variables) {
        String whole = resolved(folder, variables);
        if (whole == null) {
            return null;
        }
        try {
            Path path = Path.of(whole.startsWith(LONG_PATH) ? whole.substring(LONG_PATH.length()) : whole);
            return path.isAbsolute() ? real(path) : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static @Nullable String resolved(String folder, Variables variables) {
        Matcher matcher = VARIABLE.matcher(folder);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = OF_AN_ACCOUNT.contains(name.toUpperCase(Locale.ROOT)) ? null : variables.value(name);
            if (value == null) {
                return null;
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(text).toString();
    }

    private static Path real(Path folder) {
        try {
            return RealPath.of(folder);
        } catch (IOException e) {
            return folder.normalize();
        }
    }
}
