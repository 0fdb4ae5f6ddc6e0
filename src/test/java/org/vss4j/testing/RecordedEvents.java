package org.vss4j.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.vss4j.HResult;

/** What the Flight Recorder records with the library's profile, from when this is made. Has to be closed. */
public final class RecordedEvents implements AutoCloseable {
    private final Recording recording;

    public RecordedEvents() throws IOException, ParseException {
        recording = new Recording(profile());
        recording.start();
    }

    /** The profile that is part of the library. */
    public static Configuration profile() throws IOException, ParseException {
        InputStream resource = Objects.requireNonNull(HResult.class.getResourceAsStream("vss4j.jfc"));
        try (InputStreamReader reader = new InputStreamReader(resource, StandardCharsets.UTF_8)) {
            return Configuration.create(reader);
        }
    }

    /** Ends the recording; returns the events of a name in the order in which they began. */
    public List<RecordedEvent> stop(Path file, String name) throws IOException {
        if (!Files.exists(file)) {
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }

    @Override
    public void close() {
        recording.close();
    }
}
