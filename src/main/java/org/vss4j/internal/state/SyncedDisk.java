package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.vss4j.internal.posix.Contents;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Entries;
import org.vss4j.internal.posix.Errno;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;

/** The {@link Disk} of Linux: the file system of a tree is forced as a whole, which is one call whatever there is in it. */
final class SyncedDisk implements Disk {

    @Override
    public void forceTree(Path tree, Runnable checkpoint) throws IOException {
        checkpoint.run();
        try (Descriptor folder = open(folderOf(tree))) {
            Contents.syncfs(folder);
        }
    }

    @Override
    public void forceNames(Path folder) throws IOException {
        try (Descriptor opened = open(folder)) {
            Contents.fsync(opened);
        } catch (PosixException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
            // The file system does that at each change, or never.
        }
    }

    private static Descriptor open(Path folder) throws IOException {
        try {
            return Descriptor.open(
                    Descriptor.WORKING_DIRECTORY,
                    PosixName.of(folder.toAbsolutePath()),
                    Descriptor.O_RDONLY | Descriptor.O_DIRECTORY);
        } catch (PosixException e) {
            throw e.is(Errno.ENOENT) ? (IOException) new NoSuchFileException(folder.toString()).initCause(e) : e;
        }
    }

    private static Path folderOf(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent());
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        rename(from, to);
    }

    /** Moves also a folder that its owner may not write, which Java refuses; that forces nothing. */
    static void rename(Path from, Path to) throws IOException {
        try {
            Entries.renameat2(
                    Descriptor.WORKING_DIRECTORY,
                    PosixName.of(from.toAbsolutePath()),
                    Descriptor.WORKING_DIRECTORY,
                    PosixName.of(to.toAbsolutePath()),
                    Entries.RENAME_NOREPLACE);
        } catch (PosixException e) {
            if (e.is(Errno.EINVAL, Errno.ENOSYS)) {
                // Not every file system can refuse to replace something; then it is looked for before.
                Files.move(from, to);
            } else {
                throw told(e, from, to);
            }
        }
    }

    private static IOException told(PosixException e, Path from, Path to) {
        if (e.is(Errno.EEXIST)) {
            return (IOException) new FileAlreadyExistsException(to.toString()).initCause(e);
        }
        return e.is(Errno.ENOENT) ? (IOException) new NoSuchFileException(from.toString()).initCause(e) : e;
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
