package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.windows.FileMoves;
import org.vss4j.internal.windows.Platform;

/**
 * The {@link Disk} of java.nio: each file is forced, and each folder where a folder can be opened as a file. Windows has
 * none of these; there a move is on the disk when it has been made.
 */
final class ForcedDisk implements Disk {

    @Override
    @SuppressWarnings("try")
    public void forceTree(Path tree, Runnable checkpoint) throws IOException {
        checkpoint.run();
        BasicFileAttributes seen = Files.readAttributes(tree, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        try (LentRights rights = LentRights.on(tree, seen)) {
            if (seen.isDirectory()) {
                forceEntries(tree, checkpoint);
                forceNames(tree);
            } else if (seen.isRegularFile()) {
                // Windows forces only what it has opened for writing, others also what their owner may not write.
                force(tree, OwnerOnly.isPosix(tree) ? StandardOpenOption.READ : StandardOpenOption.WRITE);
            }
        }
    }

    private void forceEntries(Path folder, Runnable checkpoint) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                forceTree(entry, checkpoint);
            }
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    @Override
    public void forceNames(Path folder) throws IOException {
        if (OwnerOnly.isPosix(folder)) {
            force(folder, StandardOpenOption.READ);
        }
    }

    /** Forces one file or folder, also for a thread that is interrupted, whose channel would be closed under it. */
    private static void force(Path path, OpenOption mode) throws IOException {
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(path, Set.of(mode, LinkOption.NOFOLLOW_LINKS))) {
            channel.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        if (isOnWindows(from)) {
            FileMoves.move(from, to);
        } else {
            Files.move(from, to);
        }
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        if (isOnWindows(from)) {
            FileMoves.replace(from, to);
        } else {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean isOnWindows(Path path) {
        return Platform.isWindows() && path.getFileSystem().equals(FileSystems.getDefault());
    }
}
