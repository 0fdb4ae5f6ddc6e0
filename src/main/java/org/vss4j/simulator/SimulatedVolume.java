package org.vss4j.simulator;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * What the simulator takes for a volume: a directory; or, where files of it were named, these, which then are all that is
 * on the volume.
 *
 * @param root the real path of the directory
 * @param files the real paths of the files; empty if all that is in the directory is on the volume
 */
record SimulatedVolume(Path root, List<Path> files) {

    /** The volume's name, by which it is added to a snapshot set: with the separator that VSS asks for at the end. */
    String name() {
        String text = root.toString();
        return text.endsWith(File.separator) ? text : text + File.separator;
    }

    boolean holds(Path file) {
        return files.isEmpty() ? file.startsWith(root) : files.contains(file) || file.equals(root);
    }
}
