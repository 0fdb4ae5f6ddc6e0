package org.vss4j.internal.state;

import java.io.IOException;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vss4j.internal.files.Directories;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;

/**
 * The shadow copies that outlived their processes: one file for each set, in a folder that all processes share. A file is
 * there whole or not at all; one that can't be read hides no other. Safe for use by many threads; changes are for who has
 * the {@link ProcessLock} of deletions.
 */
public final class Orphans {
    private static final String FIRST_LINE = "vss4j orphan 1";
    private static final String SUFFIX = ".orphan";
    private static final int ATTEMPTS = 100;

    private final Path folder;
    private final List<OrphanRecord> unrecorded;
    private final List<Unreadable> undecided;

    /**
     * The records in a root.
     *
     * @param unrecorded what should be on record besides
     * @param undecided what may have to be, which nobody could find out
     */
    Orphans(Path root, List<OrphanRecord> unrecorded, List<Unreadable> undecided) {
        this.folder = root.resolve(RootFolder.ORPHANS);
        this.unrecorded = List.copyOf(unrecorded);
        this.undecided = List.copyOf(undecided);
    }

    /**
     * A record that can't be read, or a folder of which nobody can tell what should be on record.
     *
     * @param file where it is
     * @param reason why, in a few words
     * @param advice what to do, in a few words
     */
    public record Unreadable(Path file, String reason, String advice) {
        static final String LOOK_AGAIN = "when that is mended, look again";
        private static final String DELETE_FILE = "if its copies are gone, or known by list, delete the file";
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
                Path root = Objects.requireNonNull(folder.getParent());
                Disk.of(root).forceNames(root);
                return;
            } catch (IOException e) {
                // Who forgets the last record deletes the folder; so it may be gone again.
                if (attempt == ATTEMPTS || Files.exists(folder)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Forgets copies, which are gone; and the set when none of it is left.
     *
     * @param setIds the sets that they are of, as far as that is known: a record of one that can't be read is told
     * @throws IOException the first failure, after all else has been done: one line that names what failed
     */
    public void forget(Set<UUID> copyIds, Set<UUID> setIds) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Path file : files()) {
            try {
                forget(file, copyIds, setIds);
            } catch (IOException e) {
                failures.add(e);
            }
        }
        try {
            removeFolderIfEmpty();
        } catch (IOException e) {
            failures.add(new IOException(
                    "could not remove the folder of the records, " + PathText.of(folder) + ": " + Reason.of(e), e));
        }
        if (!failures.isEmpty()) {
            IOException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void forget(Path file, Set<UUID> copyIds, Set<UUID> setIds) throws IOException {
        OrphanRecord orphan;
        try {
            orphan = read(file);
        } catch (NoSuchFileException | IllegalArgumentException ignored) {
            // Removed meanwhile; or it has never been one of ours.
            return;
        } catch (IOException e) {
            if (setIds.stream().anyMatch(id -> file.equals(file(id)))) {
                throw new IOException("could not read the record " + PathText.of(file) + ": " + Reason.of(e), e);
            }
            return;
        }
        Map<UUID, String> left = new LinkedHashMap<>(orphan.copies());
        left.keySet().removeAll(copyIds);
        if (left.isEmpty()) {
            Note.remove(file);
        } else if (left.size() < orphan.copies().size()) {
            put(file, orphan.withCopies(left));
        }
    }

    /** Removes the folder of the records if nothing is in it, as who died has left it who had forgotten the last. */
    void removeFolderIfEmpty() throws IOException {
        if (isEmpty()) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                // Somebody has put something on record.
                return;
            }
        }
    }

    private boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> entries = Directories.ofOurs(folder, "*")) {
            return !entries.iterator().hasNext();
        } catch (NoSuchFileException ignored) {
            return false;
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /** Returns all records that can be read, the oldest first. */
    public List<OrphanRecord> list() throws IOException {
        List<OrphanRecord> orphans = new ArrayList<>();
        for (Path file : files()) {
            try {
                orphans.add(read(file));
            } catch (IOException | IllegalArgumentException ignored) {
                // It is among the unreadable ones, or has been removed meanwhile.
            }
        }
        Set<UUID> recorded = orphans.stream().map(OrphanRecord::setId).collect(Collectors.toSet());
        return Stream.concat(orphans.stream(), unrecorded.stream().filter(orphan -> !recorded.contains(orphan.setId())))
                .sorted(Comparator.comparing(OrphanRecord::begun).thenComparing(OrphanRecord::setId))
                .toList();
    }

    /** Returns all records that can't be read. */
    public List<Unreadable> unreadable() throws IOException {
        List<Unreadable> found = new ArrayList<>(undecided);
        for (Path file : files()) {
            try {
                OrphanRecord unused = read(file);
            } catch (NoSuchFileException ignored) {
                // Removed meanwhile.
            } catch (IOException e) {
                found.add(new Unreadable(file, "could not be read: " + Reason.of(e), Unreadable.DELETE_FILE));
            } catch (IllegalArgumentException e) {
                found.add(new Unreadable(file, "could not be understood: " + e.getMessage(), Unreadable.DELETE_FILE));
            }
        }
        return found;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Directories.ofOurs(folder, "*" + SUFFIX)) {
            entries.forEach(files::add);
        } catch (NoSuchFileException ignored) {
            return files;
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static OrphanRecord read(Path file) throws IOException {
        List<String> lines = WholeFile.read(file).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new IllegalArgumentException("it does not begin with '" + FIRST_LINE + "'");
        }
        return OrphanRecord.of(lines.subList(1, lines.size()));
    }
}
