package org.vss4j.simulator;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    private final Path folder;
    private final ProcessLock lock;

    private TemporaryState(Path folder, ProcessLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static TemporaryState make() throws IOException {
        while (true) {
            Path folder = Files.createTempDirectory(PREFIX);
            removeThoseOfTheDead(Objects.requireNonNull(folder.getParent()));
            TemporaryState made = take(folder);
            if (made != null) {
                return made;
            }
            // Somebody took it for one of the dead, just before it was locked, and removes it.
        }
    }

    /** Takes the lock of a folder; null if somebody has it, or has just removed it. */
    private static @Nullable TemporaryState take(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        ProcessLock lock = ProcessLock.tryAcquire(file);
        if (lock != null && !isThere(file)) {
            lock.close();
            return null;
        }
        return lock == null ? null : new TemporaryState(folder, lock);
    }

    private static boolean isThere(Path lock) {
        return Files.exists(lock, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes what processes have left that do not live. One without a lock file is just being made, or removed. */
    static void removeThoseOfTheDead(Path temporary) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isOurs(folder) && isThere(folder.resolve(LOCK))) {
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
            TemporaryState dead = take(folder);
            if (dead != null) {
                dead.close();
            }
        } catch (IOException e) {
            // Another user's, say. The next simulator tries again.
            LOG.log(DEBUG, "The state of a simulator that is gone was not removed: {0}", e);
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
        FileTrees.delete(folder);
    }
}
