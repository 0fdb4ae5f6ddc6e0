package org.vss4j.requester;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.files.RealPath;
import org.vss4j.internal.windows.Kernel32;
import org.vss4j.internal.windows.NtNames;
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
     * What the calls of VSS take for a volume.
     *
     * @param root as {@link #rootOf} gives it
     * @return with its separator at the end; on Windows the name of a volume without a drive or a folder as Windows has it
     */
    static String inCalls(Path root) {
        String name = NtNames.ofVolume(root.toString());
        return name.endsWith(File.separator) ? name : name + File.separator;
    }

    /**
     * What a volume is called, however it was reached.
     *
     * @param root a drive, a mount folder, or a volume's own name
     * @return the name that Windows gives the volume mounted there; where nothing is mounted, the argument
     */
    static String nameOf(Path root) {
        String name = inCalls(root);
        try {
            // A name that it has itself Windows does not take for a mount point.
            return Platform.isWindows() && NtNames.isOnDrive(name) ? Kernel32.volumeName(name) : name;
        } catch (Win32Exception e) {
            return name;
        }
    }

    /** Whether the root of a path is on another machine, as its name says. Off Windows no name says that. */
    static boolean isShare(Path root) {
        String name = root.toString();
        boolean isDevice = name.startsWith("\\\\.\\") && !name.regionMatches(true, 0, SHARES, 0, SHARES.length());
        return name.startsWith("\\\\") && !isDevice;
    }

    /** The folder for which SUBST has made a drive; empty for the root of anything else. */
    static Optional<Path> folderBehind(Path root) {
        String name = root.toString();
        if (!Platform.isWindows() || !NtNames.isOnDrive(name)) {
            return Optional.empty();
        }
        try {
            String device = Kernel32.dosDevice(name.substring(0, 2));
            return NtNames.isOfPrograms(device) ? Optional.of(Path.of(NtNames.path(device))) : Optional.empty();
        } catch (Win32Exception e) {
            return Optional.empty();
        }
    }

    private static Path onWindows(Path file) {
        Path place = file.normalize();
        Optional<Path> folder = folderBehind(place.getRoot());
        if (folder.isPresent()) {
            return onWindows(folder.get().resolve(place.getRoot().relativize(place)));
        }
        requireThisMachine(place);
        Path real = realIfReadable(place);
        requireThisMachine(real);
        try {
            return Path.of(NtNames.readable(Kernel32.volumePathName(real.toString())));
        } catch (Win32Exception e) {
            HResult code = HResult.of(e.hresult());
            VssException failure = new VssException(e.call(), code, file + ": " + code.meaning());
            failure.initCause(e);
            throw failure;
        }
    }

    /** Where a path leads; as it is where it cannot be followed, or begins with a volume's own name, which Java cannot follow. */
    private static Path realIfReadable(Path place) {
        try {
            return NtNames.isOnDrive(place.toString()) ? RealPath.of(place) : place;
        } catch (IOException e) {
            return place;
        }
    }

    /** What begins with two backslashes is a share, unless it names a device of this machine; one of these leads to shares. */
    private static void requireThisMachine(Path file) {
        Path root = file.getRoot();
        if (isShare(root)) {
            throw elsewhere(file, "share");
        }
        if (Kernel32.isRemote(root.toString())) {
            throw elsewhere(file, "network drive");
        }
    }

    private static VssException elsewhere(Path file, String what) {
        return new VssException(
                "Finding the volume of " + file,
                HResult.VSS_E_VOLUME_NOT_SUPPORTED,
                "it is on the " + what + " " + file.getRoot()
                        + ", and a shadow copy is made on the machine that has the" + " files: do it there");
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
            Path root = rootOf(volume);
            if (!names.add(nameOf(root))) {
                throw new IllegalArgumentException("The volume " + root + " is named twice");
            }
        }
    }
}
