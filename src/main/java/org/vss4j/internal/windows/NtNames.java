package org.vss4j.internal.windows;

/** The names by which the kernel of Windows, its links and its drives say where something is, as paths of programs. */
public final class NtNames {
    private static final String DOS_DEVICES = "\\??\\";
    private static final String EXTENDED = "\\\\?\\";
    private static final String DEVICE = "\\\\.\\";
    private static final String SHARES = "UNC\\";

    private NtNames() {}

    /**
     * Whether a name of the kernel is that of something that programs have a path for.
     *
     * @param name such as <code>\??\C:\folder</code>; other names, such as <code>\Device\HarddiskVolume1</code>, are not
     */
    public static boolean isOfPrograms(String name) {
        return name.startsWith(DOS_DEVICES);
    }

    /**
     * The path of programs to what a name of the kernel means.
     *
     * @param name one that {@linkplain #isOfPrograms is of programs}
     * @return a path in the form that Java can read: on a drive, on a share, or for a volume's own name
     *     <code>\\.\Volume{…}\</code>
     */
    public static String path(String name) {
        String device = name.substring(DOS_DEVICES.length());
        if (device.regionMatches(true, 0, SHARES, 0, SHARES.length())) {
            return "\\\\" + device.substring(SHARES.length());
        }
        if (isOnDrive(device)) {
            return device.length() == 2 ? device + "\\" : device;
        }
        return DEVICE + device;
    }

    /**
     * A path in the form that may be longer than 260 characters.
     *
     * @param path an absolute path without dots
     */
    public static String extended(String path) {
        if (path.startsWith(EXTENDED) || path.startsWith(DEVICE)) {
            return path;
        }
        return path.startsWith("\\\\") ? EXTENDED + SHARES + path.substring(2) : EXTENDED + path;
    }

    /** A path of a drive without what {@link #extended} has put in front; any other as it is. */
    public static String withoutExtension(String path) {
        return path.matches("(?s)\\\\\\\\\\?\\\\[A-Za-z]:.*") ? path.substring(EXTENDED.length()) : path;
    }

    /** A volume's own name as Windows writes it, which Java cannot read; any other path as it is. */
    public static String ofVolume(String path) {
        return isVolume(path, DEVICE) ? EXTENDED + path.substring(DEVICE.length()) : path;
    }

    /** A volume's own name in the form that Java can read; any other path as it is. */
    public static String readable(String path) {
        return isVolume(path, EXTENDED) ? DEVICE + path.substring(EXTENDED.length()) : path;
    }

    /** Whether a path of Windows begins with a drive, and not with the name of a device, a volume or a share. */
    public static boolean isOnDrive(String path) {
        return path.matches("(?s)[A-Za-z]:.*");
    }

    private static boolean isVolume(String path, String prefix) {
        String volume = prefix + "Volume{";
        return path.regionMatches(true, 0, volume, 0, volume.length());
    }
}
