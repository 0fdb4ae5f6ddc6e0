package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Links that were copied as links, and what they lead to was not. Not safe for use by many threads. */
final class LinksOut {
    private static final int NAMED = 1_000;

    private final List<Path> paths = new ArrayList<>();

    /** Those that lead to something in what is copied, and where to: it may not have been copied all the same. */
    private final Map<Path, Path> within = new LinkedHashMap<>();

    private final Path live;
    private final Path frozen;
    private long count;
    private long moreWithin;

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

    /**
     * Takes note of a link, given where it is in the shadow copy: of where it leads from its live place, for of what is around
     * that the copy may have nothing. One that leads to nothing leaves nothing out.
     */
    void add(Path link) {
        Path place = live.resolve(frozen.relativize(link));
        try {
            Path real = place.toRealPath();
            if (!real.startsWith(live)) {
                note(place);
            } else if (within.size() < NAMED) {
                within.put(place, real);
            } else {
                moreWithin++;
            }
        } catch (NoSuchFileException ignored) {
            return;
        } catch (IOException e) {
            // Nobody can look: then it is not known to be in the copy.
            note(place);
        }
    }

    private void note(Path place) {
        count++;
        if (paths.size() < NAMED) {
            paths.add(place);
        }
    }

    /**
     * Takes note of links that lead to what should have been copied, and was not.
     *
     * @param copy where it was copied to
     * @param isWhole whether all was
     */
    void lookAt(Path copy, boolean isWhole) {
        if (isWhole) {
            return;
        }
        within.forEach((place, real) -> {
            if (!Files.exists(copy.resolve(live.relativize(real)), LinkOption.NOFOLLOW_LINKS)) {
                note(place);
            }
        });
        count += moreWithin;
    }

    /** The live paths of the first. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    long count() {
        return count;
    }
}
