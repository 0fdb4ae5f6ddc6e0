package org.vss4j.abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All tables of the binary interface, as texts. */
record AbiTables(Map<String, String> texts) {

    private static final Map<String, List<String>> COLUMNS = Map.of(
            "interfaces.tsv", List.of("interface", "base", "slots", "iid", "source"),
            "slots.tsv", List.of("interface", "slot", "method", "arguments", "source"),
            "layouts.tsv", List.of("struct", "member", "offset", "size", "source"),
            "constants.tsv", List.of("name", "value", "source"),
            "exports.tsv", List.of("function", "dll", "arguments", "return", "source"));

    static AbiTables read() {
        Map<String, String> texts = new LinkedHashMap<>();
        COLUMNS.keySet().forEach(file -> texts.put(file, text(file)));
        return new AbiTables(texts);
    }

    private static String text(String file) {
        try (InputStream in = AbiTables.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new AssertionError("there is no table " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AbiTable table(String file) {
        return AbiTable.parse(file, text(texts, file), Objects.requireNonNull(COLUMNS.get(file)));
    }

    /** Returns these tables with one text, which stands there exactly once, put in the place of another. */
    AbiTables replacing(String file, String old, String replacement) {
        String text = text(texts, file);
        int at = text.indexOf(old);
        if (at < 0 || text.indexOf(old, at + 1) >= 0) {
            throw new AssertionError("\"%s\" does not stand in %s exactly once".formatted(old, file));
        }
        Map<String, String> replaced = new LinkedHashMap<>(texts);
        replaced.put(file, text.substring(0, at) + replacement + text.substring(at + old.length()));
        return new AbiTables(replaced);
    }

    private static String text(Map<String, String> texts, String file) {
        return Objects.requireNonNull(texts.get(file), file);
    }
}
