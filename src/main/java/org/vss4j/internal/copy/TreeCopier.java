package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.vss4j.internal.files.FileKey;
import org.vss4j.internal.files.Names;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;

/**
 * Copies a tree of files, or a single file or symbolic link.
 *
 * <p>Kept are contents, the times of the last change and of the last access, symbolic links as links, empty directories,
 * and the nine permission bits, on Linux sticky too, and set-user-id and set-group-id where the owner, or the group, is the
 * same in the copy; where files have no such bits, the attributes read-only, hidden, system and archive. Not kept are owners,
 * access control lists and extended attributes; hard links, which become files of their own; and the holes of sparse files,
 * which become zeros.
 *
 * <p>On Linux it works relative to open folders, however deep; no link is followed that takes a folder's place; and a time
 * that the target's file system does not hold is told. Elsewhere, and in other file systems of Java's, it works by paths:
 * what has too long a path is told, times that Java does not hold are cut off at 1677 and 2262, and of times before 1970
 * POSIX gets whole seconds only.
 *
 * <p>What can't be read is told to the {@link CopyObserver}, and the rest is copied. FIFOs, sockets and devices are
 * never opened, only told, and so are names that are not valid in the platform's encoding.
 */
public final class TreeCopier {
    /*
     * One folder is listed at a time, whatever the depth: while it is, all of its entries are copied except its
     * folders, of which only the names are kept until the listing has ended. Those wait in the frames of
     * the unfinished folders, the innermost first. A folder belongs to its owner alone, and is writable, until
     * all below it is complete.
     */

    private final Deque<Frame> unfinished = new ArrayDeque<>();
    private final CopyObserver observer;
    private final FileContents contents;

    private TreeCopier(CopyObserver observer) {
        this.observer = observer;
        this.contents = new FileContents(observer);
    }

    /**
     * Copies {@code source} to {@code target}. If this throws, the caller has to delete what there is of the target. A
     * source that can't be read at all is told to the observer like any other entry, and there is no target then. A source
     * that is itself a link to a directory is copied as that directory: on Windows, a shadow copy is reached through one.
     *
     * @param target must not exist, but its parent; must not lie inside the source, unless the observer excludes it
     * @throws IOException if the target can't be written: the message names the path and the reason
     * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted while it copies a file's contents
     */
    public static void copy(Path source, Path target, CopyObserver observer) throws IOException {
        TreeCopier copier = new TreeCopier(observer);
        if (Posix.reaches(source) && Posix.reaches(target)) {
            copier.copyByCalls(source, target);
        } else {
            copier.copy(JavaEntry.start(source, target));
        }
    }

    private void copyByCalls(Path source, Path target) throws IOException {
        try (Descriptor parent = openParent(target)) {
            PosixPlace place = new PosixPlace(
                    null,
                    Descriptor.WORKING_DIRECTORY,
                    PosixName.of(source),
                    parent,
                    PosixName.of(target.getFileName()),
                    new PosixPlace.Top(source, target));
            copy(new PosixEntry(place, observer));
        }
    }

    private static Descriptor openParent(Path target) throws IOException {
        Path parent = Objects.requireNonNull(target.toAbsolutePath().getParent(), "the root can't be a target");
        try {
            return Descriptor.open(
                    Descriptor.WORKING_DIRECTORY, PosixName.of(parent), Descriptor.O_PATH | Descriptor.O_DIRECTORY);
        } catch (PosixException e) {
            throw Reason.naming(target, e);
        }
    }

    private void copy(CopiedEntry start) throws IOException {
        try {
            observer.checkpoint();
            attempt(start, () -> copyEntry(start));
            while (!unfinished.isEmpty()) {
                advance(unfinished.element());
            }
        } finally {
            unfinished.forEach(frame -> frame.folder().close());
        }
    }

    /** Goes on to the next folder below {@code frame}, or finishes it. */
    private void advance(Frame frame) throws IOException {
        Path source = frame.waiting().poll(frame.folder().source());
        if (source == null) {
            frame.folder().finish();
            unfinished.remove();
            return;
        }
        observer.checkpoint();
        try {
            CopiedEntry entry = frame.folder().entry(source.getFileName());
            attempt(entry, () -> copyEntry(entry));
        } catch (UnreadableException e) {
            observer.unreadable(source, e.reason());
        }
    }

    private void copyEntry(CopiedEntry entry) throws UnreadableException, IOException {
        CopiedEntry.Kind kind = entry.look();
        if (kind == CopiedEntry.Kind.FOLDER) {
            enter(entry);
        } else {
            copyLeaf(entry, kind);
        }
    }

    /** Something that is done for an entry. */
    private interface Step {
        void run() throws UnreadableException, IOException;
    }

    /**
     * Does it, or names the entry: also if the target's path would be too long, or a name is taken there, as by another in
     * other capitals, since nothing else is in its way.
     */
    private void attempt(CopiedEntry entry, Step step) throws IOException {
        try {
            step.run();
        } catch (UnreadableException e) {
            observer.unreadable(entry.source(), e.reason());
        } catch (FileSystemException e) {
            if (Reason.isTooLong(entry.target(), e)) {
                observer.unreadable(entry.source(), "its path would be too long in the copy");
            } else if (!unfinished.isEmpty() && Reason.isTaken(e)) {
                observer.unreadable(entry.source(), "its name is taken in the copy by another");
            } else {
                throw e;
            }
        }
    }

    /** Makes a folder and copies its entries, except its folders. */
    private void enter(CopiedEntry entry) throws UnreadableException, IOException {
        CopiedFolder folder = entry.makeFolder();
        Frame frame = new Frame(folder, new Names());
        unfinished.push(frame);
        prepare(entry);
        folder.startListing();
        try {
            for (CopiedEntry next = folder.next(); next != null; next = folder.next()) {
                visit(frame, next);
            }
        } finally {
            folder.endListing();
        }
    }

    private void visit(Frame frame, CopiedEntry entry) throws IOException {
        observer.checkpoint();
        if (observer.excludes(entry.source())) {
            return;
        }
        attempt(entry, () -> {
            requireUsableName(entry);
            CopiedEntry.Kind kind = entry.look();
            if (kind != CopiedEntry.Kind.FOLDER) {
                copyLeaf(entry, kind);
            } else if (!excludes(entry)) {
                frame.waiting().add(entry.source());
            }
        });
    }

    private boolean excludes(CopiedEntry folder) {
        Optional<FileKey> key = folder.key();
        return key.isPresent() && observer.excludes(folder.source(), key.get());
    }

    private void prepare(CopiedEntry entry) {
        if (entry.deniesOwner()) {
            observer.deniedToOwner(entry.source());
        }
    }

    private void copyLeaf(CopiedEntry entry, CopiedEntry.Kind kind) throws UnreadableException, IOException {
        if (kind == CopiedEntry.Kind.OTHER) {
            throw new UnreadableException(entry.describeOther());
        } else if (kind == CopiedEntry.Kind.LINK) {
            observer.linked(entry.source(), entry.copyLink());
            observer.finished(entry.source(), 0);
        } else {
            prepare(entry);
            observer.finished(entry.source(), contents.copy(entry));
        }
    }

    private static void requireUsableName(CopiedEntry entry) throws UnreadableException {
        Optional<String> refusal = entry.refusedName();
        if (refusal.isPresent()) {
            throw new UnreadableException(refusal.get());
        }
    }

    /** A folder whose target has been made, and those of its folders that have not been entered yet. */
    private record Frame(CopiedFolder folder, Names waiting) {}
}
