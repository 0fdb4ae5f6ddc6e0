package org.vss4j.simulator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What the simulator takes for a volume: a directory, or a single file, which then is all that is on the volume of its
 * parent directory.
 *
 * @param path the directory or file; absolute
 */
record SimulatedVolume(Path path) {

    static SimulatedVolume of(Path path) {
        return new SimulatedVolume(path.toAbsolutePath().normalize());
    }

    boolean isDirectory() {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The volume's root directory, by whose name it is added to a snapshot set. */
    Path root() {
        Path parent = path.getParent();
        return isDirectory() || parent == null ? path : parent;
    }

    /** The volume's name: its root directory with the separator that VSS asks for at the end. */
    String name() {
        String root = root().toString();
        return root.endsWith(File.separator) ? root : root + File.separator;
    }

    boolean holds(Path file) {
        return file.startsWith(path) || file.equals(root());
    }
}
