package org.vss4j.testing;

import java.lang.management.ManagementFactory;
import java.util.List;

/** What the JVM of the tests was started with. */
public final class ThisJvm {
    private ThisJvm() {}

    /** The options without which a JVM under Wine does not work, or mixes its own words with the output: for its children. */
    public static List<String> optionsForChildren() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option ->
                        option.startsWith("-Djava.security.properties=") || option.startsWith("-XX:+DisplayVMOutput"))
                .toList();
    }
}
