package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Links that were copied as links, and what they lead to was not. Not safe for use by many threads. */
final class LinksOut {
    private static final int NAMED = 1_000;

    private final List<Path> paths = new ArrayList<>();
    private final Path live;
    private final Path frozen;
    private long count;

    /**
     * None so far.
     *
     * @param live what is copied, in the live file system
     * @param frozen the same in the shadow copy
     */
    LinksOut(Path live, Path frozen) {
        this.live = live;
        this.frozen = frozen;
    }

    /** Takes note of a link, given where it is in the shadow copy. One that leads to nothing leaves nothing out. */
    void add(Path link) {
        try {
            Path real = link.toRealPath();
            if (real.startsWith(frozen.toRealPath()) || real.startsWith(live)) {
                return;
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            // Nobody can look: then it is not known to be in the copy.
        }
        count++;
        if (paths.size() < NAMED) {
            paths.add(live.resolve(frozen.relativize(link)));
        }
    }

    /** The live paths of the first. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    long count() {
        return count;
    }
}
