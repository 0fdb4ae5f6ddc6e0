package org.vss4j.internal.copy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.vss4j.internal.files.Names;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Reason;

/**
 * Copies a tree of files, or a single file or symbolic link.
 *
 * <p>Kept are contents, the times of the last change and of the last access, symbolic links as links, empty directories,
 * and the nine permission bits; where files have no such bits, the attributes read-only, hidden, system and archive. Not
 * kept are owners, and with them the set-user-id, set-group-id and sticky bits; access control lists and extended
 * attributes; hard links, which become files of their own; the holes of sparse files, which become zeros; and on POSIX, of
 * times before 1970, what is less than a second.
 *
 * <p>What can't be read is told to the {@link CopyObserver}, and the rest is copied. FIFOs, sockets and devices are
 * never opened, only told, and so are names that are not valid in the platform's encoding.
 */
public final class TreeCopier {
    /*
     * One directory is open at a time, whatever the depth: while it is listed, all of its entries are copied except its
     * directories, of which only the names are kept until it has been closed. Those wait in the frames of
     * the unfinished directories, the innermost first. A directory belongs to its owner alone, and is writable, until
     * all below it is complete.
     */

    private final Deque<Frame> unfinished = new ArrayDeque<>();
    private final CopyObserver observer;
    private final Metadata metadata;
    private final FileContents contents;

    private TreeCopier(CopyObserver observer, Metadata metadata) {
        this.observer = observer;
        this.metadata = metadata;
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
        new TreeCopier(observer, Metadata.between(source, target)).copy(source, target);
    }

    private void copy(Path source, Path target) throws IOException {
        observer.checkpoint();
        attempt(source, target, () -> copyEntry(source, target, lookAtStart(source)));
        while (!unfinished.isEmpty()) {
            advance(unfinished.element());
        }
    }

    /** Goes on to the next directory below {@code frame}, or finishes it. */
    private void advance(Frame frame) throws IOException {
        Path source = frame.waiting.poll(frame.source);
        if (source == null) {
            writeMetadata(frame.target, frame.attributes);
            unfinished.remove();
        } else {
            observer.checkpoint();
            Path target = frame.target.resolve(source.getFileName());
            attempt(source, target, () -> copyEntry(source, target, look(source)));
        }
    }

    private void copyEntry(Path source, Path target, BasicFileAttributes attributes)
            throws UnreadableException, IOException {
        if (isDirectory(attributes)) {
            enter(source, target, attributes);
        } else {
            copyLeaf(source, target, attributes);
        }
    }

    /** Something that is done for an entry. */
    private interface Step {
        void run() throws UnreadableException, IOException;
    }

    /** Does it, or names the entry: also if the target's path would be too long, since nothing else is in its way. */
    private void attempt(Path source, Path target, Step step) throws IOException {
        try {
            step.run();
        } catch (UnreadableException e) {
            observer.unreadable(source, e.reason());
        } catch (FileSystemException e) {
            if (!Reason.isTooLong(target, e)) {
                throw e;
            }
            observer.unreadable(source, "its path would be too long in the copy");
        }
    }

    /** Makes a directory and copies its entries, except its directories. */
    private void enter(Path source, Path target, BasicFileAttributes attributes)
            throws UnreadableException, IOException {
        createDirectory(target);
        Frame frame = new Frame(source, target, attributes, new Names());
        unfinished.push(frame);
        prepare(source, attributes);
        try (SourceDirectory entries = SourceDirectory.open(source, attributes)) {
            for (Path entry = entries.next(); entry != null; entry = entries.next()) {
                visit(frame, entry);
            }
        }
    }

    private void visit(Frame frame, Path source) throws IOException {
        observer.checkpoint();
        if (observer.excludes(source)) {
            return;
        }
        Path target = frame.target.resolve(source.getFileName());
        attempt(source, target, () -> {
            Path name = validName(source);
            BasicFileAttributes attributes = look(source);
            if (isDirectory(attributes)) {
                frame.waiting.add(name);
            } else {
                copyLeaf(source, target, attributes);
            }
        });
    }

    private void prepare(Path source, BasicFileAttributes attributes) {
        if (metadata.deniesOwner(attributes)) {
            observer.deniedToOwner(source);
        }
    }

    private void copyLeaf(Path source, Path target, BasicFileAttributes attributes)
            throws UnreadableException, IOException {
        if (attributes.isOther()) {
            throw new UnreadableException(describeOther(source));
        } else if (attributes.isSymbolicLink()) {
            createLink(target, readLink(source));
            Metadata.writeLinkTimes(target, attributes);
            observer.finished(source, 0);
        } else {
            prepare(source, attributes);
            long bytes = contents.copy(source, target);
            writeMetadata(target, attributes);
            observer.finished(source, bytes);
        }
    }

    /** Tells whether it is a directory and nothing else: a mount point of Windows is a reparse point as well. */
    private static boolean isDirectory(BasicFileAttributes attributes) {
        return attributes.isDirectory() && !attributes.isOther();
    }

    private static Path validName(Path source) throws UnreadableException {
        Path name = source.getFileName();
        if (!PathText.isValid(name)) {
            throw new UnreadableException("a name that is not valid in " + PathText.encoding());
        }
        return name;
    }

    private BasicFileAttributes look(Path source) throws UnreadableException {
        return read(source, LinkOption.NOFOLLOW_LINKS);
    }

    private BasicFileAttributes lookAtStart(Path source) throws UnreadableException {
        return Files.isDirectory(source) ? read(source) : look(source);
    }

    private BasicFileAttributes read(Path source, LinkOption... options) throws UnreadableException {
        try {
            return metadata.read(source, options);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private String describeOther(Path source) throws UnreadableException {
        try {
            return metadata.describeOther(source);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private static Path readLink(Path source) throws UnreadableException {
        try {
            return Files.readSymbolicLink(source);
        } catch (IOException e) {
            throw new UnreadableException(e);
        }
    }

    private static void createLink(Path target, Path text) throws IOException {
        try {
            Files.createSymbolicLink(target, text);
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
    }

    private static void createDirectory(Path target) throws IOException {
        try {
            Files.createDirectory(target, OwnerOnly.directory(target));
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
    }

    private void writeMetadata(Path target, BasicFileAttributes attributes) throws IOException {
        try {
            metadata.write(target, attributes);
        } catch (IOException e) {
            throw Reason.naming(target, e);
        }
    }

    /** A directory whose target has been made, and those of its directories that have not been entered yet. */
    private record Frame(Path source, Path target, BasicFileAttributes attributes, Names waiting) {}
}
