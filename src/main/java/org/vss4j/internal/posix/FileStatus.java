package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * What a file is besides its name and its contents, as {@code statx} tells it.
 *
 * @param mode its type, and below {@link #PERMISSIONS} its permissions
 * @param blocks how much it takes, in units of 512 bytes
 * @param born when it was made; the beginning of 1970 where the file system does not keep that
 * @param mountPoint whether something is mounted there
 */
public record FileStatus(
        FileId id,
        int mode,
        int links,
        int owner,
        int group,
        long size,
        long blocks,
        Timestamp born,
        Timestamp accessed,
        Timestamp modified,
        Timestamp changed,
        MountPoint mountPoint) {

    /** Whether a folder is the root of what is mounted. */
    public enum MountPoint {
        YES,
        NO,
        /** By kernels before 5.8. */
        NOT_TOLD
    }

    /** The nine permission bits, and set-user-id, set-group-id and sticky. */
    public static final int PERMISSIONS = 0xFFF;

    private static final int TYPE = 0xF000;
    private static final int FIFO = 0x1000;
    private static final int CHARACTER_DEVICE = 0x2000;
    private static final int DIRECTORY = 0x4000;
    private static final int BLOCK_DEVICE = 0x6000;
    private static final int REGULAR = 0x8000;
    private static final int LINK = 0xA000;
    private static final int SOCKET = 0xC000;

    /** STATX_ATTR_MOUNT_ROOT. */
    private static final long MOUNT_ROOT = 0x2000;

    /** The size of struct statx, whose offsets are those of all architectures. */
    static final int BYTES = 256;

    static FileStatus read(MemorySegment statx) {
        return new FileStatus(
                new FileId(
                        ((long) statx.get(JAVA_INT, 136) << 32) | Integer.toUnsignedLong(statx.get(JAVA_INT, 140)),
                        statx.get(JAVA_LONG, 32)),
                Short.toUnsignedInt(statx.get(JAVA_SHORT, 28)),
                statx.get(JAVA_INT, 16),
                statx.get(JAVA_INT, 20),
                statx.get(JAVA_INT, 24),
                statx.get(JAVA_LONG, 40),
                statx.get(JAVA_LONG, 48),
                timestamp(statx, 80),
                timestamp(statx, 64),
                timestamp(statx, 112),
                timestamp(statx, 96),
                mountPoint(statx.get(JAVA_LONG, 8), statx.get(JAVA_LONG, 56)));
    }

    private static MountPoint mountPoint(long attributes, long told) {
        if ((told & MOUNT_ROOT) == 0) {
            return MountPoint.NOT_TOLD;
        }
        return (attributes & MOUNT_ROOT) == 0 ? MountPoint.NO : MountPoint.YES;
    }

    private static Timestamp timestamp(MemorySegment statx, long offset) {
        return new Timestamp(statx.get(JAVA_LONG, offset), statx.get(JAVA_INT, offset + Long.BYTES));
    }

    public int permissions() {
        return mode & PERMISSIONS;
    }

    public boolean isDirectory() {
        return type() == DIRECTORY;
    }

    public boolean isRegularFile() {
        return type() == REGULAR;
    }

    public boolean isSymbolicLink() {
        return type() == LINK;
    }

    /**
     * Tells whether something is mounted here.
     *
     * @param around the folder that this one is in: kernels that do not tell it show other file systems alone
     */
    public boolean isMountedIn(FileId around) {
        return mountPoint == MountPoint.YES || (mountPoint == MountPoint.NOT_TOLD && id.device() != around.device());
    }

    /** Returns what it is, in a word or two. */
    public String kind() {
        return switch (type()) {
            case FIFO -> "a FIFO";
            case SOCKET -> "a socket";
            case CHARACTER_DEVICE, BLOCK_DEVICE -> "a device";
            case DIRECTORY -> "a folder";
            case LINK -> "a symbolic link";
            case REGULAR -> "a file";
            default -> "of a kind that is not known";
        };
    }

    private int type() {
        return mode & TYPE;
    }
}
