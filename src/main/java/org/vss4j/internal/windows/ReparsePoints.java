package org.vss4j.internal.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What leads elsewhere on Windows: symbolic links, junctions, and folders in which a volume is mounted. */
public final class ReparsePoints {
    private static final int MOUNT_POINT = 0xA000_0003;
    private static final int SYMBOLIC_LINK = 0xA000_000C;

    /* A REPARSE_DATA_BUFFER: the tag, a length, and for both kinds where in the names that follow the target is. */
    private static final int NAME_OFFSET = 8;
    private static final int NAME_LENGTH = 10;
    private static final int NAMES_OF_MOUNT_POINT = 16;
    private static final int NAMES_OF_LINK = 20;

    private ReparsePoints() {}

    /**
     * Where something leads.
     *
     * @param path an absolute path; what is there is not followed, the folders before it are
     * @return a path, of a link perhaps a relative one, by {@link NtNames} in a form that Java can read; empty if there is
     *     nothing, or what is there leads nowhere else
     * @throws Win32Exception if Windows does not tell
     */
    public static Optional<String> target(Path path) {
        return Kernel32.reparseData(NtNames.extended(path.toString())).flatMap(ReparsePoints::target);
    }

    /** Where a reparse point leads; empty if it is of another kind, which is read where it is. */
    static Optional<String> target(ByteBuffer reparseData) {
        ByteBuffer data = reparseData.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int tag = data.getInt(0);
        if (tag != MOUNT_POINT && tag != SYMBOLIC_LINK) {
            return Optional.empty();
        }
        int names = tag == MOUNT_POINT ? NAMES_OF_MOUNT_POINT : NAMES_OF_LINK;
        byte[] name = new byte[Short.toUnsignedInt(data.getShort(NAME_LENGTH))];
        data.get(names + Short.toUnsignedInt(data.getShort(NAME_OFFSET)), name);
        String target = new String(name, StandardCharsets.UTF_16LE);
        return Optional.of(NtNames.isOfPrograms(target) ? NtNames.path(target) : target);
    }
}
