package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.windows.DirectoryLinks;
import org.vss4j.internal.windows.Win32Exception;

/**
 * A path to a device object. What is a path already is used as it is. A device object of Windows
 * ({@code \\?\GLOBALROOT\Device\…}) is not, to Java: it is reached through a symbolic link in a temporary folder, which
 * {@link #close} removes; and where the link cannot be made or does not open, through the same name with {@code \\.\} in
 * front, by which names of more than 247 characters are out of reach.
 */
final class FrozenRoot implements AutoCloseable {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");
    private static final String DEVICE_PREFIX = "\\\\?\\";
    private static final String READABLE_PREFIX = "\\\\.\\";

    /** Beyond it the JDK rewrites such a path, to one that does not exist. */
    private static final int MAX_READABLE = 247;

    private final Path path;
    /** The folder that was made for the link, or null. */
    private final @Nullable LinkFolder folder;

    private FrozenRoot(Path path, @Nullable LinkFolder folder) {
        this.path = path;
        this.folder = folder;
    }

    /** Makes a symbolic link to a directory. */
    interface LinkMaker {
        /** Fails with a {@link Win32Exception} if the link cannot be made; it may be made and not open. */
        void make(String link, String target);
    }

    /** A path that is one already. */
    static FrozenRoot at(Path folder) {
        return new FrozenRoot(folder, null);
    }

    static FrozenRoot of(String deviceObject) {
        return of(deviceObject, DirectoryLinks::make);
    }

    static FrozenRoot of(String deviceObject, LinkMaker links) {
        if (!deviceObject.startsWith(DEVICE_PREFIX)) {
            return at(Path.of(deviceObject));
        }
        FrozenRoot link = link(deviceObject, links);
        return link != null
                ? link
                : new FrozenRoot(
                        Path.of(READABLE_PREFIX + deviceObject.substring(DEVICE_PREFIX.length()) + "\\"), null);
    }

    /**
     * Fails for a path that cannot be read since it is too long for the way in which this copy is reached.
     *
     * @param frozen a path in a shadow copy
     * @return the path
     * @throws InvalidPathException saying so
     */
    static Path requireReadable(Path frozen) {
        String name = frozen.toString();
        if (name.startsWith(READABLE_PREFIX) && name.length() > MAX_READABLE) {
            throw new InvalidPathException(
                    name,
                    "the path is too long to be read in the shadow copy without a symbolic link to it, and none could be"
                            + " made in the temporary folder: run as an administrator, let the account create symbolic links, or turn on Developer Mode");
        }
        return frozen;
    }

    private static @Nullable FrozenRoot link(String deviceObject, LinkMaker links) {
        FrozenRoot root;
        try {
            LinkFolder folder = LinkFolder.make();
            root = new FrozenRoot(folder.link(), folder);
        } catch (IOException e) {
            LOG.log(DEBUG, "No temporary folder for a link to {0}: {1}", deviceObject, e);
            return null;
        }
        try {
            // The backslash at the end makes the device's file system, not the device, the target.
            links.make(root.path.toString(), deviceObject + "\\");
            if (Files.isDirectory(root.path)) {
                return root;
            }
            LOG.log(DEBUG, "The link to {0} was made but does not open", deviceObject);
        } catch (Win32Exception e) {
            LOG.log(DEBUG, "No link to {0}: {1}", deviceObject, e.getMessage());
        } catch (Throwable e) {
            root.close();
            throw e;
        }
        root.close();
        return null;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try {
            folder.delete();
        } catch (IOException e) {
            throw new UncheckedIOException("The link to a shadow copy could not be removed: " + path, e);
        }
    }
}
