package org.vss4j.requester;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.VssException;
import org.vss4j.internal.com.ServiceVolumes;
import org.vss4j.internal.files.PathText;

/** Where paths led when the copies of a snapshot set were made. Immutable; safe for use by many threads. */
final class SetPaths {
    private final Map<Path, SetVolume> byRoot;
    private final ServiceVolumes service;

    SetPaths(Collection<SetVolume> volumes, ServiceVolumes service) {
        this.byRoot = volumes.stream().collect(Collectors.toUnmodifiableMap(SetVolume::root, Function.identity()));
        this.service = service;
    }

    /**
     * The place of a file in the copies of the set.
     *
     * @param asked the volume whose copy is asked
     * @return a path on which no link is, from the root of the copy on which it is
     * @throws OtherVolumeException if the path leads to no volume of the set
     * @throws IllegalArgumentException if it leads in a circle
     * @throws UncheckedIOException if a link on the way cannot be read
     */
    Path frozen(SetVolume asked, Path live) {
        Path absolute = live.toAbsolutePath();
        PathWalk walk = new PathWalk(this);
        try {
            walk.follow(absolute);
        } catch (FileSystemLoopException e) {
            throw new IllegalArgumentException(
                    PathText.of(live) + " leads through more than " + PathWalk.MAX_LINKS
                            + " links: in a circle, it seems",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Where " + PathText.of(live) + " led when the volume was copied cannot be told: " + e.getMessage(),
                    e);
        }
        SetVolume volume = walk.volume();
        if (volume != null) {
            return volume.frozen(walk.place());
        }
        throw OtherVolumeException.of(live, asked.root(), walk.place(), elsewhere(walk.place()));
    }

    private Optional<Path> elsewhere(Path place) {
        try {
            return Optional.of(service.holding(place));
        } catch (VssException e) {
            return Optional.empty();
        }
    }

    /** The volume of the set that is mounted in a folder, or null. */
    @Nullable
    SetVolume mountedIn(Path folder) {
        return byRoot.get(folder);
    }

    /** Whether a volume is mounted in a folder that is not in the set. */
    boolean isMountPoint(Path folder) {
        return service.isMountPoint(folder);
    }

    /** The volume of the set that a drive, or a volume's own name, is another name of, or null. */
    @Nullable
    SetVolume named(Path root) {
        String name = Volumes.nameOf(root);
        return byRoot.values().stream()
                .filter(volume -> volume.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The volume of the set that holds a place on whose path no link is; null if none does. */
    @Nullable
    SetVolume holding(Path place) {
        for (Path folder = place; folder != null; folder = folder.getParent()) {
            SetVolume volume = mountedIn(folder);
            if (volume != null || isMountPoint(folder)) {
                return volume;
            }
        }
        return null;
    }
}
