package org.vss4j.simulator;

import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.files.RegularFile;

/** What is on record of the persistent copies of one set, in a file of its folder. */
final class CopyRecord {
    private static final String NAME = "set.properties";

    private final Properties properties;

    private CopyRecord(Properties properties) {
        this.properties = properties;
    }

    /** Where the record of a set is. */
    static Path file(Path setFolder) {
        return setFolder.resolve(NAME);
    }

    /** Writes the record of a set into its folder. */
    static void write(Path setFolder, List<SnapshotProperties> copies) throws IOException {
        Properties properties = new Properties();
        for (SnapshotProperties copy : copies) {
            String key = copy.id() + ".";
            properties.setProperty(key + "volume", String.valueOf(copy.originalVolume()));
            properties.setProperty(key + "machine", String.valueOf(copy.originatingMachine()));
            properties.setProperty(key + "provider", copy.providerId().toString());
            properties.setProperty(key + "count", Integer.toString(copy.count()));
            properties.setProperty(key + "attributes", Integer.toString(copy.attributes()));
            properties.setProperty(key + "creation", Long.toString(copy.creation()));
            properties.setProperty(key + "status", Integer.toString(copy.status()));
        }
        try (Writer out = Files.newBufferedWriter(file(setFolder))) {
            properties.store(out, null);
        }
    }

    /**
     * Reads the record of a set.
     *
     * @throws IOException if it cannot be read, is no regular file, or is larger than any of ours
     * @throws IllegalArgumentException if it is no text of this format
     */
    static CopyRecord read(Path setFolder) throws IOException {
        Properties properties = new Properties();
        // Bytes that are no text make a record that says too little, which has a reason that can be told.
        properties.load(new StringReader(new String(RegularFile.read(file(setFolder)), StandardCharsets.UTF_8)));
        return new CopyRecord(properties);
    }

    /**
     * Describes a copy.
     *
     * @throws IllegalArgumentException if the record says nothing of it, or not all
     */
    SnapshotProperties describe(UUID setId, UUID copyId) {
        String key = copyId + ".";
        String machine = required(key + "machine");
        return new SnapshotProperties(
                copyId,
                setId,
                Integer.parseInt(required(key + "count")),
                SimulatedDevice.of(copyId),
                required(key + "volume"),
                machine,
                machine,
                null,
                null,
                UUID.fromString(required(key + "provider")),
                Integer.parseInt(required(key + "attributes")),
                Long.parseLong(required(key + "creation")),
                Integer.parseInt(required(key + "status")));
    }

    private String required(String key) {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("it does not say '" + key + "='");
        }
        return value;
    }
}
