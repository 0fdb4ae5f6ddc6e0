package org.vss4j.internal.copy;

import java.nio.file.Path;
import org.vss4j.internal.files.FileKey;

/**
 * Watches and steers one {@linkplain TreeCopier copy}. All methods are called by the thread that copies, one at a time,
 * and hold it up while they run. What they throw ends the copy and reaches its caller unchanged.
 */
public interface CopyObserver {

    /**
     * Names an entry of the source that could not be read and is therefore missing from the target. For a directory
     * that could not be listed, or not to its end, the target has the directory without the entries that were not seen.
     *
     * @param source the entry; {@link org.vss4j.internal.files.PathText#of} prints it even when its name is not valid text
     * @param reason why, in a few words, such as "permission denied" or "a FIFO"
     */
    void unreadable(Path source, String reason);

    /**
     * Called before a file or directory is opened whose owner, by its permissions, may not read it. A copy of files that
     * are our own can give that right here; the target gets the permissions from before.
     */
    default void deniedToOwner(Path source) {}

    /** Called before each entry and between the chunks of a file. An unchecked exception from here ends the copy. */
    default void checkpoint() {}

    /**
     * Tells whether an entry, with all that is below it, is no part of the copy. Not asked about the source itself.
     *
     * @param source the entry, of which nothing is known yet but its name
     */
    default boolean excludes(Path source) {
        return false;
    }

    /**
     * Tells whether a folder, with all that is below it, is no part of the copy, whatever its path. Asked after
     * {@link #excludes(Path)}; not about the source itself.
     *
     * @param source the folder
     * @param key what makes it the same folder by whatever path it is reached
     */
    default boolean excludes(Path source, FileKey key) {
        return false;
    }

    /**
     * Names an attribute of an entry that the target's file system does not keep; all else of the entry arrives.
     *
     * @param what the attribute and what became of it, in a few words
     */
    default void notKept(Path source, String what) {}

    /**
     * Says which permissions a file or folder gets in the target; asked on Linux alone, and not about links.
     *
     * @param mode its type and permissions at the source, as {@code stat} has them
     * @return the permission bits, with those of set-user-id, set-group-id and sticky; the first two are kept only where the
     *     owner, or the group, is that of the source
     */
    default int permissionsOf(Path source, int mode) {
        return mode & 0_7777;
    }

    /**
     * Tells that a chunk of a file has been written. Chunks of a file that turns out to be unreadable count here, but
     * not in {@link #finished}.
     */
    default void copied(long bytes) {}

    /**
     * Tells where a symbolic link leads that is being copied as a link, before it is {@link #finished}.
     *
     * @param to where, by what stands in the link
     */
    default void linked(Path source, Path to) {}

    /**
     * Tells that a regular file or a symbolic link is complete, attributes included.
     *
     * @param bytes the size of its contents; 0 for a link
     */
    default void finished(Path source, long bytes) {}
}
