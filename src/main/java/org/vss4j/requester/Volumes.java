package org.vss4j.requester;

import java.nio.file.Files;
import java.nio.file.Path;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.windows.Kernel32;
import org.vss4j.internal.windows.Platform;
import org.vss4j.internal.windows.Win32Exception;

/** Which volumes there are, as the system says. */
final class Volumes {
    private static final String SHARES = "\\\\.\\UNC\\";

    private Volumes() {}

    /**
     * The volume that holds a file.
     *
     * @param file an absolute path; it need not exist
     * @throws VssException if it is on another machine, or Windows cannot tell
     */
    static Path of(Path file) {
        return Platform.isWindows() ? onWindows(file) : directoryOf(file);
    }

    /**
     * What a volume is called, however it was reached.
     *
     * @param root a drive or a mount folder, with its separator at the end
     * @return the name that Windows gives the volume mounted there; where nothing is mounted, the argument
     */
    static String nameOf(String root) {
        try {
            return Platform.isWindows() ? Kernel32.volumeName(root) : root;
        } catch (Win32Exception e) {
            return root;
        }
    }

    private static Path onWindows(Path file) {
        requireThisMachine(file);
        try {
            return Path.of(Kernel32.volumePathName(file.toString()));
        } catch (Win32Exception e) {
            HResult code = HResult.of(e.hresult());
            VssException failure = new VssException(e.call(), code, file + ": " + code.meaning());
            failure.initCause(e);
            throw failure;
        }
    }

    /** What begins with two backslashes is a share, unless it names a device of this machine; one of these leads to shares. */
    private static void requireThisMachine(Path file) {
        String name = file.toString();
        boolean isDevice = name.startsWith("\\\\.\\") && !name.regionMatches(true, 0, SHARES, 0, SHARES.length());
        if (name.startsWith("\\\\") && !isDevice) {
            throw new VssException(
                    "Finding the volume of " + name,
                    HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                    "it is on the share " + file.getRoot() + ", and a shadow copy is made on the machine that has the"
                            + " files: do it there");
        }
    }

    /** Off Windows, where a library stands in for VSS, every directory counts as a volume. */
    private static Path directoryOf(Path file) {
        Path parent = file.getParent();
        return Files.isDirectory(file) || parent == null ? file : parent;
    }
}
