package org.vss4j.simulator;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.state.Owner;
import org.vss4j.internal.state.ProcessLock;
import org.vss4j.internal.trace.SessionLogger;

/**
 * A place for the state folder of one simulator, in the system's temporary folder, which goes when this is closed. A lock
 * tells whether its simulator lives: what a process that was killed left is removed by the next that makes such a place.
 */
final class TemporaryState implements Closeable {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");
    private static final String PREFIX = "vss4j-simulator-";
    private static final String LOCK = "lock";

    /** As the JDK names temporary folders. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]+");

    private final Path folder;
    private final ProcessLock lock;

    private TemporaryState(Path folder, ProcessLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static TemporaryState make() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        removeThoseOfTheDead(temporary);
        while (true) {
            Path folder = Files.createTempDirectory(temporary, PREFIX);
            TemporaryState made = take(folder);
            if (made != null) {
                return made;
            }
            // Somebody took it for one of the dead, just before it was locked, and removes it.
        }
    }

    /** Takes a folder by making its lock; null if somebody has taken it, or removes it. */
    private static @Nullable TemporaryState take(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        try {
            return having(folder, ProcessLock.tryAcquire(file));
        } catch (IOException e) {
            if (!isThere(folder)) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Whoever has the lock has the folder; null if there is no lock, or it is that of a file that is not there any more. It
     * cannot be another's that is there now: nobody makes the file but who has made the folder.
     */
    private static @Nullable TemporaryState having(Path folder, @Nullable ProcessLock lock) throws IOException {
        if (lock != null && !isThere(folder.resolve(LOCK))) {
            lock.close();
            return null;
        }
        return lock == null ? null : new TemporaryState(folder, lock);
    }

    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes what processes have left that do not live. */
    static void removeThoseOfTheDead(Path temporary) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (NAME.matcher(folder.getFileName().toString()).matches() && isOurs(folder)) {
                    found.add(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(DEBUG, "The state of simulators that are gone was not looked for: {0}", e);
        }
        found.forEach(TemporaryState::removeIfDead);
    }

    /** Whether it is a folder, and nobody else can have made it, or put something into it: names are for everybody there. */
    private static boolean isOurs(Path folder) {
        try {
            Owner.requireOnly(folder);
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return false;
        }
    }

    private static void removeIfDead(Path folder) {
        try {
            Path file = folder.resolve(LOCK);
            if (!isThere(file)) {
                removeIfEmpty(folder);
                return;
            }
            TemporaryState dead = having(folder, ProcessLock.tryAcquirePresent(file));
            if (dead != null) {
                dead.close();
            }
        } catch (IOException e) {
            // It has gone meanwhile, say. The next simulator tries again.
            LOG.log(DEBUG, "The state of a simulator that is gone was not removed: {0}", e);
        }
    }

    /** Removes what is left if a process was killed that was about to make the lock, or had removed it. */
    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // It has got its lock meanwhile; or it is none of ours, which has one as long as it has anything.
        }
    }

    /** Where the state folder is to be. */
    Path root() {
        return folder.resolve("state");
    }

    /** Removes it, with all that is in it. */
    @Override
    public void close() throws IOException {
        try (lock) {
            FileTrees.delete(root());
            // While it is locked: in between nobody can find it free.
            Files.deleteIfExists(folder.resolve(LOCK));
        }
        removeIfEmpty(folder);
    }
}
