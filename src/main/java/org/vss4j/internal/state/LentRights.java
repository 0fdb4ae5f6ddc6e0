package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.vss4j.internal.files.OwnerOnly;

/** The rights that a file's owner needs to open it, given to him for as long as this is open, if he has them not. */
final class LentRights implements AutoCloseable {

    private static final Set<PosixFilePermission> OF_FILE = EnumSet.of(PosixFilePermission.OWNER_READ);
    private static final Set<PosixFilePermission> OF_FOLDER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE);

    /** Takes them back. */
    private interface Return {
        void perform() throws IOException;
    }

    private final Return atEnd;

    private LentRights(Return atEnd) {
        this.atEnd = atEnd;
    }

    /** Lends rights on a file or folder; a link has none of its own. */
    static LentRights on(Path path, BasicFileAttributes seen) throws IOException {
        if (seen.isSymbolicLink()) {
            return new LentRights(() -> {});
        }
        return OwnerOnly.isPosix(path) ? onPosix(path, seen.isDirectory() ? OF_FOLDER : OF_FILE) : onWindows(path);
    }

    private static LentRights onPosix(Path path, Set<PosixFilePermission> needed) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (before.containsAll(needed)) {
            return new LentRights(() -> {});
        }
        Set<PosixFilePermission> lent = EnumSet.copyOf(needed);
        lent.addAll(before);
        Files.setPosixFilePermissions(path, lent);
        return new LentRights(() -> Files.setPosixFilePermissions(path, before));
    }

    private static LentRights onWindows(Path path) throws IOException {
        DosFileAttributeView view =
                Files.getFileAttributeView(path, DosFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.readAttributes().isReadOnly()) {
            return new LentRights(() -> {});
        }
        view.setReadOnly(false);
        return new LentRights(() -> view.setReadOnly(true));
    }

    @Override
    public void close() throws IOException {
        atEnd.perform();
    }
}
