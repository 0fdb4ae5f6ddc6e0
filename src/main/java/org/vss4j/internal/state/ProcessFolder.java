package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;

/**
 * The folder of one {@link StateDirectory}: a lock file, the notes, and the files that go with the process. Its name
 * tells which process it belongs to, so that a process knows its own without opening anything.
 */
public final class ProcessFolder {
    /*
     * Made in the order folder, lock file, the rest; deleted in the opposite order. So a folder without a lock file is
     * empty, or a live process is just about to delete it.
     */

    private static final String NOTES = "notes";
    private static final Pattern NAME = Pattern.compile("[0-9]+-[0-9]+-[0-9a-f]{32}");
    private static final String THIS_PROCESS = nameOf(ProcessHandle.current());

    private final Path path;
    private final FolderLock lock;
    private final Notes notes;

    private ProcessFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
        this.notes = new Notes(path.resolve(NOTES));
    }

    private static String nameOf(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + start + "-";
    }

    /** Makes a folder for this process. The caller has the {@link RootLock}. */
    static ProcessFolder create(Path root) throws IOException {
        Path path = root.resolve(THIS_PROCESS + UUID.randomUUID().toString().replace("-", ""));
        Files.createDirectory(path, OwnerOnly.directory(path));
        ProcessFolder folder = new ProcessFolder(path, createLock(path));
        try {
            Files.createDirectory(folder.notes.directory(), OwnerOnly.directory(path));
            Files.createDirectory(folder.work(), OwnerOnly.directory(path));
            Disk disk = Disk.of(path);
            disk.forceNames(path);
            disk.forceNames(root);
            return folder;
        } catch (IOException | RuntimeException e) {
            folder.undo(NotedUndo.THIS_PROCESS, line -> {}).forEach(e::addSuppressed);
            folder.release();
            throw e;
        }
    }

    private static FolderLock createLock(Path path) throws IOException {
        try {
            return FolderLock.create(lockFile(path));
        } catch (IOException | RuntimeException e) {
            FileTrees.delete(path);
            throw e;
        }
    }

    /** Tells whether a process may have given this name to its folder. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Tells whether an entry of the root may be the folder of a process that has died. */
    static boolean isForeign(Path entry) {
        return isName(entry.getFileName().toString())
                && !isOfThisProcess(entry)
                && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
    }

    /** Tells whether a path has the name of a folder of this process, wherever it is. */
    static boolean isOfThisProcess(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(THIS_PROCESS) && isName(name.toString());
    }

    /** Returns the number of the process that has given this name to its folder. */
    static String processOf(Path entry) {
        String name = entry.getFileName().toString();
        return name.substring(0, name.indexOf('-'));
    }

    /** Tells whether the process lives that has this folder. The caller has the {@link RootLock}. */
    static boolean isAlive(Path entry) throws IOException {
        if (!isForeign(entry)) {
            // The lock file of a folder of this process's own must not be opened again.
            return true;
        }
        try {
            FolderLock lock = FolderLock.take(lockFile(entry));
            if (lock != null) {
                lock.release();
            }
            return lock == null;
        } catch (NoSuchFileException ignored) {
            return false;
        }
    }

    /**
     * Takes over an entry of the root if it is the folder of a process that has died. The caller has the
     * {@link RootLock}.
     *
     * @return null if it is not; also if nothing was left but the empty folder, which is deleted then
     */
    static @Nullable ProcessFolder takeIfDead(Path entry) throws IOException {
        if (!isForeign(entry)) {
            return null;
        }
        Owner.requireOnly(entry);
        try {
            FolderLock lock = FolderLock.take(lockFile(entry));
            return lock == null ? null : new ProcessFolder(entry, lock);
        } catch (NoSuchFileException ignored) {
            Files.deleteIfExists(entry);
            return null;
        }
    }

    /** Returns the notes in an entry of the root, if it is the folder of a process, dead or alive. */
    public static Notes notesIn(Path entry) {
        return new Notes(entry.resolve(NOTES));
    }

    /** Returns the directory for the files that go with the process. */
    Path work() {
        return path.resolve("work");
    }

    Notes notes() {
        return notes;
    }

    Path path() {
        return path;
    }

    /**
     * Performs the notes and deletes the files that go with the process, each though the other fails; then the folder.
     *
     * @param culprit who left it all, for the lines
     * @param observer told what was undone
     * @return what could not be done, one line each; then the folder stays. Empty if all was
     */
    List<IOException> undo(String culprit, RecoveryObserver observer) {
        List<IOException> failures = notes.perform(culprit, observer);
        try {
            FileTrees.delete(work(), observer::checkpoint);
            if (failures.isEmpty()) {
                delete();
            }
        } catch (IOException e) {
            failures.add(new IOException("could not remove " + PathText.of(path) + ": " + e.getMessage(), e));
        }
        return failures;
    }

    /** Deletes the folder, the lock last; nobody can take it over meanwhile. */
    private void delete() throws IOException {
        FileTrees.delete(work());
        FileTrees.delete(notes.directory());
        lock.delete();
        FileTrees.delete(path);
    }

    /** Frees the lock. What is left of the folder is then that of a dead process. */
    void release() throws IOException {
        lock.release();
    }

    private static Path lockFile(Path folder) {
        return folder.resolve("lock");
    }
}
