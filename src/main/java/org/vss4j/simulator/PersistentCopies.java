package org.vss4j.simulator;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.trace.SessionLogger;

/**
 * The persistent shadow copies of a store, which all processes share: a folder for each set, with a record of the set and
 * a folder for each copy. A set comes by one rename, and a copy goes by one; what comes before and after that happens in
 * the folder of the process, so that a process that dies at any point leaves whole copies and no others.
 */
final class PersistentCopies {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");
    private static final String RECORD = "set.properties";
    private static final String FILES = "files";
    private static final int ATTEMPTS = 100;

    private final Path root;
    private final Path scratch;

    /**
     * The copies of a store.
     *
     * @param scratch a folder that goes with this process, in the same file system
     */
    PersistentCopies(Path store, Path scratch) {
        this.root = store.resolve("persistent");
        this.scratch = scratch;
    }

    /** Where the files of a copy go, in the folder of its set. */
    static Path filesIn(Path setFolder, UUID copyId) {
        return setFolder.resolve(copyId.toString()).resolve(FILES);
    }

    /** Where the files of a copy are. */
    Path files(UUID setId, UUID copyId) {
        return filesIn(root.resolve(setId.toString()), copyId);
    }

    /** Takes over a set that was made in another folder; from now on all processes have it, and it is there to stay. */
    void add(Path setFolder, UUID setId, List<SnapshotProperties> copies) throws IOException {
        Properties properties = new Properties();
        for (SnapshotProperties copy : copies) {
            write(copy, copy.id() + ".", properties);
        }
        try (Writer out = Files.newBufferedWriter(setFolder.resolve(RECORD))) {
            properties.store(out, null);
        }
        for (int attempt = 1; ; attempt++) {
            Files.createDirectories(root);
            try {
                Files.move(setFolder, root.resolve(setId.toString()), StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (NoSuchFileException e) {
                // Who deletes the last copy deletes the folder of all; so it may be gone again.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void write(SnapshotProperties copy, String key, Properties properties) {
        properties.setProperty(key + "volume", String.valueOf(copy.originalVolume()));
        properties.setProperty(key + "machine", String.valueOf(copy.originatingMachine()));
        properties.setProperty(key + "provider", copy.providerId().toString());
        properties.setProperty(key + "count", Integer.toString(copy.count()));
        properties.setProperty(key + "attributes", Integer.toString(copy.attributes()));
        properties.setProperty(key + "creation", Long.toString(copy.creation()));
        properties.setProperty(key + "status", Integer.toString(copy.status()));
    }

    /** All copies that are there, in no order. */
    List<SnapshotProperties> list() throws IOException {
        List<SnapshotProperties> copies = new ArrayList<>();
        try (DirectoryStream<Path> sets = Files.newDirectoryStream(root)) {
            for (Path set : sets) {
                addAll(set, copies);
            }
        } catch (NoSuchFileException e) {
            return copies;
        }
        return copies;
    }

    private void addAll(Path set, List<SnapshotProperties> copies) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(set.resolve(RECORD));
                DirectoryStream<Path> folders = Files.newDirectoryStream(set, Files::isDirectory)) {
            properties.load(in);
            for (Path folder : folders) {
                copies.add(read(set, UUID.fromString(folder.getFileName().toString()), properties));
            }
        } catch (NoSuchFileException e) {
            // Deleted meanwhile.
            return;
        } catch (IllegalArgumentException e) {
            LOG.log(WARNING, "The simulated shadow copies in " + set + " have no record that can be understood", e);
        }
    }

    private SnapshotProperties read(Path set, UUID copyId, Properties properties) {
        String key = copyId + ".";
        UUID setId = UUID.fromString(set.getFileName().toString());
        String machine = properties.getProperty(key + "machine");
        return new SnapshotProperties(
                copyId,
                setId,
                Integer.parseInt(properties.getProperty(key + "count")),
                files(setId, copyId).toString(),
                properties.getProperty(key + "volume"),
                machine,
                machine,
                null,
                null,
                UUID.fromString(String.valueOf(properties.getProperty(key + "provider"))),
                Integer.parseInt(properties.getProperty(key + "attributes")),
                Long.parseLong(properties.getProperty(key + "creation")),
                Integer.parseInt(properties.getProperty(key + "status")));
    }

    /**
     * Deletes a copy.
     *
     * @return whether it was there
     */
    boolean delete(UUID setId, UUID copyId) throws IOException {
        Path set = root.resolve(setId.toString());
        boolean deleted = moveAway(set.resolve(copyId.toString()));
        if (deleted && isEmpty(set)) {
            moveAway(set);
        }
        try {
            Files.deleteIfExists(root);
        } catch (DirectoryNotEmptyException e) {
            // There are others.
            return deleted;
        }
        return deleted;
    }

    private static boolean isEmpty(Path set) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(set, Files::isDirectory)) {
            return !folders.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean moveAway(Path folder) throws IOException {
        Path away = scratch.resolve(UUID.randomUUID().toString());
        try {
            Files.move(folder, away, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false;
        }
        FileTrees.delete(away);
        return true;
    }
}
