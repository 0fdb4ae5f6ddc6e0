package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vss4j.cli.output.Sizes;
import org.vss4j.internal.files.PathText;

/**
 * Whether file systems have room for what is to be written to them, as far as they say. What they do not say, a quota or
 * what compression saves, is not known. Not safe for use by many threads.
 */
final class Room {
    private final Map<Object, Need> needs = new LinkedHashMap<>();

    private static final class Need {
        private final FileStore disk;
        private final Path folder;
        private String what;
        private long bytes;

        Need(FileStore disk, Path folder, String what) {
            this.disk = disk;
            this.folder = folder;
            this.what = what;
        }

        boolean isMet() throws IOException {
            long free = disk.getUsableSpace();
            // A file system that does not know its size says zero; one that is too large to tell, less.
            return bytes <= free || free < 0 || disk.getTotalSpace() <= 0;
        }
    }

    /** Takes note that bytes will be written to a folder, which need not exist yet, for something that has a name. */
    void need(String what, Path folder, long bytes) throws IOException {
        Path existing = existing(folder);
        Need need = needs.get(key(existing));
        if (need == null) {
            need = new Need(Files.getFileStore(existing), existing, what);
            needs.put(key(existing), need);
        } else {
            need.what += " and " + what;
        }
        need.bytes += bytes;
    }

    /**
     * Looks whether there is room for all of it.
     *
     * @throws IOException if there is not; the message says where and how much
     */
    void check() throws IOException {
        for (Need need : needs.values()) {
            if (!need.isMet()) {
                throw new IOException("no room for " + need.what + ": " + Sizes.of(need.bytes) + " are needed, and the"
                        + " file system of " + PathText.of(need.folder) + " has "
                        + Sizes.of(need.disk.getUsableSpace()) + " free: free space, choose another, or give"
                        + " --no-space-check to try it all the same");
            }
        }
    }

    private static Path existing(Path folder) {
        Path path = folder.toAbsolutePath();
        while (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }

    /** What tells a file system from all others: its mount points are told apart by Java, but its device is one. */
    private static Object key(Path existing) throws IOException {
        return existing.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(existing, "unix:dev")
                : Files.getFileStore(existing);
    }
}
