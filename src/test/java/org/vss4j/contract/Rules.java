package org.vss4j.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.vss4j.HResult;

/** The catalogue of rules, {@code rules.tsv}, which is in the library's jar. */
final class Rules {
    private static final String RESOURCE = "rules.tsv";

    private Rules() {}

    /** All rules, in the order of the table. */
    static List<Rule> read() {
        try (InputStream resource = HResult.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing");
            }
            return parse(new String(resource.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a table; what is malformed is an {@link IllegalStateException} that says which line. */
    static List<Rule> parse(String table) {
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : table.lines().toList()) {
            number++;
            try {
                if (!line.startsWith("#")) {
                    rules.add(Rule.parse(line));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(RESOURCE + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return List.copyOf(rules);
    }
}
