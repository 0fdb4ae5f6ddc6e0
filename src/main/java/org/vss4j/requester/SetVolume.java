package org.vss4j.requester;

import java.nio.file.Path;

/**
 * A volume of a snapshot set.
 *
 * @param root its root directory, by which it was added
 * @param name what the system calls it, however it is reached
 * @param copy the root directory of its copy
 */
record SetVolume(Path root, String name, Path copy) {

    /** Where something on the volume is in its copy. */
    Path frozen(Path onVolume) {
        return copy.resolve(root.relativize(onVolume));
    }
}
