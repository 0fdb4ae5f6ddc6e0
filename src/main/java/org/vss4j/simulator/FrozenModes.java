package org.vss4j.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The permissions that files of a volume had, whose copies nobody may write, and their owner read: on record in a file beside
 * the copy. What its owner alone could write, as most files, is not in it. Safe for use by many threads, but for writing it.
 */
final class FrozenModes implements Closeable {
    private static final String NAME = "modes";
    private static final int NINE_BITS = 0_777;

    /** With set-user-id, set-group-id and sticky, which no copy has. */
    private static final int ALL_BITS = 0_7777;

    private static final int WRITES = 0_222;
    private static final int OWNER_READS = 0_400;
    private static final int OWNER_WRITES = 0_200;
    private static final int OWNER_PASSES = 0_100;
    private static final int TYPE = 0_170000;
    private static final int DIRECTORY = 0_040000;
    private static final int OCTAL = 8;

    private final Path file;
    private @Nullable Writer out;

    /** By the paths in the copy; null until it is asked for. */
    private @Nullable Map<String, Integer> read;

    /** Those of a copy. */
    FrozenModes(Path copyFolder) {
        this.file = copyFolder.resolve(NAME);
    }

    /**
     * Puts the permissions of a file on record, and says which its copy gets.
     *
     * @param path where it is on the volume
     * @param mode its type and permissions
     */
    int freeze(Path path, int mode) {
        int frozen = (mode & NINE_BITS & ~WRITES) | OWNER_READS | ((mode & TYPE) == DIRECTORY ? OWNER_PASSES : 0);
        if ((mode & ALL_BITS) != (frozen | OWNER_WRITES)) {
            try {
                if (out == null) {
                    out = Files.newBufferedWriter(file);
                }
                // No path has the zero in it.
                out.write(Integer.toOctalString(mode & ALL_BITS) + " " + path + "\0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return frozen;
    }

    /** What is on record is in the file then. */
    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    /**
     * The permissions that a file had.
     *
     * @param path where it is in the copy
     * @param frozen the mode of its copy
     */
    synchronized int of(Path path, int frozen) {
        if (read == null) {
            read = read();
        }
        return read.getOrDefault(path.toString(), (frozen & NINE_BITS) | OWNER_WRITES);
    }

    private Map<String, Integer> read() {
        Map<String, Integer> modes = new HashMap<>();
        try {
            for (String line : Files.readString(file).split("\0", 0)) {
                int space = line.indexOf(' ');
                modes.put(line.substring(space + 1), Integer.parseInt(line.substring(0, space), OCTAL));
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return modes;
    }
}
