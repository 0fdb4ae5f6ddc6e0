package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private final RecoveryObserver observer;
    private List<OrphanRecord> unrecorded = List.of();
    private List<Orphans.Unreadable> undecided = List.of();
    private @Nullable ProcessFolder folder;
    private boolean closed;

    private StateDirectory(Path root, RecoveryObserver observer) {
        this.root = root;
        this.observer = observer;
    }

    /**
     * Cleans up after dead processes, and makes a folder for this one. Waits while another process does the same.
     *
     * @param root made, for its owner only, if it does not exist
     * @param observer told each thing that was undone, and each that could not be and is therefore kept for the next
     *     time; called before this returns
     * @throws IOException if the root can't be used: one line that names it and the reason
     */
    public static StateDirectory open(Path root, RecoveryObserver observer) throws IOException {
        StateDirectory state = look(root, observer);
        ProcessFolder unused = state.claim();
        return state;
    }

    /**
     * Cleans up after dead processes, as far as that is possible, and makes nothing: neither the root nor a folder for
     * this process. They are made when something is to be noted, or to be kept.
     *
     * @param root a folder that may not exist
     * @param observer told as by {@link #open}
     * @throws IOException if the root can't be read, or is somebody else's: one line that names it and the reason
     */
    public static StateDirectory look(Path root, RecoveryObserver observer) throws IOException {
        Path absolute = root.toAbsolutePath();
        try {
            StateDirectory state = new StateDirectory(StateRoot.real(absolute), observer);
            if (RootFolder.exists(state.root)) {
                state.cleanUp();
            }
            return state;
        } catch (IOException e) {
            throw refused(absolute, e);
        }
    }

    private static IOException refused(Path root, IOException e) {
        return new IOException("can't keep state in " + PathText.of(root) + ": " + Reason.of(e), e);
    }

    /** Cleans up; what keeps this from it keeps nobody from reading. */
    private void cleanUp() throws IOException {
        if (Recovery.isDue(root)) {
            recover();
        }
        try {
            orphans().removeFolderIfEmpty();
        } catch (IOException ignored) {
            // It is in nobody's way.
            return;
        }
    }

    @SuppressWarnings("try")
    private void recover() {
        Recovery recovery = new Recovery(observer);
        try (ProcessLock lock = RootLock.acquire(root, observer::checkpoint)) {
            recovery.run(root);
        } catch (IOException e) {
            recovery.leave(root, e);
            observer.report("could not clean up " + PathText.of(root) + ": " + Reason.of(e));
        }
        unrecorded = recovery.unrecorded();
        undecided = recovery.undecided();
    }

    @SuppressWarnings("try")
    private synchronized ProcessFolder claim() throws IOException {
        if (closed) {
            throw new IllegalStateException("the state directory is closed");
        }
        if (folder != null) {
            return folder;
        }
        try {
            RootFolder.make(root);
            try (ProcessLock lock = RootLock.acquire(root, observer::checkpoint)) {
                RootFolder.complete(root);
                folder = ProcessFolder.create(root);
                return folder;
            }
        } catch (IOException e) {
            throw refused(root, e);
        }
    }

    /** Returns the real path of the root. */
    public Path root() {
        return root;
    }

    /**
     * Returns a directory of this process's own, for files that must go with it.
     *
     * @throws IllegalStateException if this has been closed
     */
    public Path folder() throws IOException {
        return claim().work();
    }

    /**
     * Notes that a path must be deleted, with all below it, if this process dies. To be called before there is anything
     * at that path. When this returns, the note is on the disk.
     *
     * @throws IllegalStateException if this has been closed
     */
    public Note deleteIfWeDie(Path path) throws IOException {
        return note(NotedUndo.of(new Undo.Delete(path.toAbsolutePath())));
    }

    /**
     * Notes as {@link #deleteIfWeDie} a path where something is built for a target, unless somebody else who uses the root
     * builds something for it already.
     *
     * @throws IOException if somebody does: one line that names the target
     * @throws IllegalStateException if this has been closed
     */
    @SuppressWarnings("try")
    Note deleteIfWeDie(Path path, Path target) throws IOException {
        ProcessFolder unused = claim();
        try (ProcessLock lock = RootLock.acquire(root, observer::checkpoint)) {
            Builders.requireNone(root, target);
            return deleteIfWeDie(path);
        }
    }

    /**
     * Notes what must be undone if this process dies while something is replaced. To be called before it is moved aside.
     * When this returns, the note is on the disk.
     *
     * @throws IllegalStateException if this has been closed
     */
    Note restoreIfWeDie(NotedUndo restore) throws IOException {
        return note(restore);
    }

    /**
     * Notes that something is whole, and that others are told so from here on: if this process dies, it gets its place,
     * unless something is there. When this returns, the note is on the disk.
     *
     * @throws IllegalStateException if this has been closed
     */
    Note deliverIfWeDie(Undo.Deliver deliver) throws IOException {
        return note(NotedUndo.of(deliver));
    }

    /**
     * Notes that shadow copies must be put on record if this process dies. To be called before there are any. When this
     * returns, the note is on the disk.
     *
     * @throws IllegalStateException if this has been closed
     */
    public Note putOnRecordIfWeDie(OrphanRecord orphan) throws IOException {
        return note(NotedUndo.of(new Undo.PutOnRecord(orphans().file(orphan.setId()), orphan)));
    }

    /** Returns the records of shadow copies that outlived their processes. */
    public Orphans orphans() {
        return new Orphans(root, unrecorded, undecided);
    }

    /**
     * Keeps other threads and processes that use the root from deleting shadow copies.
     *
     * @return null if one of them does it now
     */
    public @Nullable ProcessLock tryLockDeletions() throws IOException {
        try {
            RootFolder.make(root);
        } catch (IOException e) {
            throw refused(root, e);
        }
        return ProcessLock.tryAcquire(root.resolve(RootFolder.DELETIONS));
    }

    private synchronized Note note(NotedUndo undo) throws IOException {
        return claim().notes().add(undo);
    }

    /**
     * Undoes what is still noted and deletes the folder. Once closed, does nothing.
     *
     * @throws LeftoversException if that was not possible; the next process tries again
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (folder == null) {
            return;
        }
        List<IOException> failures = new ArrayList<>();
        try {
            failures.addAll(folder.undo(NotedUndo.THIS_PROCESS, line -> {}));
        } finally {
            release(folder, failures);
        }
        if (!failures.isEmpty()) {
            throw new LeftoversException(root, failures);
        }
    }

    /** Frees the lock of the folder; that this fails does not hide what else is left. */
    private static void release(ProcessFolder folder, List<IOException> failures) {
        try {
            folder.release();
        } catch (IOException e) {
            failures.add(e);
        }
    }
}
