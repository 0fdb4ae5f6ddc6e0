package org.vss4j.requester;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.Links;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.windows.Platform;

/**
 * Follows one path, name by name, as the system would have when the copies of a set were made: what is on a volume of the set
 * is looked up in its copy, what is elsewhere where it is. Not safe for use by many threads.
 */
final class PathWalk {
    /** As many as Linux follows on one path. */
    static final int MAX_LINKS = 40;

    private final SetPaths set;

    /** The names that are still to be followed. */
    private final Deque<Path> ahead = new ArrayDeque<>();

    /** How far it has come: there is no link on this path. */
    private Path place = Path.of("");

    /** The volume of the set that holds the place, or null. */
    private @Nullable SetVolume volume;

    private int links;

    PathWalk(SetPaths set) {
        this.set = set;
    }

    /** Where the path led, as the live file system names it. */
    Path place() {
        return place;
    }

    /** The volume of the set that holds the place, or null. */
    @Nullable
    SetVolume volume() {
        return volume;
    }

    /**
     * Follows a path to its end, and the last name too if that is a link. What is not there leads nowhere else.
     *
     * @throws FileSystemLoopException if there are more than {@value #MAX_LINKS} links
     * @throws IOException if a link cannot be read
     */
    void follow(Path absolute) throws IOException {
        enter(absolute);
        while (!ahead.isEmpty()) {
            step(ahead.pop());
        }
    }

    /** Goes to where an absolute path begins: the roots of volumes of the set are known, and not looked for. */
    private void enter(Path absolute) throws IOException {
        Path path = withoutDots(absolute);
        for (Path folder = path; folder != null; folder = folder.getParent()) {
            SetVolume mounted = set.mountedIn(folder);
            if (mounted != null) {
                enter(mounted, path, folder.getNameCount());
                return;
            }
        }
        Path root = path.getRoot();
        SetVolume named = set.named(root);
        if (named != null) {
            enter(named, path, 0);
        } else {
            enterElsewhere(root, path);
        }
    }

    private void enter(SetVolume mounted, Path path, int followed) {
        place = mounted.root();
        volume = mounted;
        push(path, followed);
    }

    private void enterElsewhere(Path root, Path path) throws IOException {
        volume = null;
        if (Volumes.isShare(root)) {
            // Another machine is not asked: whatever is there, it is not in the set.
            place = root;
            push(path, 0);
            while (!ahead.isEmpty()) {
                place = place.resolve(ahead.pop());
            }
            return;
        }
        Optional<Path> folder = Volumes.folderBehind(root);
        if (folder.isPresent()) {
            push(path, 0);
            count(root);
            enter(folder.get());
        } else {
            place = root;
            push(path, 0);
        }
    }

    /** Puts the names of a path before those that are ahead, but for the first few. */
    private void push(Path path, int followed) {
        for (int i = path.getNameCount() - 1; i >= followed; i--) {
            ahead.push(path.getName(i));
        }
    }

    private void step(Path name) throws IOException {
        String text = name.toString();
        if (text.equals("..")) {
            Path parent = place.getParent();
            if (parent != null) {
                place = parent;
                volume = set.holding(parent);
            }
        } else if (!text.isEmpty() && !text.equals(".")) {
            down(place.resolve(name));
        }
    }

    private void down(Path next) throws IOException {
        SetVolume mounted = set.mountedIn(next);
        if (mounted != null || set.isMountPoint(next)) {
            place = next;
            volume = mounted;
            return;
        }
        Optional<Path> target = Links.target(volume == null ? next : volume.frozen(next));
        if (target.isPresent()) {
            count(next);
            through(withoutDots(target.get()));
        } else {
            place = next;
        }
    }

    private void through(Path target) throws IOException {
        if (target.isAbsolute()) {
            enter(target);
            return;
        }
        if (target.getRoot() != null) {
            // On Windows, from the root of the volume that the link is on.
            place = volume == null ? place.getRoot() : volume.root();
        }
        push(target, 0);
    }

    private void count(Path link) throws FileSystemLoopException {
        links++;
        if (links > MAX_LINKS) {
            throw new FileSystemLoopException(PathText.of(link));
        }
    }

    /** Windows takes the dots out of a path, and of what is written in a link, before it looks where that leads. */
    private static Path withoutDots(Path path) {
        return Platform.isWindows() ? path.normalize() : path;
    }
}
