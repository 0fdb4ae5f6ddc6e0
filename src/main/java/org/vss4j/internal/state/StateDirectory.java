package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.vss4j.internal.files.Failures;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;

/**
 * The place where this process notes what must be undone should it die, and keeps files that must go with it. Processes
 * share a root, in which each state directory has a folder of its own; opening one undoes what dead processes left in
 * theirs. What a live process uses is never touched. Safe for use by many threads.
 *
 * <p>A process is dead when the system has freed its lock: file systems that have no locks can't hold a root.
 */
public final class StateDirectory implements AutoCloseable {

    private final Path root;
    private final ProcessFolder folder;
    private boolean closed;

    private StateDirectory(Path root, ProcessFolder folder) {
        this.root = root;
        this.folder = folder;
    }

    /**
     * Cleans up after dead processes, and makes a folder for this one. Waits while another process does the same.
     *
     * @param root made, for its owner only, if it does not exist
     * @param observer told each thing that was undone, and each that could not be and is therefore kept for the next
     *     time; called before this returns
     * @throws IOException if the root can't be used: one line that names it and the reason
     */
    @SuppressWarnings("try")
    public static StateDirectory open(Path root, RecoveryObserver observer) throws IOException {
        Path absolute = root.toAbsolutePath();
        try {
            Path real = makeRoot(absolute);
            try (RootLock lock = RootLock.acquire(real, observer::checkpoint)) {
                new Recovery(observer).run(real);
                return new StateDirectory(real, ProcessFolder.create(real));
            }
        } catch (IOException e) {
            throw new IOException("can't keep state in " + PathText.of(absolute) + ": " + Reason.of(e), e);
        }
    }

    private static Path makeRoot(Path root) throws IOException {
        try {
            Files.createDirectories(root, OwnerOnly.directory(root));
        } catch (FileAlreadyExistsException e) {
            throw (IOException) new NotDirectoryException(root.toString()).initCause(e);
        }
        Path real = root.toRealPath();
        Owner.requireOnly(real);
        return real;
    }

    /** Returns the real path of the root. */
    public Path root() {
        return root;
    }

    /** Returns a directory of this process's own, for files that must go with it. */
    public Path folder() {
        return folder.work();
    }

    /**
     * Notes that a path must be deleted, with all below it, if this process dies. To be called before there is anything
     * at that path. When this returns, the note is on the disk.
     *
     * @throws IllegalStateException if this has been closed
     */
    public Note deleteIfWeDie(Path path) throws IOException {
        return note(new Undo.Delete(path.toAbsolutePath()));
    }

    /**
     * Notes that a path must be moved back if this process dies; or be deleted, if its replacement is at its place. To be
     * called before it is moved aside. When this returns, the note is on the disk.
     *
     * @param aside where it is moved to, in the same directory
     * @param replacement what is moved to its place then
     * @throws IllegalStateException if this has been closed
     */
    public Note restoreIfWeDie(Path aside, Path original, Path replacement) throws IOException {
        return note(new Undo.Restore(aside.toAbsolutePath(), original.toAbsolutePath(), replacement.toAbsolutePath()));
    }

    /**
     * Notes that shadow copies must be put on record if this process dies. To be called before there are any. When this
     * returns, the note is on the disk.
     *
     * @throws IllegalStateException if this has been closed
     */
    public Note putOnRecordIfWeDie(OrphanRecord orphan) throws IOException {
        return note(new Undo.PutOnRecord(orphans().file(orphan.setId()), orphan));
    }

    /** Returns the records of shadow copies that outlived their processes. */
    public Orphans orphans() {
        return new Orphans(root);
    }

    /** Waits until no other thread or process that uses the root deletes shadow copies, and keeps others from it. */
    public ProcessLock lockDeletions() throws IOException, InterruptedException {
        return ProcessLock.acquire(root.resolve("deletions"));
    }

    private synchronized Note note(Undo undo) throws IOException {
        if (closed) {
            throw new IllegalStateException("the state directory is closed");
        }
        return folder.notes().add(undo);
    }

    /**
     * Undoes what is still noted and deletes the folder. Once closed, does nothing.
     *
     * @throws IOException if that was not possible; the next process tries again
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            undo();
        } finally {
            folder.release();
        }
    }

    private void undo() throws IOException {
        Failures failures = new Failures();
        folder.undo("this process", line -> {}).forEach(failures::add);
        failures.throwFirst();
    }
}
