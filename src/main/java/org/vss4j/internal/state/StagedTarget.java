package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileMark;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.MountPoints;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Presence;
import org.vss4j.internal.files.Reason;

/**
 * A file or directory that is built beside its place, under a temporary name, and moved there when it is complete. If
 * the process dies, the next {@link StateDirectory#open} of the same root leaves at the place what was there before or
 * what was built, either of them complete, and nothing beside it; but what has been promised it moves there, or says
 * where it is. Not safe for use by many threads.
 */
public final class StagedTarget implements AutoCloseable {

    /** Looks at what was moved aside, which nobody finds any more under its name. */
    public interface Examination {
        /**
         * Goes on only if it may be replaced.
         *
         * @throws IOException if not; then it is put back
         */
        void of(Path old) throws IOException;
    }

    private final StateDirectory state;
    private final Path target;
    private final Path path;
    private final NotedUndo building;
    private final Disk disk;
    private Note note;
    private boolean forced;

    /** Whether others have been told that what was built is there. */
    private volatile boolean promised;

    /** What is moved aside if what was built replaces something; null until that is noted. */
    private @Nullable Replacement prepared;

    private volatile boolean moved;

    /** What was there, and is deleted when this is closed. */
    private volatile @Nullable Path replaced;

    /** That it is to be deleted; null if that could not be noted. */
    private @Nullable Note deletion;

    /** What was there is beside its place, and could not be put back. */
    private boolean isOldAside;

    private @Nullable String kept;

    /** What is done when something is replaced, and that it is noted. */
    private record Replacement(NotedUndo undo, Path aside, Note note) {}

    private StagedTarget(StateDirectory state, Path target, Path path, Disk disk) throws IOException {
        this.state = state;
        this.target = target;
        this.path = path;
        this.building = NotedUndo.of(new Undo.Delete(path));
        this.note = state.deleteIfWeDie(path, target);
        this.disk = disk;
    }

    /**
     * Chooses and notes a temporary name beside {@code target}; makes nothing there yet.
     *
     * @param disk gets what is built to the disk before it is moved to its place, and then its name there
     * @throws IOException if a process that uses the same root builds something for that target: one line that names both
     * @throws IllegalArgumentException if the target has no name, as a root has none
     */
    public static StagedTarget create(StateDirectory state, Path target, Disk disk) throws IOException {
        Path absolute = target.toAbsolutePath();
        if (absolute.getFileName() == null) {
            throw new IllegalArgumentException(PathText.of(absolute) + " can't be a target");
        }
        return new StagedTarget(state, absolute, TemporaryName.beside(absolute), disk);
    }

    /** Returns the real path of the root of the state directories. */
    public Path stateRoot() {
        return state.root();
    }

    /** Returns where to build; there is nothing yet. */
    public Path path() {
        return path;
    }

    /**
     * Forces what was built to the disk, which may take long; moving it to its place does that otherwise. To be called
     * when nothing is added any more.
     *
     * @param checkpoint called often, where that is possible; what it throws ends this
     */
    public void force(Runnable checkpoint) throws IOException {
        try {
            disk.forceTree(path, checkpoint);
            forced = true;
        } catch (IOException e) {
            throw Reason.naming(path, e);
        }
    }

    /**
     * Moves what was built to its place. When this returns, it is there on the disk. A note that can't be withdrawn then is
     * no failure of this: the state directory tries again when it is closed, and says then that it is left.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is something already
     * @throws IOException if what was built is not in place, or may not be after a power cut
     */
    public void commit() throws IOException {
        forceIfNeeded();
        moveIn();
        try {
            disk.forceNames(folder());
        } catch (IOException e) {
            throw new IOException(
                    PathText.of(target) + " has been made, but after a power cut it may not be there: " + Reason.of(e),
                    e);
        }
        note.drop();
    }

    /**
     * Does what {@link #replace} can do beforehand, so that it cannot fail for that.
     *
     * @throws IOException if what is there could not be deleted later, or what has to be noted cannot be
     */
    public void prepareReplacement() throws IOException {
        if (prepared != null) {
            return;
        }
        Path aside = TemporaryName.beside(target);
        FileTrees.requireDeletable(target, aside);
        NotedUndo undo = NotedUndo.of(new Undo.Restore(aside, target, path, mark()));
        prepared = new Replacement(undo, aside, state.restoreIfWeDie(undo));
    }

    /**
     * To be called before others are told that what was built is there: from here on it is not deleted. If it is not moved to
     * its place, it stays where it is, {@link #isPromised} and {@link #beside} tell so, and nobody removes it. If the process
     * dies, the next {@link StateDirectory#open} of the same root moves it to its place, unless something is there.
     *
     * @throws IOException if that could not be noted
     */
    public void promise() throws IOException {
        forceIfNeeded();
        Note deliver = state.deliverIfWeDie(new Undo.Deliver(path, target));
        // Should it stay, the later one about the same path counts.
        note.drop();
        note = deliver;
        promised = true;
    }

    /**
     * Moves what was built to its place. When this returns, it is there on the disk, and what was there is beside it, noted,
     * and is deleted by {@link #close}. If it can't be moved there, what was there is put back. If this fails after that, what
     * was there stays noted: the state directory deletes it when that is safe, and says else that it is left.
     *
     * @param examination of what was there, if there was anything
     * @throws IOException if what was built is not in place, or may not be after a power cut
     */
    public void replace(Examination examination) throws IOException {
        forceIfNeeded();
        prepareReplacement();
        Replacement replacement = Objects.requireNonNull(prepared);
        boolean isReplaced;
        try {
            isReplaced = isMovedAside(replacement.aside);
            if (isReplaced) {
                requireNothingMounted(replacement.aside);
                examination.of(replacement.aside);
            }
            moveIn();
        } catch (IOException e) {
            throw putBack(replacement, e);
        }
        forceReplaced();
        note.drop();
        if (isReplaced) {
            replaced = replacement.aside;
            noteDeletion(replacement);
        } else {
            replacement.note.drop();
        }
    }

    /** What was mounted in it meanwhile has been moved with it, and is not to be deleted. */
    private void requireNothingMounted(Path aside) throws IOException {
        Optional<Path> mounted = MountPoints.within(aside.toRealPath(LinkOption.NOFOLLOW_LINKS));
        if (mounted.isPresent()) {
            throw new IOException(PathText.of(target) + " cannot be replaced, since something is mounted at "
                    + PathText.of(target.resolve(aside.relativize(mounted.get()))) + ": unmount it");
        }
    }

    private void forceIfNeeded() throws IOException {
        if (!forced) {
            force(() -> {});
        }
    }

    /** What was built is known by it when it is in its place. */
    private Optional<FileMark> mark() throws IOException {
        try {
            return FileMark.of(path);
        } catch (IOException e) {
            throw Reason.naming(path, e);
        }
    }

    private Path folder() {
        return Objects.requireNonNull(target.getParent());
    }

    /** Goes on only if what was built has its place on the disk: otherwise what was there is not to be deleted. */
    private void forceReplaced() throws IOException {
        try {
            disk.forceNames(folder());
        } catch (IOException e) {
            throw new IOException(
                    PathText.of(target) + " has been replaced, but after a power cut it may not be: " + Reason.of(e)
                            + "; what was there is kept until that is certain",
                    e);
        }
    }

    /** From here on nothing is to be put back. */
    private void noteDeletion(Replacement replacement) {
        try {
            deletion = state.deleteIfWeDie(replacement.aside);
            replacement.note.done();
        } catch (IOException ignored) {
            // One of the two notes has it deleted when the state directory is closed.
            return;
        }
    }

    private void deleteReplaced() {
        Path aside = replaced;
        if (aside == null) {
            return;
        }
        try {
            FileTrees.delete(aside);
            disk.forceNames(folder());
            if (deletion != null) {
                deletion.done();
            }
            replaced = null;
        } catch (IOException ignored) {
            // The state directory tries again when it is closed, and says what it can't delete.
            return;
        }
    }

    private void moveIn() throws IOException {
        try {
            disk.move(path, target);
            moved = true;
        } catch (FileAlreadyExistsException e) {
            throw (IOException) new FileAlreadyExistsException(PathText.of(target), null, Reason.of(e)).initCause(e);
        } catch (IOException e) {
            throw Reason.naming(e instanceof NoSuchFileException ? path : target, e);
        }
    }

    /** Moves away what is at the place; tells whether there is anything. */
    private boolean isMovedAside(Path aside) throws IOException {
        try {
            disk.move(target, aside);
            return true;
        } catch (NoSuchFileException ignored) {
            return false;
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
    }

    /** Puts back what was moved aside, and adds to the reason what there is to say about it. */
    private IOException putBack(Replacement replacement, IOException reason) {
        try {
            boolean taken = Presence.of(target);
            String told = replacement.undo.perform(NotedUndo.THIS_PROCESS, () -> {});
            kept = taken ? told : null;
            replacement.note.done();
            return kept == null ? reason : new IOException(reason.getMessage() + "; " + kept, reason);
        } catch (IOException e) {
            isOldAside = true;
            return new IOException(reason.getMessage() + "; " + e.getMessage(), reason);
        }
    }

    /** Withdraws the note of a replacement that has not been made. */
    private void withdrawReplacement() {
        Replacement replacement = prepared;
        if (replacement != null && !isOldAside) {
            replacement.note.drop();
        }
    }

    /** Returns one line about what was there and is kept beside its place, since that was taken meanwhile; else nothing. */
    public Optional<String> kept() {
        return Optional.ofNullable(kept);
    }

    /** Tells whether what was built is in its place. */
    public boolean isInPlace() {
        return moved;
    }

    /** Tells whether others have been told that what was built is there. For any thread. */
    public boolean isPromised() {
        return promised;
    }

    /** Returns what is beside the place, or may be; it is yet to be deleted, unless it is promised. For any thread. */
    public Optional<Path> beside() {
        return Optional.ofNullable(moved ? replaced : path);
    }

    /**
     * Deletes what was replaced, or what was not moved to its place, if there is anything. What can't be deleted in full is no
     * failure of this: it stays noted, and the state directory tries again when it is closed, and says then what is left. What
     * was built stays too while what was there could not be put back: as long as it is there, nobody takes it for the
     * replacement. What was promised stays.
     */
    @Override
    public void close() {
        if (moved) {
            deleteReplaced();
            return;
        } else if (promised) {
            note.drop();
        }
        withdrawReplacement();
        if (isOldAside || promised) {
            return;
        }
        try {
            if (building.isInReach()) {
                FileTrees.delete(path);
                disk.forceNames(folder());
                note.done();
            }
        } catch (IOException ignored) {
            // The state directory tries again when it is closed, and says what it can't delete.
            return;
        }
    }
}
