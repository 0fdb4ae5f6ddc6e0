package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Kernel32;
import org.vss4j.internal.com.Win32Exception;

/**
 * A path to a device object. What is a path already is used as it is. A device object of Windows
 * ({@code \\?\GLOBALROOT\Device\…}) is not, to Java: it is reached through a symbolic link in a temporary folder, which
 * {@link #close} removes; and where the link cannot be made or does not open, through the same name with {@code \\.\} in
 * front, by which names of more than 247 characters are out of reach.
 */
final class FrozenRoot implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.vss4j.requester");
    private static final String DEVICE_PREFIX = "\\\\?\\";

    private final Path path;
    /** The folder that was made for the link, or null. */
    private final @Nullable Path folder;

    private FrozenRoot(Path path, @Nullable Path folder) {
        this.path = path;
        this.folder = folder;
    }

    static FrozenRoot of(String deviceObject) {
        if (!deviceObject.startsWith(DEVICE_PREFIX)) {
            return new FrozenRoot(Path.of(deviceObject), null);
        }
        FrozenRoot link = link(deviceObject);
        return link != null
                ? link
                : new FrozenRoot(Path.of("\\\\.\\" + deviceObject.substring(DEVICE_PREFIX.length()) + "\\"), null);
    }

    private static @Nullable FrozenRoot link(String deviceObject) {
        FrozenRoot root;
        try {
            Path folder = Files.createTempDirectory("vss4j-");
            root = new FrozenRoot(folder.resolve("copy"), folder);
        } catch (IOException e) {
            LOG.log(DEBUG, "No temporary folder for a link to {0}: {1}", deviceObject, e);
            return null;
        }
        try {
            // The backslash at the end makes the device's file system, not the device, the target.
            Kernel32.createDirectorySymbolicLink(root.path.toString(), deviceObject + "\\");
            if (Files.isDirectory(root.path)) {
                return root;
            }
            LOG.log(DEBUG, "The link to {0} was made but does not open", deviceObject);
        } catch (Win32Exception e) {
            LOG.log(DEBUG, "No link to {0}: {1}", deviceObject, e.getMessage());
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
            Files.deleteIfExists(path);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The link to a shadow copy could not be removed: " + path, e);
        }
    }
}
