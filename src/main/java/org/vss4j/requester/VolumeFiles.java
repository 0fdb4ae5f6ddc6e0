package org.vss4j.requester;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.vss4j.internal.files.RealPath;

/**
 * Which files are on one volume of a set.
 *
 * @param volume its root directory
 * @param volumesOfSet the root directories of all volumes of the set, of which some may be mounted in this one
 */
record VolumeFiles(Path volume, Set<Path> volumesOfSet) {

    /**
     * Where a file is on the volume.
     *
     * @throws IllegalArgumentException if it is not there
     */
    Path relativize(Path live) {
        Path file = onVolume(live);
        for (Path other : volumesOfSet) {
            if (other.startsWith(volume) && !other.equals(volume) && file.startsWith(other)) {
                throw new IllegalArgumentException(live + " is not on the volume " + volume
                        + ", which this copy shows, but on " + other + ", which is mounted there");
            }
        }
        return volume.relativize(file);
    }

    /** As it is written, or by where its folder really is: it may itself be a link, whose twin is meant. */
    private Path onVolume(Path live) {
        Path written = live.toAbsolutePath().normalize();
        if (written.startsWith(volume)) {
            return written;
        }
        Path real = real(live.toAbsolutePath());
        if (real.startsWith(volume)) {
            return real;
        }
        throw new IllegalArgumentException(live + " is not on the volume " + volume + ", which this copy shows");
    }

    private static Path real(Path absolute) {
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        if (folder == null || name == null) {
            return absolute;
        }
        try {
            return RealPath.of(folder).resolve(name).normalize();
        } catch (IOException e) {
            throw new IllegalArgumentException(absolute + " leads nowhere: " + e.getMessage(), e);
        }
    }
}
