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
            Path top = Path.of("/");
            return new Mount(
                    fields.get(DEVICE),
                    fields.get(ROOT).in(top),
                    fields.get(POINT).in(top));
        }

        /** Where the root of another one, of the same file system, would be seen in this one; empty if it is not in it. */
        Optional<Path> seen(Mount other) {
            return device.equals(other.device) && other.root.startsWith(root)
                    ? Optional.of(point.resolve(root.relativize(other.root)))
                    : Optional.empty();
        }
    }

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
     * Returns the other paths of a folder that is a mount point: those at which it is seen in what else is mounted.
     *
     * @param mounts all that is mounted
     */
    static List<Path> otherPaths(Path folder, List<Mount> mounts) {
        return mounts.stream()
                .filter(mount -> mount.point().equals(folder))
                .flatMap(mount -> mounts.stream().flatMap(other -> other.seen(mount).stream()))
                .filter(path -> !path.equals(folder))
                // Something else may be mounted above it.
                .filter(path -> FileKey.of(path).isPresent() && FileKey.of(path).equals(FileKey.of(folder)))
                .toList();
    }

    /** Returns all that is mounted, where the system says so. */
    static List<Mount> mounts() throws IOException {
        return Files.exists(TABLE) ? in(Files.readAllBytes(TABLE)) : List.of();
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
