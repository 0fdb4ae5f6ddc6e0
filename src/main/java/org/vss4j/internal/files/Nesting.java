package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether one place lies in another, by whatever paths they are reached: a folder may be mounted at two, and what is mounted
 * may be a folder in another. There need be nothing at a place yet.
 */
public final class Nesting {
    private Nesting() {}

    /**
     * What makes two places the same: the nearest folder that is there, and the names below it. A file is known by its folder
     * and its name, since another name of it is another place.
     */
    private record Place(Object folder, Path names) {
        static Place of(Path path) {
            Path folder = nearestFolder(path);
            return new Place(FileKey.of(folder).<Object>map(key -> key).orElse(folder), folder.relativize(path));
        }
    }

    /**
     * Tells whether two places are the same.
     *
     * @param one an absolute path without links on the way
     * @param other likewise
     */
    public static boolean isSame(Path one, Path other) {
        return one.equals(other) || Place.of(one).equals(Place.of(other));
    }

    /**
     * Tells whether a place is another one, or in it: whether who goes through all of the outer one, and all that is mounted
     * there, comes to it. What one file system takes from another, as an overlay does, is not known.
     *
     * @param inner an absolute path without links on the way
     * @param outer likewise
     * @throws IOException if that cannot be told; one line that says why, and what to do
     */
    public static boolean isWithin(Path inner, Path outer) throws IOException {
        List<MountPoints.Mount> mounts = MountPoints.wholeTable();
        if (mounts.isEmpty()) {
            return isBelow(inner, Place.of(outer));
        }
        Path there = nearestFolder(inner);
        Path names = there.relativize(inner);
        return inner.startsWith(outer)
                || MountPoints.otherPaths(there, mounts).stream()
                        .anyMatch(path -> path.resolve(names).startsWith(outer));
    }

    private static boolean isBelow(Path inner, Place outer) {
        Path path = inner;
        while (path != null && !Place.of(path).equals(outer)) {
            path = path.getParent();
        }
        return path != null;
    }

    /** The nearest folder on the way to a path that is there. */
    private static Path nearestFolder(Path path) {
        Path folder = path;
        while (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }
}
