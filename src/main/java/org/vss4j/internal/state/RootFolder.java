package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;

/**
 * The folder that is the root of state directories: one with both of its lock files, or that has nothing in it but what is
 * kept there. Any other folder belongs to somebody else.
 */
final class RootFolder {
    /** The lock under which folders are made in it, and cleaned up. */
    static final String LOCK = "lock";

    /** The lock of those who delete shadow copies. It is there from the beginning, for who deletes may have no space. */
    static final String DELETIONS = "deletions";

    static final String ORPHANS = "orphans";

    /** The last two are what the simulator keeps there. */
    private static final Set<String> NAMES = Set.of(LOCK, DELETIONS, ORPHANS, "persistent", "creation");

    private RootFolder() {}

    /**
     * Tells whether there is a root; makes nothing.
     *
     * @throws IOException if there is something else, or if others than its owner may write to it, or put another in its place
     */
    static boolean exists(Path root) throws IOException {
        try {
            if (!Files.readAttributes(root, BasicFileAttributes.class).isDirectory()) {
                throw new NotDirectoryException(root.toString());
            }
        } catch (NoSuchFileException ignored) {
            return false;
        }
        Owner.requireOnly(root);
        Owner.requireSafeAround(root);
        requireOurs(root);
        return true;
    }

    private static void requireOurs(Path root) throws IOException {
        if (hasFile(root, LOCK) && hasFile(root, DELETIONS)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!NAMES.contains(name) && !ProcessFolder.isName(name)) {
                    throw new FileSystemException(
                            root.toString(),
                            null,
                            "it has " + PathText.of(entry.getFileName())
                                    + " in it, and is no state folder: choose an empty one, or one that is not there");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static boolean hasFile(Path root, String name) {
        return Files.isRegularFile(root.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes the root, for its owner only, if there is none. */
    static void make(Path root) throws IOException {
        if (exists(root)) {
            return;
        }
        Owner.requireSafeAround(root);
        Path existing = root;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = Objects.requireNonNull(existing.getParent());
        }
        try {
            Files.createDirectories(root, OwnerOnly.directory(root));
        } catch (FileAlreadyExistsException e) {
            throw (IOException) new NotDirectoryException(root.toString()).initCause(e);
        }
        for (Path made = root; !made.equals(existing); ) {
            made = Objects.requireNonNull(made.getParent());
            Disk.of(made).forceNames(made);
        }
        boolean unused = exists(root);
    }

    /** Makes the lock file of deletions, for who has the {@link RootLock}, which has made the other. */
    static void complete(Path root) throws IOException {
        Path deletions = root.resolve(DELETIONS);
        try {
            Files.createFile(deletions, OwnerOnly.file(deletions));
        } catch (FileAlreadyExistsException ignored) {
            // Whatever it is, no link is followed when it is locked.
            return;
        }
    }
}
