package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** What a state folder holds, found by looking at its files. */
record StateOnDisk(Path state) {

    /**
     * What was there at one moment.
     *
     * @param volumes the names of the volumes, by the ids of the copies, in the order in which they were made
     * @param sets the ids of the sets, by those of the copies
     * @param onRecord {@code kept} or {@code unfinished}, by the ids of the copies on record
     * @param recordedSets the ids of the sets on record, by those of the copies
     */
    record Look(
            Map<String, String> volumes,
            Map<String, String> sets,
            Map<String, String> onRecord,
            Map<String, String> recordedSets) {
        List<String> copies() {
            return List.copyOf(volumes.keySet());
        }

        /** The copies on record that are not there. */
        List<String> gone() {
            return onRecord.keySet().stream()
                    .filter(id -> !volumes.containsKey(id))
                    .toList();
        }
    }

    Look look() throws IOException {
        Map<String, String> sets = new HashMap<>();
        Map<String, Long> creations = new HashMap<>();
        Map<String, String> volumes = new HashMap<>();
        for (Path set : in("persistent")) {
            Properties properties = new Properties();
            try (var in = Files.newBufferedReader(set.resolve("set.properties"))) {
                properties.load(in);
            }
            for (Path copy : directories(set)) {
                String id = copy.getFileName().toString();
                assertThat(copy.resolve("files")).isDirectory();
                sets.put(id, set.getFileName().toString());
                volumes.put(id, properties.getProperty(id + ".volume"));
                creations.put(id, Long.parseLong(properties.getProperty(id + ".creation")));
            }
        }
        Map<String, String> ordered = new LinkedHashMap<>();
        volumes.keySet().stream()
                .sorted((a, b) -> {
                    int byTime = creations.get(a).compareTo(creations.get(b));
                    return byTime == 0 ? java.util.UUID.fromString(a).compareTo(java.util.UUID.fromString(b)) : byTime;
                })
                .forEach(id -> ordered.put(id, volumes.get(id)));
        Map<String, String> onRecord = new LinkedHashMap<>();
        Map<String, String> recordedSets = new HashMap<>();
        for (Path record : in("orphans")) {
            List<String> lines = Files.readAllLines(record);
            String end = lines.contains("state=kept") ? "kept" : "unfinished";
            for (String line : lines) {
                if (line.startsWith("copy=")) {
                    String id = line.substring("copy=".length(), line.indexOf(' '));
                    onRecord.put(id, end);
                    recordedSets.put(id, record.getFileName().toString().replace(".orphan", ""));
                }
            }
        }
        return new Look(ordered, sets, onRecord, recordedSets);
    }

    /** Folders without contents are no folders that are needed, and processes that have ended have none. */
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
