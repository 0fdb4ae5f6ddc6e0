package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.function.Consumer;

/**
 * The place where this process notes what must be undone should it die, and keeps files that must go with it. Processes
 * share a root, in which each state directory has a folder of its own; opening one undoes what dead processes left in
 * theirs. What a live process uses is never touched. Safe for use by many threads.
 *
 * <p>A process is dead when the system has freed its lock: file systems that have no locks can't hold a root.
 */
public final class StateDirectory implements AutoCloseable {

    private final ProcessFolder folder;
    private boolean closed;

    private StateDirectory(ProcessFolder folder) {
        this.folder = folder;
    }

    /**
     * Cleans up after dead processes, and makes a folder for this one. Waits while another process does the same.
     *
     * @param root made, for its owner only, if it does not exist
     * @param report takes one line for each thing that was undone, and for each that could not be and is therefore kept
     *     for the next time; called before this returns
     * @throws IOException if the root can't be used: one line that names it and the reason
     */
    @SuppressWarnings("try")
    public static StateDirectory open(Path root, Consumer<String> report) throws IOException {
        Path absolute = root.toAbsolutePath();
        try {
            makeRoot(absolute);
            try (RootLock lock = RootLock.acquire(absolute)) {
                new Recovery(report).run(absolute);
                return new StateDirectory(ProcessFolder.create(absolute));
            }
        } catch (IOException e) {
            throw new IOException("can't keep state in " + PathText.of(absolute) + ": " + Reason.of(e), e);
        }
    }

    private static void makeRoot(Path root) throws IOException {
        try {
            Files.createDirectories(root, OwnerOnly.directory(root));
        } catch (FileAlreadyExistsException e) {
            throw (IOException) new NotDirectoryException(root.toString()).initCause(e);
        }
        if (OwnerOnly.isPosix(root) && Files.getPosixFilePermissions(root).contains(PosixFilePermission.OTHERS_WRITE)) {
            // Whoever can write a note there has it performed with our rights.
            throw new FileSystemException(root.toString(), null, "anybody may write to it");
        }
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
     * Notes that a path must be moved back if this process dies; or be deleted, if something is at its original place
     * again. To be called before it is moved aside. When this returns, the note is on the disk.
     *
     * @param aside where it is moved to, in the same directory
     * @throws IllegalStateException if this has been closed
     */
    public Note restoreIfWeDie(Path aside, Path original) throws IOException {
        return note(new Undo.Restore(aside.toAbsolutePath(), original.toAbsolutePath()));
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
