package org.vss4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bindings were generated from the input that lies beside them, and by the rules that keep them portable. */
class BindingsProvenanceTest {

    private static final Path INPUT = Path.of("jextract");

    /** What a source may not contain, and why. */
    private static final Map<Pattern, String> FORBIDDEN = Map.of(
            Pattern.compile("\\bC_LONG\\b|\\.get\\(\"long\"\\)"),
                    "uses C \"long\", which has 32 bits on Windows and 64 elsewhere",
            Pattern.compile("\\bfindOrThrow\\b"), "uses findOrThrow, which JDK 22 does not have");

    @ParameterizedTest
    @ValueSource(strings = {"vssapi.h", "compile_flags.txt", "includes.txt"})
    void input_isWhatTheBindingsWereGeneratedFrom(String input) throws IOException, NoSuchAlgorithmException {
        Properties recorded = new Properties();
        try (Reader reader = Files.newBufferedReader(Bindings.SOURCES.resolve("generated-from.properties"))) {
            recorded.load(reader);
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(INPUT.resolve(input)));
        assertThat(HexFormat.of().formatHex(hash))
                .as("jextract/%s is not what the bindings were generated from: run scripts/generate-bindings", input)
                .isEqualTo(recorded.getProperty(input));
    }

    @Test
    void includes_areSortedAndUnique() throws IOException {
        List<String> lines = Files.readAllLines(INPUT.resolve("includes.txt"));
        for (int i = 1; i < lines.size(); i++) {
            assertThat(lines.get(i))
                    .as("jextract/includes.txt, line %d: sorted as by LC_ALL=C, without duplicates", i + 1)
                    .isGreaterThan(lines.get(i - 1));
        }
    }

    @Test
    void includes_areAllInTheBindings() throws IOException {
        Set<String> present = new TreeSet<>(Bindings.names());
        present.addAll(Bindings.constants());
        List<String> missing = Files.readAllLines(INPUT.resolve("includes.txt")).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(name -> !present.contains(name))
                .toList();
        assertThat(missing)
                .as("names in jextract/includes.txt that jextract passed over, as it does when a header lacks them")
                .isEmpty();
    }

    @Test
    void sources_areTheSameOnEverySystemAndCompileForJdk22() throws IOException {
        List<String> problems = new ArrayList<>();
        for (String name : Bindings.names()) {
            String source = Files.readString(Bindings.SOURCES.resolve(name + ".java"));
            FORBIDDEN.forEach((pattern, why) -> {
                if (pattern.matcher(source).find()) {
                    problems.add(name + ".java " + why);
                }
            });
        }
        assertThat(problems)
                .as("run scripts/generate-bindings, which takes care of these")
                .isEmpty();
    }
}
