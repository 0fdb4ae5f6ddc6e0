package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;

/**
 * Undoes what dead processes left in the root of a {@link StateDirectory}. May itself die at any point: a note goes only
 * when it has been performed, a folder when it has no notes, and the next recovery does the rest.
 */
final class Recovery {

    private static final String CULPRIT = "a process that died";

    private final RecoveryObserver observer;
    private final List<OrphanRecord> unrecorded = new ArrayList<>();
    private final List<Orphans.Unreadable> undecided = new ArrayList<>();

    Recovery(RecoveryObserver observer) {
        this.observer = observer;
    }

    /** Goes through {@code root}. The caller has the {@link RootLock}. What can't be undone is reported and stays. */
    void run(Path root) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                inspect(entry);
            }
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /** Tells whether there may be anything to undo. */
    static boolean isDue(Path root) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, ProcessFolder::isForeign)) {
            return entries.iterator().hasNext();
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /** Returns the shadow copies that could not be put on record, for want of space for example. */
    List<OrphanRecord> unrecorded() {
        return unrecorded;
    }

    /** Returns the shadow copies of processes of which nobody could find out whether they live. */
    List<Orphans.Unreadable> undecided() {
        return undecided;
    }

    /** Takes note of what processes have in {@code root}, at which nobody could look further. */
    void leave(Path root, IOException why) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, ProcessFolder::isForeign)) {
            entries.forEach(entry -> leaveOne(entry, why));
        } catch (IOException | DirectoryIteratorException e) {
            undecided.add(new Orphans.Unreadable(root, "could not be read", Orphans.Unreadable.LOOK_AGAIN));
        }
    }

    private void leaveOne(Path entry, IOException why) {
        try {
            for (OrphanRecord orphan : ProcessFolder.notesIn(entry).unrecorded()) {
                undecided.add(new Orphans.Unreadable(
                        entry,
                        "a process has, or has left, the shadow copies " + orphan.copies()
                                + ", and nobody can find out whether it lives: " + Reason.of(why),
                        Orphans.Unreadable.LOOK_AGAIN));
            }
        } catch (IOException e) {
            undecided.add(
                    new Orphans.Unreadable(entry, "could not be read: " + Reason.of(e), Orphans.Unreadable.LOOK_AGAIN));
        }
    }

    private void inspect(Path entry) {
        observer.checkpoint();
        try {
            ProcessFolder dead = ProcessFolder.takeIfDead(entry);
            if (dead != null) {
                try {
                    undo(dead);
                } finally {
                    dead.release();
                }
            }
        } catch (IOException e) {
            leaveOne(entry, e);
            observer.report("could not clean up " + PathText.of(entry) + ": " + Reason.of(e));
        }
    }

    private void undo(ProcessFolder dead) throws IOException {
        List<IOException> failures = dead.undo(CULPRIT, observer);
        failures.forEach(failure -> observer.report(String.valueOf(failure.getMessage())));
        unrecorded.addAll(dead.notes().unrecorded());
        if (failures.isEmpty()) {
            observer.report("removed " + PathText.of(dead.path()) + " left by " + CULPRIT);
        }
    }
}
