package org.vss4j.requester;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.files.PathText;

/**
 * A path that was looked for in a shadow copy does not lead to a volume of the set: by itself, or through a link or a mount
 * folder.
 */
public final class OtherVolumeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Path place;
    private final transient @Nullable Path volume;

    private OtherVolumeException(String message, Path place, @Nullable Path volume) {
        super(message);
        this.place = place;
        this.volume = volume;
    }

    static OtherVolumeException of(Path live, Path shown, Path place, Optional<Path> volume) {
        String message = PathText.of(live) + " is not on the volume " + PathText.of(shown) + ", which this copy shows"
                + volume.map(other -> ", but on " + PathText.of(other)).orElse("")
                + (place.equals(live.toAbsolutePath()) ? "" : ": it leads to " + PathText.of(place));
        return new OtherVolumeException(message, place, volume.orElse(null));
    }

    /**
     * Where the path leads.
     *
     * @return a path in the live file system, through no link
     */
    public Path place() {
        return place;
    }

    /**
     * The volume that the path leads to.
     *
     * @return its root directory; empty if it is none that the service knows, on another machine for example
     */
    public Optional<Path> volume() {
        return Optional.ofNullable(volume);
    }
}
