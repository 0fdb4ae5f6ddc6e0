package org.vss4j.requester;

import java.io.UncheckedIOException;
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
    private final SetVolume volume;
    private final SetPaths paths;
    private final String deviceObject;
    private final UUID providerId;
    private final Instant createdAt;

    ShadowCopy(
            UUID id,
            UUID setId,
            SetVolume volume,
            SetPaths paths,
            String deviceObject,
            UUID providerId,
            Instant createdAt) {
        this.id = id;
        this.setId = setId;
        this.volume = volume;
        this.paths = paths;
        this.deviceObject = deviceObject;
        this.providerId = providerId;
        this.createdAt = createdAt;
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
        return volume.root();
    }

    /**
     * The device object of the copy, as VSS names it: <code>\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy</code> and a
     * number, which {@link Path} does not know; the files are below {@link #root}.
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
     * <p>Below it, links, junctions and mount folders are as they were, and the system follows them to where they lead now:
     * one with an absolute target leads out of the copy, <em>to the live file</em>, and so may one with {@code ..} in it.
     * Nothing can prevent that for who opens paths below this one. What is read is frozen if each path that leads through a
     * link is asked for by {@link #resolve}; if a walk follows none ({@link java.nio.file.LinkOption#NOFOLLOW_LINKS}, and no
     * FOLLOW_LINKS but for the root itself; Java takes junctions for folders, whatever it is told); or if
     * {@code vss4j copy} makes the copy.
     *
     * @return a path for {@link java.nio.file.Files}
     */
    public Path root() {
        return volume.copy();
    }

    /**
     * The frozen twin of a file: what reading the path would have read when the copy was made. Links, junctions and mount
     * folders are followed as they were then, inside the copies of the set, and the last name too if it is a link; so what
     * is read by the path that this returns is frozen. What is on another volume of the set, below a mount folder for
     * example, is in the copy of that. Links on no volume of the set are followed as they are now. To a link itself leads
     * {@code resolve(link.getParent()).resolve(link.getFileName())}.
     *
     * @param live a path in the live file system; a relative one is taken from the current directory
     * @return the path of the file in this copy, or in that of another volume of the set, on which no link is but perhaps
     *     the {@link #root} of the copy itself; the file need not exist
     * @throws OtherVolumeException if the path leads to a volume that is not in the set; it names that
     * @throws IllegalArgumentException if it leads through more than 40 links, as one in a circle does
     * @throws UncheckedIOException if a link on the way cannot be read, for want of a right for example
     * @throws InvalidPathException on Windows, if no symbolic link to the copy could be made, and without one the path is
     *     too long
     */
    public Path resolve(Path live) {
        return FrozenRoot.requireReadable(paths.frozen(volume, live));
    }

    @Override
    public String toString() {
        return "ShadowCopy[" + id + " of " + volume.root() + " at " + createdAt + "]";
    }
}
