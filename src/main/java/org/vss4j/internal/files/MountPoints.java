package org.vss4j.internal.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vss4j.internal.posix.PosixName;

/** Where file systems are mounted, on Linux; elsewhere none are known. */
public final class MountPoints {

    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final Path TOP = Path.of("/");
    private static final boolean IS_LINUX = System.getProperty("os.name", "").equals("Linux");

    /**
     * Something that is mounted.
     *
     * @param device that of its file system
     * @param root which folder of the file system it is
     * @param point where that is seen
     */
    record Mount(PosixName device, Path root, Path point) {
        private static final int DEVICE = 2;
        private static final int ROOT = 3;
        private static final int POINT = 4;

        static Mount of(List<PosixName> fields) {
            return new Mount(
                    fields.get(DEVICE),
                    fields.get(ROOT).in(TOP),
                    fields.get(POINT).in(TOP));
        }

        /** Where something below its point is in its file system, whatever else may be mounted above it. */
        private Optional<Place> place(Path path) {
            return path.startsWith(point)
                    ? Optional.of(new Place(device, root.resolve(point.relativize(path))))
                    : Optional.empty();
        }

        /** Whether it shows a folder, or something in it, that another mount has at its point. */
        private boolean shows(Mount another, Path folder) {
            return seen(new Place(another.device, another.root))
                    .filter(path -> path.startsWith(folder))
                    .filter(path -> FileKey.of(path)
                            .filter(key -> FileKey.of(another.point).equals(Optional.of(key)))
                            .isPresent())
                    .isPresent();
        }

        /** Where a place would be seen in it; empty if it is not in it. */
        private Optional<Path> seen(Place place) {
            return device.equals(place.device) && place.path.startsWith(root)
                    ? Optional.of(point.resolve(root.relativize(place.path)))
                    : Optional.empty();
        }
    }

    /** A path in a file system, from its own root. */
    private record Place(PosixName device, Path path) {}

    private MountPoints() {}

    /**
     * Returns a mount point at or below a path, which therefore can be neither moved nor deleted.
     *
     * @param path a real path
     */
    public static Optional<Path> within(Path path) throws IOException {
        return mounts().stream()
                .map(Mount::point)
                .filter(point -> point.startsWith(path))
                .findFirst();
    }

    /**
     * Returns the other paths of what is at a path: those at which it is seen in what else is mounted.
     *
     * @param mounts all that is mounted
     */
    static List<Path> otherPaths(Path path, List<Mount> mounts) {
        return mounts.stream()
                .flatMap(mount -> mount.place(path).stream())
                .flatMap(place -> mounts.stream().flatMap(other -> other.seen(place).stream()))
                .distinct()
                .filter(other -> isAnother(other, path))
                .toList();
    }

    /** Tells whether a path is another one of the same: something else may be mounted above where it would be seen. */
    private static boolean isAnother(Path other, Path path) {
        Optional<FileKey> key = FileKey.of(path);
        return !other.equals(path) && key.isPresent() && FileKey.of(other).equals(key);
    }

    /**
     * Returns the mount points at which a folder, or something in it, is seen; also those in it.
     *
     * @param folder a real path
     */
    public static List<Path> of(Path folder) throws IOException {
        List<Mount> mounts = mounts();
        return mounts.stream()
                .filter(mount -> mounts.stream().anyMatch(other -> other.shows(mount, folder)))
                .map(Mount::point)
                .toList();
    }

    /** Returns all that is mounted, where the system says so. */
    static List<Mount> mounts() throws IOException {
        return Files.exists(TABLE) ? in(Files.readAllBytes(TABLE)) : List.of();
    }

    /**
     * Returns all that is mounted, if that tells which folder lies in which.
     *
     * @throws IOException if it does not: on Linux without the table, and where the folder that is the root here is none that
     *     is mounted, while parts of file systems are
     */
    static List<Mount> wholeTable() throws IOException {
        List<Mount> mounts = mounts();
        if (mounts.isEmpty() && IS_LINUX) {
            throw new IOException("it cannot be told which folder lies in which, since " + TABLE
                    + " is not there: have /proc mounted");
        }
        requireRoot(mounts);
        return mounts;
    }

    static void requireRoot(List<Mount> mounts) throws IOException {
        if (mounts.stream().anyMatch(mount -> mount.point().equals(TOP))) {
            return;
        }
        for (Mount mount : mounts) {
            if (!mount.root().equals(TOP)) {
                throw new IOException(
                        "it cannot be told which folder lies in which, since " + PathText.of(mount.point())
                                + " is part of a file system of which the rest cannot be seen from this root (chroot): unmount it,"
                                + " or do this from outside");
            }
        }
    }

    /**
     * Returns what a table says. It is bytes, not text: each line ends with a newline, and each field with a blank; those
     * two, tabs and backslashes are in a field as three octal digits behind a backslash, and all else, a carriage return
     * too, is itself.
     */
    static List<Mount> in(byte[] table) {
        List<Mount> mounts = new ArrayList<>();
        List<PosixName> fields = new ArrayList<>();
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        for (int i = 0; i < table.length; i++) {
            byte b = table[i];
            if (b == '\n') {
                mounts.add(Mount.of(fields));
                fields.clear();
                field.reset();
            } else if (b == ' ') {
                fields.add(PosixName.of(field.toByteArray()));
                field.reset();
            } else {
                boolean escaped = b == '\\' && i + 3 < table.length;
                field.write(escaped ? octal(table, i + 1) : b);
                i += escaped ? 3 : 0;
            }
        }
        return mounts;
    }

    private static int octal(byte[] digits, int at) {
        return (digits[at] - '0') << 6 | (digits[at + 1] - '0') << 3 | (digits[at + 2] - '0');
    }
}
