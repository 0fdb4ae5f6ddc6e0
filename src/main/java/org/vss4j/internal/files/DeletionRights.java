package org.vss4j.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** The rights that a deletion takes for itself when it is denied them, as far as the files are its own. */
final class DeletionRights {

    private static final Set<PosixFilePermission> ALL_OF_OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private DeletionRights() {}

    /** Makes a directory readable and writable; tells whether that changed anything. */
    static boolean openUp(Path directory) {
        if (!OwnerOnly.isPosix(directory)) {
            return false;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
            boolean changed = permissions.addAll(ALL_OF_OWNER);
            if (changed) {
                Files.setPosixFilePermissions(directory, permissions);
            }
            return changed;
        } catch (IOException ignored) {
            return false;
        }
    }

    /** Takes the attribute read-only from an entry of Windows, which can't be deleted as long as it has it. */
    static boolean unlock(Path entry) {
        if (OwnerOnly.isPosix(entry)) {
            return false;
        }
        try {
            DosFileAttributeView view =
                    Files.getFileAttributeView(entry, DosFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            boolean changed = view.readAttributes().isReadOnly();
            if (changed) {
                view.setReadOnly(false);
            }
            return changed;
        } catch (IOException ignored) {
            return false;
        }
    }
}
