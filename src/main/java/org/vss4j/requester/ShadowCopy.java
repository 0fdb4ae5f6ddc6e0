package org.vss4j.requester;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * One volume as it was at one instant. It lives as long as the session that made it; after that its files are gone.
 * Immutable; safe for use by many threads.
 */
public final class ShadowCopy {
    private final UUID id;
    private final UUID setId;
    private final VolumeFiles files;
    private final String deviceObject;
    private final UUID providerId;
    private final Instant createdAt;
    private final Path root;

    ShadowCopy(
            UUID id,
            UUID setId,
            VolumeFiles files,
            String deviceObject,
            UUID providerId,
            Instant createdAt,
            Path root) {
        this.id = id;
        this.setId = setId;
        this.files = files;
        this.deviceObject = deviceObject;
        this.providerId = providerId;
        this.createdAt = createdAt;
        this.root = root;
    }

    /**
     * The id that VSS gave this copy.
     *
     * @return the shadow copy's id
     */
    public UUID id() {
        return id;
    }

    /**
     * The id of the set of copies, all made at the same instant, that this one belongs to.
     *
     * @return the snapshot set's id
     */
    public UUID setId() {
        return setId;
    }

    /**
     * The volume that was copied.
     *
     * @return its root directory, by the path by which it was added to the session; off Windows the real path
     */
    public Path volume() {
        return files.volume();
    }

    /**
     * The device object of the copy, as VSS names it: on Windows a name that {@link Path} does not know.
     *
     * @return the name, without a trailing backslash
     */
    public String deviceObject() {
        return deviceObject;
    }

    /**
     * Who made the copy.
     *
     * @return the provider's id
     */
    public UUID providerId() {
        return providerId;
    }

    /**
     * The instant that the copy shows.
     *
     * @return when the copy was made
     */
    public Instant createdAt() {
        return createdAt;
    }

    /**
     * The root directory of the frozen volume. On Windows it is a symbolic link to it where one can be made, so that a walk
     * of the whole volume has to begin at a link: {@link java.nio.file.Files#list} follows it,
     * {@link java.nio.file.Files#walk} only with FOLLOW_LINKS.
     *
     * @return a path for {@link java.nio.file.Files}
     */
    public Path root() {
        return root;
    }

    /**
     * The frozen twin of a file.
     *
     * @param live a path on the volume; a relative one is taken from the current directory
     * @return the path of the file in this copy; the file need not exist
     * @throws IllegalArgumentException if the path does not lead to this volume, or to another one of the set that is
     *     mounted in it
     * @throws InvalidPathException on Windows, if no symbolic link to the copy could be made, and without one the path is
     *     too long
     */
    public Path resolve(Path live) {
        return FrozenRoot.requireReadable(root.resolve(files.relativize(live)));
    }

    @Override
    public String toString() {
        return "ShadowCopy[" + id + " of " + files.volume() + " at " + createdAt + "]";
    }
}
