package org.vss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.vss4j.HResult;
import org.vss4j.contract.WriterLines;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.WriterEvent;
import org.vss4j.testing.NativeServer;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** Any writers of the service in C, of which each fails at some event or not at all, and what a report has to say of them. */
final class FailingWriters {
    private static final HResult RETRYABLE = HResult.of(0x800423F3);

    /** Those of which a report can know: one that fails when it is asked what it has is not heard of. */
    private static final List<WriterEvent> EVENTS = List.of(
            WriterEvent.PREPARE_BACKUP,
            WriterEvent.PREPARE_SNAPSHOT,
            WriterEvent.FREEZE,
            WriterEvent.THAW,
            WriterEvent.POST_SNAPSHOT,
            WriterEvent.BACKUP_COMPLETE);

    /** A folder that a writer names, and whether its files are copied then. */
    private record Place(String folder, String copied) {}

    private final Map<String, WriterEvent> failing = new HashMap<>();
    private final Map<String, String> copied = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** Up to three. */
    static FailingWriters random(Random random, Path source) {
        FailingWriters writers = new FailingWriters();
        List<Place> places = List.of(
                new Place(source.toString(), "yes"),
                new Place("/elsewhere", "no"),
                new Place("%NOSUCHVARIABLE%/x", "unknown"));
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            Place place = places.get(random.nextInt(places.size()));
            int event = random.nextInt(EVENTS.size() + 1);
            writers.add("Writer " + i, place, event == EVENTS.size() ? List.of() : List.of(EVENTS.get(event)));
        }
        return writers;
    }

    private void add(String name, Place place, List<WriterEvent> vetoes) {
        SimulatedWriter writer = SimulatedWriter.of(WriterMetadata.named(name)
                .withComponents(
                        WriterComponent.database("", "data").withDatabaseFiles(FileSet.of(place.folder(), "*"))));
        for (WriterEvent event : vetoes) {
            failing.put(name, event);
            writer = writer.withVeto(event, RETRYABLE, HResult.S_OK, "");
        }
        copied.put(name, place.copied());
        lines.addAll(WriterLines.of(writer));
    }

    /** Lets a command use the service that has them; returns the options. */
    List<String> serve(Cli cli, Path store) {
        cli.variable("VSS_TEST_WRITER", String.join("\n", lines)).variable("VSS_TEST_STORE", store.toString());
        return List.of("--library", NativeServer.file().toString());
    }

    /** Whether what is said of them in a report is true, and makes it partial exactly if it has to. */
    void requireTold(JsonNode report, List<String> options, String what) {
        boolean isAsked = !options.contains("--no-writers");
        List<JsonNode> said = StreamSupport.stream(report.path("writerFailures").spliterator(), false)
                .toList();
        for (JsonNode failure : said) {
            String name = failure.path("writer").asText();
            assertThat(isAsked).as(what).isTrue();
            assertThat(failing).as(what).containsKey(name);
            assertThat(failure.path("state").asText()).as(what).isEqualTo("FAILED_AT_" + failing.get(name));
            boolean nothingWasCopied = report.path("shadowCopies").isEmpty();
            assertThat(failure.path("copied").asText()).as(what).isEqualTo(nothingWasCopied ? "no" : copied.get(name));
        }
        String outcome = report.path("outcome").asText();
        boolean isKnown = report.path("writerStatusError").isNull()
                && report.path("notTold").isNull();
        if (List.of("done", "partial").contains(outcome)
                && report.path("targetMade").asBoolean()
                && isKnown) {
            assertThat(names(said))
                    .as(what)
                    .containsExactlyInAnyOrderElementsOf(isAsked ? failing.keySet() : List.of());
        }
        if (outcome.equals("failed")
                && report.path("error").path("operation").asText().equals("DoSnapshotSet")
                && isKnown) {
            List<String> before = failing.entrySet().stream()
                    .filter(writer -> writer.getValue().compareTo(WriterEvent.FREEZE) <= 0)
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(names(said)).as(what).containsExactlyInAnyOrderElementsOf(isAsked ? before : List.of());
        }
        if (!report.path("shadowCopies").isEmpty()) {
            boolean matters = options.contains("--strict-writers")
                    ? !said.isEmpty()
                    : said.stream()
                            .anyMatch(
                                    failure -> !failure.path("copied").asText().equals("no"));
            assertThat(report.path("because").toString().contains("writers"))
                    .as(what)
                    .isEqualTo(matters || !report.path("writerStatusError").isNull());
        }
    }

    private static List<String> names(List<JsonNode> failures) {
        return failures.stream().map(failure -> failure.path("writer").asText()).toList();
    }
}
