package org.vss4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of what can be held up by what names tests that there are, and each of them is named in a cell. */
class HeldUpTableTest {
    private static final Path TABLE = Path.of("src/site/markdown/what-can-be-held-up.md");

    /** A note below a table: its number, and the tests. */
    private static final Pattern NOTE = Pattern.compile("(?m)^(?:- (S\\d+):|(\\d+)\\.) (.*)$");

    /** A test in a note; one of the same class as the one before stands there without it. */
    private static final Pattern TEST = Pattern.compile("`(?:(\\w+)\\.|…)?(\\w+)`");

    private static final Pattern MARK = Pattern.compile("\\[(S?\\d+)]");

    private static Map<String, String> notes(String table) {
        return NOTE.matcher(table)
                .results()
                .collect(Collectors.toMap(
                        note -> note.group(1) == null ? note.group(2) : note.group(1),
                        note -> note.group(3),
                        (one, another) -> one,
                        TreeMap::new));
    }

    @Test
    void eachMarkHasANote_andEachNoteAMark() throws IOException {
        String table = Files.readString(TABLE);
        Set<String> marks =
                MARK.matcher(table).results().map(mark -> mark.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(marks).hasSizeGreaterThan(30).isEqualTo(notes(table).keySet());
    }

    @Test
    void eachTestIsThere() throws IOException {
        Map<String, String> sources = sources();
        Set<String> missing = new TreeSet<>();
        int named = 0;
        for (String note : notes(Files.readString(TABLE)).values()) {
            String type = "";
            for (MatchResult test : TEST.matcher(note).results().toList()) {
                type = test.group(1) == null ? type : test.group(1);
                named++;
                if (!Pattern.compile("void " + (test.group(1) == null ? "\\w*" : "") + test.group(2) + "\\(")
                        .matcher(sources.getOrDefault(type, ""))
                        .find()) {
                    missing.add(type + "." + test.group(2));
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(40);
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            for (Path file : all) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
