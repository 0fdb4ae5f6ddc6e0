package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a state folder holds, found by looking at its files. */
record StateOnDisk(Path state) {

    /** A copy that is there. */
    record Present(String id, String set, String volume, long creation) {}

    /** A copy that is on record, as {@code kept} or {@code unfinished}. */
    record Recorded(String id, String set, String end) {}

    /**
     * What was there at one moment.
     *
     * @param present the copies, the oldest first
     */
    record Look(List<Present> present, List<Recorded> recorded) {
        /** The ids of all copies that are there. */
        List<String> copies() {
            return copies(copy -> true);
        }

        List<String> copies(Predicate<Present> which) {
            return present.stream().filter(which).map(Present::id).toList();
        }

        /** The ids of the copies that are on record and not there. */
        List<String> gone() {
            return gone(copy -> true);
        }

        List<String> gone(Predicate<Recorded> which) {
            return recorded.stream()
                    .filter(which)
                    .map(Recorded::id)
                    .filter(id -> !copies().contains(id))
                    .toList();
        }

        /** How copies are recorded, by their ids. */
        Map<String, String> ends() {
            return recorded.stream().collect(Collectors.toMap(Recorded::id, Recorded::end));
        }
    }

    Look look() throws IOException {
        List<Present> present = new ArrayList<>();
        for (Path set : in("persistent")) {
            Properties properties = new Properties();
            try (BufferedReader in = Files.newBufferedReader(set.resolve("set.properties"))) {
                properties.load(in);
            }
            for (Path copy : directories(set)) {
                assertThat(copy.resolve("files")).isDirectory();
                String id = copy.getFileName().toString();
                present.add(new Present(
                        id,
                        set.getFileName().toString(),
                        properties.getProperty(id + ".volume"),
                        Long.parseLong(properties.getProperty(id + ".creation"))));
            }
        }
        present.sort(Comparator.comparingLong(Present::creation).thenComparing(copy -> UUID.fromString(copy.id())));
        List<Recorded> recorded = new ArrayList<>();
        for (Path record : in("orphans")) {
            String set = record.getFileName().toString().replace(".orphan", "");
            List<String> lines = Files.readAllLines(record);
            String end = lines.contains("state=kept") ? "kept" : "unfinished";
            lines.stream()
                    .filter(line -> line.startsWith("copy="))
                    .map(line -> line.substring("copy=".length(), line.indexOf(' ')))
                    .forEach(id -> recorded.add(new Recorded(id, set, end)));
        }
        return new Look(present, recorded);
    }

    /** Folders without contents are none that are needed, and processes that have ended have none. */
    void assertNothingElseIsThere() throws IOException {
        List<String> expected = new ArrayList<>();
        for (String folder : List.of("persistent", "orphans")) {
            if (!in(folder).isEmpty()) {
                expected.add(folder);
            }
        }
        if (Files.exists(state)) {
            assertThat(directories(state).stream()
                            .map(folder -> folder.getFileName().toString())
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        for (Path set : in("persistent")) {
            assertThat(directories(set)).isNotEmpty();
        }
    }

    private List<Path> in(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(state.resolve(folder))) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static List<Path> directories(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
