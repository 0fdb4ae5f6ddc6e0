package org.vss4j.simulator;

import java.nio.file.Path;

/**
 * Watches the simulator copy the files of volumes, which takes its time where Windows needs none. Called by the threads of
 * operations, one at a time for each snapshot set, and holds them up; what it throws fails the operation.
 */
public interface FreezeObserver {
    /**
     * Tells that a part of a file's contents has been copied.
     *
     * @param bytes how much
     */
    default void copied(long bytes) {}

    /**
     * Tells that a file or a symbolic link has been copied.
     *
     * @param file where it is on the volume
     */
    default void finished(Path file) {}

    /**
     * Names an attribute of a file that is not kept in the copy, since the file system of the store does not hold it.
     *
     * @param file where it is on the volume
     * @param what the attribute and what became of it, in a few words
     */
    default void notKept(Path file, String what) {}
}
