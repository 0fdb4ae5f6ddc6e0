package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vss4j.cli.output.Sizes;
import org.vss4j.internal.files.DiskSpace;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.Presence;

/**
 * Whether file systems have room for a tree that is to be written to each of some places, as far as they say. A file counts
 * as whole blocks of the file system, a folder as one block; each of them and each link as one of those that it can have.
 * What a file system does not say, a quota or what compression and packing save, is not known. Not safe for use by many
 * threads.
 */
final class Room {
    private final Map<Object, Disk> disks = new LinkedHashMap<>();

    private static final class Disk {
        private final DiskSpace space;
        private final Path folder;
        private String what;

        /** How many of the places it holds. */
        private int places = 1;

        private long bytes;
        private long entries;

        Disk(DiskSpace space, Path folder, String what) {
            this.space = space;
            this.folder = folder;
            this.what = what;
        }

        void add(long size) {
            long blockSize = space.blockSize();
            long whole = sum(size, Math.floorMod(-size, blockSize));
            for (int i = 0; i < places; i++) {
                bytes = sum(bytes, whole);
            }
            entries += places;
        }

        void check() throws IOException {
            long freeBytes = space.freeBytes().orElse(Long.MAX_VALUE);
            if (bytes > freeBytes) {
                throw noRoom(
                        Sizes.of(bytes) + " are needed"
                                + (space.blockSize() > 1 ? " in blocks of " + Sizes.of(space.blockSize()) : ""),
                        Sizes.of(freeBytes) + " free: free space");
            }
            long freeEntries = space.freeFiles().orElse(Long.MAX_VALUE);
            if (entries > freeEntries) {
                throw noRoom(
                        entries + " files, folders and links are to be made",
                        "room for " + freeEntries + " more: delete some");
            }
        }

        private IOException noRoom(String needed, String has) {
            return new IOException("no room for " + what + ": " + needed + ", and the file system of "
                    + PathText.of(folder) + " has " + has + ", choose another, or give --no-space-check to try it all"
                    + " the same");
        }
    }

    /**
     * Takes note that what is counted from here on will be written to a folder. Of one whose file system says nothing, as
     * where nobody can look, nothing is known: whoever writes there finds out.
     *
     * @param what how that place is named
     * @param folder it need not exist yet
     */
    void place(String what, Path folder) {
        try {
            Path existing = existing(folder);
            Object key = key(existing);
            Disk disk = disks.get(key);
            if (disk == null) {
                disks.put(key, new Disk(DiskSpace.of(existing), existing, what));
            } else {
                disk.what += " and " + what;
                disk.places++;
            }
        } catch (IOException ignored) {
            return;
        }
    }

    /** Adds sizes, which may be more than any number: those of sparse files have no bound that a disk sets. */
    static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Counts a file with its contents, holes too, since they are filled. */
    void file(long bytes) {
        disks.values().forEach(disk -> disk.add(bytes));
    }

    /** Counts a folder without what is in it. */
    void folder() {
        disks.values().forEach(disk -> disk.add(disk.space.blockSize()));
    }

    /** Counts a link, which most file systems keep beside its name. */
    void link() {
        disks.values().forEach(disk -> disk.add(0));
    }

    /**
     * Looks whether there is room for all that was counted.
     *
     * @throws IOException if there is not; the message says where and how much
     */
    void check() throws IOException {
        for (Disk disk : disks.values()) {
            disk.check();
        }
    }

    private static Path existing(Path folder) throws IOException {
        Path path = folder.toAbsolutePath();
        while (!Presence.of(path) && path.getParent() != null) {
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
