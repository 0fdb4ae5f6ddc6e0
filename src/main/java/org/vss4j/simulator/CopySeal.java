package org.vss4j.simulator;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.vss4j.internal.trace.SessionLogger;

/**
 * Finds what was changed in a copy after it was made, by whoever is refused nothing: the file system sets the time of an
 * entry's last change itself, and nobody else can. A file beside the copy has the time at which it was complete.
 */
final class CopySeal {
    private static final String NAME = "made";
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int ATTEMPTS = 100;

    private CopySeal() {}

    /** Seals copies that are complete. When this returns, whatever is changed in them has a later time. */
    static void set(Collection<Path> copyFolders) throws IOException {
        Path last = null;
        for (Path copyFolder : copyFolders) {
            last = Files.createFile(copyFolder.resolve(NAME));
        }
        if (last != null && isKnown(last)) {
            awaitLater(changed(last), last.resolveSibling(NAME + ".clock"));
        }
    }

    /** A file system counts time in steps. Where they are of seconds, the last one is left to chance. */
    private static void awaitLater(FileTime made, Path clock) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean isLater = changed(Files.createFile(clock)).compareTo(made) > 0;
            Files.delete(clock);
            if (isLater) {
                return;
            }
            LockSupport.parkNanos(STEP);
        }
    }

    /**
     * Gives each path of a copy that was changed since it was sealed.
     *
     * @param copyFolder the folder of the copy; it may not be there
     * @param files where its files are
     */
    static void check(Path copyFolder, Path files, Consumer<Path> changed) {
        try {
            Path seal = copyFolder.resolve(NAME);
            if (isKnown(seal)) {
                Files.walkFileTree(files, new Search(changed(seal), changed));
            }
        } catch (IOException e) {
            LOG.log(DEBUG, "The copy in {0} was not looked through: {1}", copyFolder, e);
        }
    }

    /** Of whatever can be looked at. */
    private static final class Search extends SimpleFileVisitor<Path> {
        private final FileTime made;
        private final Consumer<Path> found;

        Search(FileTime made, Consumer<Path> found) {
            this.made = made;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            return visitFile(folder, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (changed(file).compareTo(made) > 0) {
                found.accept(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }

    private static boolean isKnown(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static FileTime changed(Path path) throws IOException {
        return (FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
