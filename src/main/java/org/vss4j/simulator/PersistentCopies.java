package org.vss4j.simulator;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.files.Directories;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.state.Disk;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.windows.FileTimes;

/**
 * The persistent shadow copies of a store, which all processes share: a folder for each set, with a record of the set and
 * a folder for each copy. A set comes by one rename when it is on the disk, and a copy goes by one, so that a process that
 * dies at any point leaves whole copies and no others. What takes space comes before that, and going takes none.
 */
final class PersistentCopies {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");
    private static final String FILES = "files";
    private static final int ATTEMPTS = 100;

    /** How the name of what is being deleted ends. */
    private static final String GONE = ".gone";

    /** PERSISTENT and NO_AUTO_RELEASE, which all of these copies have. */
    private static final int LEAST_ATTRIBUTES = 0x9;

    private final Path root;

    /** Why what is left of copies that were deleted here is there, by its path. */
    private final Map<Path, String> left = new ConcurrentHashMap<>();

    private volatile boolean hasDeleted;

    /** Why records could not be read, by their paths; of each it has been said. */
    private final Map<Path, String> unreadable = new ConcurrentHashMap<>();

    /** The copies of a store. */
    PersistentCopies(Path store) {
        this.root = store.resolve("persistent");
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
        CopyRecord.write(setFolder, copies);
        Disk disk = Disk.of(setFolder);
        disk.forceTree(setFolder, () -> {});
        for (int attempt = 1; ; attempt++) {
            Files.createDirectories(root, OwnerOnly.directory(root));
            try {
                disk.move(setFolder, root.resolve(setId.toString()));
                disk.forceNames(root);
                disk.forceNames(Objects.requireNonNull(root.getParent()));
                return;
            } catch (NoSuchFileException e) {
                // Who deletes the last copy deletes the folder of all; so it may be gone again.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** All copies that are there, in no order. Of one whose record can't be read, what can be known without it. */
    List<SnapshotProperties> list() throws IOException {
        List<SnapshotProperties> copies = new ArrayList<>();
        for (UUID setId : idsIn(root)) {
            addAll(setId, root.resolve(setId.toString()), copies);
        }
        return copies;
    }

    private void addAll(UUID setId, Path set, List<SnapshotProperties> copies) throws IOException {
        List<UUID> ids = idsIn(set);
        if (ids.isEmpty()) {
            return;
        }
        try {
            CopyRecord record = CopyRecord.read(set);
            copies.addAll(ids.stream().map(id -> record.describe(setId, id)).toList());
        } catch (IOException | IllegalArgumentException e) {
            List<UUID> left = idsIn(set);
            String reason = e instanceof IOException failure ? Reason.of(failure) : String.valueOf(e.getMessage());
            if (!left.isEmpty() && unreadable.put(CopyRecord.file(set), reason) == null) {
                LOG.log(
                        WARNING,
                        "Little is known of the simulated shadow copies in " + PathText.of(set)
                                + ", whose record could not be read: " + reason);
            }
            for (UUID id : left) {
                copies.add(withoutRecord(setId, id, left.size()));
            }
        }
    }

    /** The records that could not be read. */
    List<UnreadablePath> unreadableRecords() {
        return unreadable.entrySet().stream()
                .map(entry -> new UnreadablePath(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(UnreadablePath::path))
                .toList();
    }

    /** The folder of a device object; empty if it is that of no copy here. */
    Optional<Path> folderOf(String deviceObject) throws IOException {
        for (UUID setId : idsIn(root)) {
            for (UUID copyId : idsIn(root.resolve(setId.toString()))) {
                if (SimulatedDevice.of(copyId).equals(deviceObject)) {
                    return Optional.of(files(setId, copyId));
                }
            }
        }
        return Optional.empty();
    }

    private static List<UUID> idsIn(Path folder) throws IOException {
        List<UUID> ids = new ArrayList<>();
        for (Path entry : entries(folder)) {
            UUID id = id(entry);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private SnapshotProperties withoutRecord(UUID setId, UUID copyId, int count) {
        Path files = files(setId, copyId);
        return new SnapshotProperties(
                copyId,
                setId,
                count,
                SimulatedDevice.of(copyId),
                null,
                null,
                null,
                null,
                null,
                SimulatedProvider.ID,
                LEAST_ATTRIBUTES,
                FileTimes.of(made(Objects.requireNonNull(files.getParent()))),
                CopySet.CREATED);
    }

    /** When a copy was made, if that can be told: its files then came into its folder. */
    private static Instant made(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toInstant();
        } catch (IOException e) {
            return Instant.now();
        }
    }

    /** The entries of a folder, or none if there is no such folder. */
    private static List<Path> entries(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Directories.ofOurs(folder, "*")) {
            entries.forEach(found::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        return found;
    }

    /** The id that is a folder's name, or null if it is none. One at which nobody can look is not taken for absent. */
    private static @Nullable UUID id(Path folder) throws IOException {
        UUID id = nameOf(folder);
        try {
            return id != null
                            && Files.readAttributes(folder, BasicFileAttributes.class)
                                    .isDirectory()
                    ? id
                    : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static @Nullable UUID nameOf(Path entry) {
        String name = entry.getFileName().toString();
        try {
            UUID id = UUID.fromString(name);
            return id.toString().equals(name) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Deletes a copy, and its set with it if it is the last. It is gone when its folder has been renamed; what takes long, or
     * fails, after that is left to {@link #sweep}.
     *
     * @param changed given what was changed in it
     * @return whether it was there
     */
    boolean delete(UUID setId, UUID copyId, Consumer<Path> changed) throws IOException {
        Path set = root.resolve(setId.toString());
        CopySeal.check(set.resolve(copyId.toString()), files(setId, copyId), changed);
        boolean isLast = idsIn(set).equals(List.of(copyId));
        boolean deleted = moveAway(isLast ? set : set.resolve(copyId.toString()));
        sweep();
        return deleted;
    }

    private boolean moveAway(Path folder) throws IOException {
        Path gone = root.resolve(UUID.randomUUID() + GONE);
        try {
            Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false;
        }
        left.put(gone, "not removed yet");
        hasDeleted = true;
        Disk.of(root).forceNames(Objects.requireNonNull(folder.getParent()));
        return true;
    }

    /** What is left of copies that were deleted here, since it could not be removed. */
    List<Leftover> leftovers() {
        return left.entrySet().stream()
                .map(entry -> new Leftover(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Leftover::path))
                .toList();
    }

    /** Deletes what is left of copies that have been deleted, here or by who did not come to the end of it. */
    void sweep() {
        try {
            List<Path> all = entries(root);
            left.keySet().retainAll(all);
            long swept = all.stream().filter(this::sweptAway).count();
            if (swept == all.size()) {
                deleteIfEmpty();
            }
        } catch (IOException e) {
            left.replaceAll((entry, before) -> reason(root, e));
            if (hasDeleted && !Files.notExists(root)) {
                left.put(root, reason(root, e));
            }
            LOG.log(WARNING, "What is left of deleted shadow copies could not be removed: " + e.getMessage());
        }
    }

    /** Deletes an entry if it is left of a copy; what cannot be looked at or deleted is the next simulator's, and keeps no other. */
    private boolean sweptAway(Path entry) {
        try {
            if (!isLeft(entry)) {
                return false;
            }
            FileTrees.delete(entry);
            left.remove(entry);
            return true;
        } catch (IOException e) {
            left.computeIfPresent(entry, (same, before) -> reason(entry, e));
            LOG.log(WARNING, "What is left of deleted shadow copies could not be removed: " + e.getMessage());
            return false;
        }
    }

    /** Names what failed, if that is not the path itself. */
    private static String reason(Path path, IOException e) {
        String reason = Reason.of(e);
        boolean isOfAnother = e instanceof FileSystemException failure
                && failure.getFile() != null
                && !failure.getFile().equals(path.toString());
        return isOfAnother ? ((FileSystemException) e).getFile() + ": " + reason : reason;
    }

    /** Whether it was moved away, or is a set that had several copies, of which somebody has deleted the last. */
    private static boolean isLeft(Path entry) throws IOException {
        if (entry.getFileName().toString().endsWith(GONE)) {
            return true;
        }
        return id(entry) != null
                && entries(entry).stream().map(PersistentCopies::nameOf).noneMatch(Objects::nonNull);
    }

    private void deleteIfEmpty() throws IOException {
        try {
            Files.deleteIfExists(root);
        } catch (DirectoryNotEmptyException e) {
            // There are others.
            return;
        }
    }
}
