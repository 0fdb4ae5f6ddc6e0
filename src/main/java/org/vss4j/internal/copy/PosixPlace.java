package org.vss4j.internal.copy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.PosixName;

/**
 * A name in an open folder of the source, and one in an open folder of the target.
 *
 * @param folder what both folders are; at the start of a copy there is none
 * @param name the name in the source; at the start, its path
 * @param top the paths where the copy starts
 */
record PosixPlace(
        @Nullable PosixFolder folder, Descriptor from, PosixName name, Descriptor to, PosixName newName, Top top) {

    /** Where a copy starts. */
    record Top(Path source, Path target) {

        /** Returns where an entry below it goes. */
        Path target(Path entry) {
            int names = source.getNameCount();
            return entry.getNameCount() == names ? target : target.resolve(entry.subpath(names, entry.getNameCount()));
        }
    }

    boolean isStart() {
        return folder == null;
    }

    Path source() {
        return folder == null ? top.source() : name.in(folder.source());
    }
}
