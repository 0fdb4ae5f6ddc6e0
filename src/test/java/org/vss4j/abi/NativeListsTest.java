package org.vss4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the C compilers assert is what the tables say, all of it and nothing else. */
class NativeListsTest {
    private static final Path SOURCES = Path.of("src/test/native");
    private static final Pattern SLOT = Pattern.compile("SLOT\\((\\w+), (\\d+), (\\w+), (\\d+)((?:, [a-zA-Z])*)\\)");
    private static final Pattern MEMBER = Pattern.compile("MEMBER\\((\\w+), (\\w+), (\\d+), (\\d+)\\)");
    private static final Pattern SIZE = Pattern.compile("SIZE\\((\\w+), (\\d+)\\)");

    private final AbiTables tables = AbiTables.read();

    @Test
    void everySlotIsListed() throws IOException {
        List<String> listed = SLOT.matcher(Files.readString(SOURCES.resolve("vss_slots.h")))
                .results()
                // Microsoft's first base of IVssWriterComponentsExt, which the tables leave to the code by hand.
                .filter(match -> !match.group(1).equals("IVssWriterComponents"))
                .map(match -> {
                    String arguments = match.group(5).replace(", ", "");
                    assertThat(arguments).as(match.group()).hasSize(Integer.parseInt(match.group(4)));
                    return String.join(" ", match.group(1), match.group(2), match.group(3), arguments);
                })
                .toList();
        assertThat(listed)
                .containsExactlyElementsOf(tables.table("slots.tsv").rows().stream()
                        .map(row -> String.join(
                                " ",
                                row.text("interface"),
                                row.text("slot"),
                                row.text("method"),
                                row.text("arguments").replace("-", "")))
                        .toList());
    }

    @Test
    void everyMemberIsListed() throws IOException {
        String text = Files.readString(SOURCES.resolve("vss_layouts.h"));
        List<String> listed = new ArrayList<>();
        MEMBER.matcher(text)
                .results()
                .filter(match -> !match.group(1).equals("structure"))
                .forEach(match ->
                        listed.add(String.join(" ", match.group(1), match.group(2), match.group(3), match.group(4))));
        SIZE.matcher(text).results().forEach(match -> listed.add(match.group(1) + " - 0 " + match.group(2)));
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(tables.table("layouts.tsv").rows().stream()
                        .map(row -> String.join(
                                " ", row.text("struct"), row.text("member"), row.text("offset"), row.text("size")))
                        .collect(Collectors.toList()));
    }
}
