package org.vss4j.internal.com;

import java.nio.file.Path;

/** The volumes of a service. */
public interface ServiceVolumes {
    /**
     * The volume that holds a file; fails if it is on none that the service knows, or nobody can tell.
     *
     * @param file an absolute path; it need not exist
     * @return the volume's root directory
     */
    Path holding(Path file);

    /**
     * Whether a volume is mounted in a folder of which nothing else says that: in a copy of the volume around it, Windows
     * leaves what a link leaves; others need not.
     *
     * @param folder an absolute path, on which no link is
     */
    default boolean isMountPoint(Path folder) {
        return false;
    }
}
