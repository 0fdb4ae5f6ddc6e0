package org.vss4j.internal.files;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Names of entries of one directory, packed: of these there may be very many. */
public final class Names {

    private static final char END = '/';

    private final StringBuilder packed = new StringBuilder();
    private final Deque<Path> unpackable = new ArrayDeque<>();
    private int next;

    /** Adds the last name of a path. */
    public void add(Path entry) {
        Path name = entry.getFileName();
        if (PathText.isValid(name)) {
            packed.append(name).append(END);
        } else {
            unpackable.add(name);
        }
    }

    /** Removes a name, and returns it as an entry of {@code directory}; null if there is none. */
    @Nullable
    public Path poll(Path directory) {
        if (next == packed.length()) {
            Path name = unpackable.poll();
            return name == null ? null : directory.resolve(name);
        }
        int end = packed.indexOf(String.valueOf(END), next);
        String name = packed.substring(next, end);
        next = end + 1;
        return directory.resolve(name);
    }
}
