package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.vss4j.internal.files.OwnerOnly;

/** Whose a folder is. Whoever can write a note has it performed with our rights, so nobody else may. */
final class Owner {

    /** Belongs to the user as whom this process runs, where there is such a thing. */
    private static final Path PROCESS = Path.of("/proc/self");

    private Owner() {}

    /**
     * Goes on only if nobody but this process's user, besides an administrator, can write to a folder.
     *
     * @throws FileSystemException if others can, with what to do about it
     */
    static void requireOnly(Path folder) throws IOException {
        if (!OwnerOnly.isPosix(folder)) {
            return;
        }
        UserPrincipal owner = Files.getOwner(folder);
        UserPrincipal user = user(folder);
        if (!owner.equals(user)) {
            throw refused(
                    folder,
                    "it belongs to " + owner.getName() + ", and this is " + user.getName() + ": choose another");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw refused(folder, "others than its owner may write to it: forbid that (chmod go-w), or choose another");
        }
    }

    private static UserPrincipal user(Path folder) throws IOException {
        return Files.exists(PROCESS)
                ? Files.getOwner(PROCESS)
                : folder.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
    }

    private static FileSystemException refused(Path folder, String reason) {
        return new FileSystemException(folder.toString(), null, reason);
    }
}
