package org.vss4j.requester;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.files.RealPath;
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
     * The path by which a volume is added to a set: off Windows the real one, as any folder counts as a volume there.
     *
     * @throws VssException if the file system cannot tell where it leads
     */
    static Path rootOf(Path volume) {
        return Platform.isWindows() ? volume.toAbsolutePath().normalize() : real(volume);
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
            return Path.of(Kernel32.volumePathName(file.normalize().toString()));
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
        Path real = real(file);
        Path parent = real.getParent();
        return Files.isDirectory(real) || parent == null ? real : parent;
    }

    private static Path real(Path file) {
        try {
            return RealPath.of(file);
        } catch (IOException e) {
            VssException failure = new VssException(
                    "Finding the volume of " + file, HResult.VSS_E_OBJECT_NOT_FOUND, String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
    }

    /**
     * Refuses volumes one of which stands there twice, by whichever mount point.
     *
     * @throws IllegalArgumentException if that is so
     */
    static void requireDistinct(Collection<Path> volumes) {
        Set<String> names = new HashSet<>();
        for (Path volume : volumes) {
            String root = rootOf(volume).toString();
            if (!names.add(nameOf(root.endsWith(File.separator) ? root : root + File.separator))) {
                throw new IllegalArgumentException("The volume " + root + " is named twice");
            }
        }
    }
}
