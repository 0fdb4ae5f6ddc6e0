package org.vss4j.cli;

import java.util.Map;
import java.util.regex.Pattern;

/** The environment as the user has it, which the launcher changes for the JVM. */
final class UserEnvironment {
    /** What the launcher sets, so that the JVM can name all files. */
    private static final String CHANGED = "LC_ALL";

    /** The user's own value; or that he has none. */
    private static final String VALUE = "vss4j.user.LC_ALL";

    private static final String UNSET = "vss4j.user.LC_ALL.unset";

    /** What {@code vss4j run} sets. */
    private static final Pattern OF_A_RUN = Pattern.compile("VSS4J_(SET_ID|COPY|(VOLUME|COPY|DEVICE|ID)_\\d+)");

    private UserEnvironment() {}

    /** Gives an environment that this process has inherited back what the user has; nothing is left in it of a run around this. */
    static void restore(Map<String, String> environment) {
        if (Boolean.getBoolean(UNSET)) {
            environment.remove(CHANGED);
        }
        String value = System.getProperty(VALUE);
        if (value != null) {
            environment.put(CHANGED, value);
        }
        environment.keySet().removeIf(name -> OF_A_RUN.matcher(name).matches());
    }
}
