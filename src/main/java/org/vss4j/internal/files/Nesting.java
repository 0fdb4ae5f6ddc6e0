package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
            Path folder = path;
            while (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && folder.getParent() != null) {
                folder = folder.getParent();
            }
            Path found = folder;
            return new Place(FileKey.of(found).<Object>map(key -> key).orElse(found), found.relativize(path));
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
     * Tells whether a place is another one, or in it.
     *
     * @param inner an absolute path without links on the way
     * @param outer likewise
     */
    public static boolean isWithin(Path inner, Path outer) throws IOException {
        Place around = Place.of(outer);
        List<MountPoints.Mount> mounts = MountPoints.mounts();
        Set<Path> seen = new HashSet<>();
        Deque<Path> left = new ArrayDeque<>(Set.of(inner));
        while (!left.isEmpty()) {
            for (Path path = left.remove(); path != null && seen.add(path); path = path.getParent()) {
                if (path.equals(outer) || Place.of(path).equals(around)) {
                    return true;
                }
                left.addAll(MountPoints.otherPaths(path, mounts));
            }
        }
        return false;
    }
}
