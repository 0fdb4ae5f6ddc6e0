package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.vss4j.internal.posix.Posix;

/** How files get to the disk on which they lie: what has been forced, or moved and then forced, outlives a power cut. */
public interface Disk {

    /** Forces what it is asked to. */
    static Disk of(Path path) {
        return Posix.reaches(path) ? new SyncedDisk() : new ForcedDisk();
    }

    /** Leaves to the system when it writes: faster, and nothing is certain to outlive a power cut. */
    static Disk unforced() {
        return new UnforcedDisk();
    }

    /**
     * Forces all that a tree has in it, names and contents; or a file's contents.
     *
     * @param checkpoint called often, where there is something to do between two calls; what it throws ends this
     */
    void forceTree(Path tree, Runnable checkpoint) throws IOException;

    /** Forces the names in a folder: what has been made, moved or deleted there. */
    void forceNames(Path folder) throws IOException;

    /**
     * Moves something to another name in its folder, or in one beside.
     *
     * @throws FileAlreadyExistsException if there is something of that name
     */
    void move(Path from, Path to) throws IOException;

    /** Moves a file to another name in its folder, and replaces what is there; all at once. */
    void replace(Path from, Path to) throws IOException;
}
