package org.vss4j.internal.copy;

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

    /** Which of the fields of a line is the mount point. */
    private static final int POINT = 4;

    private MountPoints() {}

    /**
     * Returns a mount point at or below a path, which therefore can be neither moved nor deleted.
     *
     * @param path a real path
     */
    public static Optional<Path> within(Path path) throws IOException {
        if (!Files.exists(TABLE)) {
            return Optional.empty();
        }
        return in(Files.readAllBytes(TABLE)).stream()
                .filter(point -> point.startsWith(path))
                .findFirst();
    }

    /**
     * Returns the mount points of a table. It is bytes, not text: each line ends with a newline, and each field with a
     * blank; those two, tabs and backslashes are in a field as three octal digits behind a backslash, and all else, a
     * carriage return too, is itself.
     */
    static List<Path> in(byte[] table) {
        List<Path> points = new ArrayList<>();
        int field = 0;
        ByteArrayOutputStream point = new ByteArrayOutputStream();
        for (int i = 0; i < table.length; i++) {
            byte b = table[i];
            if (b == '\n') {
                field = 0;
            } else if (b == ' ') {
                if (field == POINT) {
                    points.add(PosixName.of(point.toByteArray()).in(Path.of("/")));
                    point.reset();
                }
                field++;
            } else if (field == POINT) {
                boolean escaped = b == '\\' && i + 3 < table.length;
                point.write(escaped ? octal(table, i + 1) : b);
                i += escaped ? 3 : 0;
            }
        }
        return points;
    }

    private static int octal(byte[] digits, int at) {
        return (digits[at] - '0') << 6 | (digits[at + 1] - '0') << 3 | (digits[at + 2] - '0');
    }
}
