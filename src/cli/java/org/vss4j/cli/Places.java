package org.vss4j.cli;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.MountPoints;
import org.vss4j.internal.files.Nesting;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Presence;
import org.vss4j.internal.files.Reason;
import org.vss4j.internal.state.StagedTarget;

/**
 * Where a copy comes from and where it goes, checked against each other.
 *
 * @param source the real path of what is copied; links on the way to it are resolved
 * @param target where the copy goes; its parent is a real path. If it is a link, it is the link that is replaced
 * @param followed the link that SOURCE is, or null: what is copied is what it leads to
 */
record Places(Path source, Path target, @Nullable Path followed) {
    /** Arguments that contradict each other. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /** What an existing TARGET means. */
    enum Existing {
        IS_REFUSED,
        IS_REPLACED;

        /** Does beforehand what could keep what has been built from TARGET's place. */
        void prepare(StagedTarget staged) throws IOException {
            if (this == IS_REPLACED) {
                staged.prepareReplacement();
            }
        }

        /**
         * Puts what has been built in TARGET's place.
         *
         * @param examination of what was there
         */
        void moveIn(StagedTarget staged, StagedTarget.Examination examination) throws IOException {
            if (this == IS_REPLACED) {
                staged.replace(examination);
            } else {
                staged.commit();
            }
        }
    }

    /**
     * Resolves and checks the arguments.
     *
     * @param state the real path of the state folder, which must not be replaced
     * @throws UsageException if they cannot be meant
     * @throws IOException if the file system has not what they name; the message is for people
     */
    static Places of(Path source, Path target, Path state, Existing existing) throws IOException {
        Path realSource = realSource(source);
        Path realTarget = realTarget(target);
        if (Nesting.isSame(realTarget, realSource)) {
            throw new UsageException("SOURCE and TARGET are the same: " + PathText.of(realSource));
        }
        if (Nesting.isWithin(realTarget, realSource)) {
            throw new UsageException(
                    "TARGET " + PathText.of(realTarget) + " is inside SOURCE " + PathText.of(realSource));
        }
        if (Nesting.isWithin(realSource, realTarget)) {
            throw new UsageException(
                    "SOURCE " + PathText.of(realSource) + " is inside TARGET " + PathText.of(realTarget));
        }
        if (Nesting.isWithin(state, realTarget) || Nesting.isWithin(realTarget, state)) {
            throw new UsageException("TARGET " + PathText.of(realTarget) + " and the state folder " + PathText.of(state)
                    + " contain one another: choose another TARGET, or another folder by --state");
        }
        Path current = Path.of("").toRealPath();
        if (Nesting.isWithin(current, realTarget)) {
            throw new UsageException("TARGET " + PathText.of(realTarget)
                    + " is the current folder or around it, and would be replaced, not filled: name a folder in it");
        }
        if (Presence.of(realTarget)) {
            requireReplaceable(realTarget, existing);
        }
        return new Places(realSource, realTarget, Files.isSymbolicLink(source) ? source : null);
    }

    /**
     * Looks again for a TARGET that must not be there: others make one, and so does the cleaning up after a run that died.
     *
     * @throws UsageException if there is one
     */
    void requireFree(Existing existing) throws IOException {
        if (existing == Existing.IS_REFUSED && Presence.of(target)) {
            throw new UsageException("TARGET " + PathText.of(target)
                    + " has been made by now: look at it, remove it, or give --overwrite");
        }
    }

    private static void requireReplaceable(Path target, Existing existing) throws IOException {
        if (existing == Existing.IS_REFUSED) {
            throw new UsageException("TARGET " + PathText.of(target) + " exists: remove it, or give --overwrite");
        }
        Path mounted = MountPoints.within(target).orElse(null);
        if (mounted != null) {
            throw new UsageException("TARGET " + PathText.of(target) + " cannot be replaced, since "
                    + PathText.of(mounted) + " is a mount point: unmount it, or choose another TARGET");
        }
    }

    private static Path realSource(Path source) throws IOException {
        try {
            Path real = source.toRealPath();
            requireReadable(real);
            return real;
        } catch (NoSuchFileException e) {
            throw new IOException("SOURCE " + PathText.of(source) + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("SOURCE " + PathText.of(source) + " cannot be read: permission denied", e);
        } catch (FileSystemException e) {
            throw new IOException("SOURCE " + PathText.of(source) + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** Opens it as the copy will; what is neither a folder nor a file is not opened, since that might never return. */
    private static void requireReadable(Path source) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(source, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
                boolean unused = entries.iterator().hasNext();
            }
        } else if (attributes.isRegularFile()) {
            try (SeekableByteChannel file = Files.newByteChannel(source)) {
                long unused = file.size();
            }
        } else {
            throw new FileSystemException(source.toString(), null, "it is neither a folder nor a file");
        }
    }

    private static Path realTarget(Path target) throws IOException {
        Path absolute = named(target.toAbsolutePath());
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new UsageException(
                    "TARGET " + PathText.of(target) + " is the root of a file system: name a folder in it");
        }
        try {
            Path realParent = parent.toRealPath();
            if (!Files.isDirectory(realParent)) {
                throw new NotDirectoryException(realParent.toString());
            }
            return realParent.resolve(name);
        } catch (NoSuchFileException e) {
            throw new IOException("the folder " + PathText.of(parent) + " of TARGET does not exist", e);
        } catch (NotDirectoryException e) {
            throw new IOException(PathText.of(parent) + ", where TARGET should be, is not a folder", e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "the folder " + PathText.of(parent) + " of TARGET cannot be reached: permission denied", e);
        } catch (FileSystemException e) {
            throw new IOException(
                    "the folder " + PathText.of(parent) + " of TARGET cannot be reached: " + Reason.of(e), e);
        }
    }

    /** A path whose last name is a real one: what .. stands for depends on the links before it. */
    private static Path named(Path absolute) throws IOException {
        Path name = absolute.getFileName();
        boolean isName =
                name == null || !(name.toString().equals(".") || name.toString().equals(".."));
        try {
            return isName ? absolute : absolute.toRealPath();
        } catch (FileSystemException e) {
            throw new IOException("TARGET " + PathText.of(absolute) + " does not exist", e);
        }
    }
}
