package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;

/**
 * The shadow copies that outlived their processes: one file for each set, in a folder that all processes share. A file is
 * there whole or not at all. Safe for use by many threads; changes are for who has the {@link ProcessLock} of deletions.
 */
public final class Orphans {
    private static final String FIRST_LINE = "vss4j orphan 1";
    private static final String SUFFIX = ".orphan";
    private static final int ATTEMPTS = 100;

    private final Path folder;

    Orphans(Path root) {
        this.folder = root.resolve("orphans");
    }

    /** Where the record of a set is. */
    Path file(UUID setId) {
        return folder.resolve(setId + SUFFIX);
    }

    /** Adds a record, or replaces the one of the same set; when this returns, it is on the disk. */
    public void put(OrphanRecord orphan) throws IOException {
        put(file(orphan.setId()), orphan);
    }

    static void put(Path file, OrphanRecord orphan) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        String text = FIRST_LINE + "\n" + String.join("\n", orphan.lines()) + "\n";
        for (int attempt = 1; ; attempt++) {
            Files.createDirectories(folder, OwnerOnly.directory(folder));
            try {
                WholeFile.write(file, text);
                return;
            } catch (IOException e) {
                // Who forgets the last record deletes the folder; so it may be gone again.
                if (attempt == ATTEMPTS || Files.exists(folder)) {
                    throw e;
                }
            }
        }
    }

    /** Forgets copies, which are gone; and the set when none of it is left. */
    public void forget(Set<UUID> copyIds) throws IOException {
        for (OrphanRecord orphan : list()) {
            Map<UUID, String> left = new LinkedHashMap<>(orphan.copies());
            left.keySet().removeAll(copyIds);
            if (left.isEmpty()) {
                Files.deleteIfExists(file(orphan.setId()));
            } else if (left.size() < orphan.copies().size()) {
                put(orphan.withCopies(left));
            }
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Others are on record.
            return;
        }
    }

    /**
     * Returns all records, the oldest first.
     *
     * @throws IOException if one cannot be read or understood: one line that names it
     */
    public List<OrphanRecord> list() throws IOException {
        List<OrphanRecord> orphans = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                OrphanRecord orphan = read(file);
                if (orphan != null) {
                    orphans.add(orphan);
                }
            }
        } catch (NoSuchFileException ignored) {
            return orphans;
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        orphans.sort(Comparator.comparing(OrphanRecord::begun).thenComparing(OrphanRecord::setId));
        return orphans;
    }

    /** Returns null if it has been removed meanwhile. */
    private static @Nullable OrphanRecord read(Path file) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
                throw new IllegalArgumentException("it does not begin with '" + FIRST_LINE + "'");
            }
            return OrphanRecord.of(lines.subList(1, lines.size()));
        } catch (NoSuchFileException ignored) {
            return null;
        } catch (IOException e) {
            throw new IOException("could not read the record " + PathText.of(file) + ": " + Reason.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("could not understand the record " + PathText.of(file) + ": " + e.getMessage(), e);
        }
    }
}
