package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Entries;
import org.vss4j.internal.posix.Errno;
import org.vss4j.internal.posix.FileId;
import org.vss4j.internal.posix.FileStatus;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.Listing;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;

/** The deletion of one tree relative to open directories: it may be deeper than any path is long. */
final class PosixRemoval {
    /*
     * As in PathRemoval, every entry is simply deleted, and the name of a directory that can't be waits until the one that
     * it was found in has been read. The directories that were entered form a stack, of which only the innermost is open:
     * the way back is its own entry "..", which must lead to where it was entered from.
     */

    private static final PosixName PARENT = PosixName.of("..");
    private static final int DIRECTORY = Descriptor.O_RDONLY | Descriptor.O_DIRECTORY | Descriptor.O_NOFOLLOW;
    private static final int ALL_OF_OWNER = 0700;

    private final Deque<Entered> entered = new ArrayDeque<>();
    private final Failures failures = new Failures();
    /** The directory that has the tree, which is not part of it. */
    private final Path around;

    private final FileId outside;
    private final Runnable checkpoint;

    /** The innermost directory. */
    private Descriptor current;

    /** A directory that was entered. */
    private static final class Entered {
        final PosixName name;
        final FileId id;
        final PackedNames waiting = new PackedNames();

        /** Why its entries are not known, or not all. */
        @Nullable
        IOException unlisted;

        Entered(PosixName name, FileId id) {
            this.name = name;
            this.id = id;
        }
    }

    private PosixRemoval(Path around, FileId outside, Descriptor current, Runnable checkpoint) {
        this.around = around;
        this.outside = outside;
        this.current = current;
        this.checkpoint = checkpoint;
    }

    /** Deletes a tree. */
    static void of(Path tree, Runnable checkpoint) throws IOException {
        Path absolute = tree.toAbsolutePath();
        Path around = Objects.requireNonNull(absolute.getParent(), "a root is not deleted");
        PosixName name = PosixName.of(absolute.getFileName());
        Descriptor opened;
        try {
            opened = Descriptor.open(
                    Descriptor.WORKING_DIRECTORY, PosixName.of(around), Descriptor.O_PATH | Descriptor.O_DIRECTORY);
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
                return;
            }
            throw Reason.naming(tree, e);
        }
        PosixRemoval removal = new PosixRemoval(around, idOf(opened), opened, checkpoint);
        try {
            removal.run(name);
        } finally {
            removal.current.close();
        }
        removal.failures.throwFirst();
    }

    private void run(PosixName top) {
        if (waits(top)) {
            enter(top);
        }
        while (!entered.isEmpty()) {
            Entered directory = entered.element();
            PosixName next = directory.waiting.poll();
            if (next != null) {
                enter(next);
            } else if (!leave(directory)) {
                return;
            }
        }
    }

    /** Deletes an entry of the current directory; tells whether it is a directory that has to be emptied first. */
    private boolean waits(PosixName name) {
        checkpoint.run();
        try {
            return !isDeleted(name);
        } catch (PosixException e) {
            // Denied by the directory around it, if it is one itself: that says nothing about what is in it.
            if (e.is(Errno.EACCES, Errno.EPERM) && isDirectory(name)) {
                return true;
            }
            // A file system that is read-only refuses that also for what is not there.
            if (!isMissing(name)) {
                failures.add(Reason.naming(path(name), e));
            }
            return false;
        }
    }

    private boolean isMissing(PosixName name) {
        try {
            FileStatus unused = Inodes.statx(current, name, Inodes.AT_SYMLINK_NOFOLLOW);
            return false;
        } catch (PosixException e) {
            return e.is(Errno.ENOENT);
        }
    }

    private boolean isDirectory(PosixName name) {
        try {
            return Inodes.statx(current, name, Inodes.AT_SYMLINK_NOFOLLOW).isDirectory();
        } catch (PosixException ignored) {
            return false;
        }
    }

    /** Deletes an entry; tells whether that was possible, as it is not for a directory with entries. */
    private boolean isDeleted(PosixName name) throws PosixException {
        try {
            return delete(name);
        } catch (PosixException e) {
            if (e.is(Errno.EACCES) && !entered.isEmpty() && openUp()) {
                return delete(name);
            }
            throw e;
        }
    }

    private boolean delete(PosixName name) throws PosixException {
        try {
            Entries.unlinkat(current, name);
            Removals.removed();
            return true;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return true;
            }
            if (e.is(Errno.EISDIR) || (e.is(Errno.EPERM) && isDirectory(name))) {
                return deleteDirectory(name);
            }
            throw e;
        }
    }

    private boolean deleteDirectory(PosixName name) throws PosixException {
        try {
            Entries.rmdirat(current, name);
            Removals.removed();
            return true;
        } catch (PosixException e) {
            if (e.is(Errno.ENOENT)) {
                return true;
            }
            if (e.is(Errno.ENOTEMPTY, Errno.EEXIST)) {
                return false;
            }
            throw e;
        }
    }

    /** Gives the owner of the current directory, which is in the tree, all rights on it; tells whether he lacked any. */
    private boolean openUp() {
        try {
            int permissions = Inodes.statx(current).permissions();
            if ((permissions & ALL_OF_OWNER) == ALL_OF_OWNER) {
                return false;
            }
            Inodes.fchmod(current, permissions | ALL_OF_OWNER);
            return true;
        } catch (PosixException ignored) {
            return false;
        }
    }

    /** Makes a directory the current one and deletes its entries; where that can't be, it is deleted if it is empty. */
    private void enter(PosixName name) {
        Descriptor inner;
        Entered directory;
        try {
            inner = open(name);
            directory = new Entered(name, notMounted(inner));
        } catch (IOException e) {
            finish(name, e);
            return;
        }
        makeCurrent(inner);
        entered.push(directory);
        empty(directory);
    }

    /** What is mounted in a tree is no part of it, also where nobody but we can say so: rights are looked at first. */
    private FileId notMounted(Descriptor inner) throws IOException {
        FileId around = entered.isEmpty() ? outside : entered.element().id;
        FileId id = idOf(inner);
        if (Inodes.statx(inner).isMountedIn(around)) {
            inner.close();
            throw new FileSystemException(null, null, "something is mounted there: unmount it");
        }
        return id;
    }

    private static FileId idOf(Descriptor opened) throws PosixException {
        try {
            return Inodes.statx(opened).id();
        } catch (PosixException e) {
            opened.close();
            throw e;
        }
    }

    private void makeCurrent(Descriptor opened) {
        Descriptor before = current;
        current = opened;
        try {
            before.close();
        } catch (PosixException ignored) {
            // It has been closed all the same, and nothing was written to it.
            return;
        }
    }

    private Descriptor open(PosixName name) throws PosixException {
        try {
            return Descriptor.open(current, name, DIRECTORY);
        } catch (PosixException e) {
            if (!e.is(Errno.EACCES) || !openUp(name)) {
                throw e;
            }
            return Descriptor.open(current, name, DIRECTORY);
        }
    }

    /** Gives the owner of a directory all rights on it. */
    private boolean openUp(PosixName name) {
        try {
            int permissions =
                    Inodes.statx(current, name, Inodes.AT_SYMLINK_NOFOLLOW).permissions();
            Inodes.fchmodat(current, name, permissions | ALL_OF_OWNER, Inodes.AT_SYMLINK_NOFOLLOW);
            return true;
        } catch (PosixException ignored) {
            return false;
        }
    }

    private void empty(Entered directory) {
        try (Listing names = Listing.of(current)) {
            for (PosixName name = names.next(); name != null; name = names.next()) {
                if (waits(name)) {
                    directory.waiting.add(name);
                }
            }
        } catch (PosixException e) {
            directory.unlisted = e;
        }
    }

    /** Goes back to where the innermost directory was entered from, and deletes it there; tells whether that was found. */
    private boolean leave(Entered directory) {
        Entered inner = entered.remove();
        try {
            makeCurrent(outer());
        } catch (IOException e) {
            failures.add(Reason.naming(path(inner.name), e));
            return false;
        }
        finish(directory.name, directory.unlisted);
        return true;
    }

    /** Opens where the current directory was entered from: by its entry "..", if that is not denied and leads there. */
    private Descriptor outer() throws IOException {
        FileId expected = entered.isEmpty() ? outside : entered.element().id;
        int flags = entered.isEmpty() ? Descriptor.O_PATH : DIRECTORY;
        try {
            return expect(expected, Descriptor.open(current, PARENT, flags));
        } catch (IOException ignored) {
            return expect(expected, fromOutside());
        }
    }

    /** Opens what the names of the directories that were entered lead to. */
    private Descriptor fromOutside() throws PosixException {
        Descriptor opened = Descriptor.open(Descriptor.WORKING_DIRECTORY, PosixName.of(around), Descriptor.O_PATH);
        for (Iterator<Entered> outer = entered.descendingIterator(); outer.hasNext(); ) {
            opened = inner(opened, outer.next().name);
        }
        return opened;
    }

    private static Descriptor inner(Descriptor outer, PosixName name) throws PosixException {
        try (outer) {
            return Descriptor.open(outer, name, DIRECTORY);
        }
    }

    private static Descriptor expect(FileId id, Descriptor opened) throws IOException {
        if (idOf(opened).equals(id)) {
            return opened;
        }
        opened.close();
        throw new FileSystemException(opened.toString(), null, "moved while it was deleted");
    }

    /** Deletes what should be empty by now, unless something in it could not be deleted. */
    private void finish(PosixName name, @Nullable IOException unlisted) {
        try {
            if (isDeleted(name)) {
                return;
            }
            if (unlisted != null) {
                failures.add(Reason.naming(path(name), unlisted));
            } else if (failures.isEmpty()) {
                failures.add(new DirectoryNotEmptyException(PathText.of(path(name))));
            }
        } catch (PosixException e) {
            failures.add(Reason.naming(path(name), e));
        }
    }

    /** The path of an entry of the current directory, for messages: it may be longer than any that the system takes. */
    private Path path(PosixName name) {
        Path path = around;
        for (Iterator<Entered> outer = entered.descendingIterator(); outer.hasNext(); ) {
            path = outer.next().name.in(path);
        }
        return name.in(path);
    }
}
