package org.vss4j.internal.copy;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.vss4j.internal.posix.Descriptor;
import org.vss4j.internal.posix.Errno;
import org.vss4j.internal.posix.FileStatus;
import org.vss4j.internal.posix.Inodes;
import org.vss4j.internal.posix.PosixException;
import org.vss4j.internal.posix.PosixName;
import org.vss4j.internal.posix.Timestamp;

/**
 * What a copy keeps of a file besides its contents, on Linux: both times, exactly, and the permissions. The bits by which a
 * program runs as its owner, or as its group, are kept only where that is the same in the copy.
 *
 * @param status what was seen at the source
 * @param permissions gives those of the target for the mode of the source
 * @param notKept told what the target's file system does not keep, in words
 */
record PosixAttributes(FileStatus status, IntUnaryOperator permissions, Consumer<String> notKept) {

    private static final int SET_USER = 0_4000;
    private static final int SET_GROUP = 0_2000;
    private static final int STICKY = 0_1000;
    private static final int OWNER_READS = 0_400;
    private static final int OWNER_PASSES = 0_100;

    /** Some file systems have only every other second, or the day, of a time: that is no other time. */
    private static final long ROUNDING_SECONDS = 24 * 60 * 60;

    /** What a file system without such an attribute says; all else is a fault of the disk. */
    private static final Errno[] UNSUPPORTED = {
        Errno.EPERM, Errno.EACCES, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP, Errno.EOVERFLOW
    };

    boolean deniesOwner() {
        int needed = status.isDirectory() ? OWNER_READS | OWNER_PASSES : OWNER_READS;
        return (status.permissions() & needed) != needed;
    }

    /** Something that gives the target an attribute. */
    private interface Step {
        void run() throws PosixException;
    }

    /** Gives them to an open file or folder: the times first, since the permissions may forbid that. */
    void write(Descriptor target) throws PosixException {
        attempt("its times", () -> {
            Inodes.futimens(target, status.accessed(), status.modified());
            compare(Inodes.statx(target));
        });
        attempt("its permissions", () -> {
            int wanted = allowed(permissions.applyAsInt(allowed(status.mode(), target)), target);
            Inodes.fchmod(target, wanted);
            compareBits(wanted, target);
        });
    }

    /** A mode without the bits that would let a program run as somebody else than before. */
    private int allowed(int mode, Descriptor target) throws PosixException {
        if ((mode & (SET_USER | SET_GROUP)) == 0) {
            return mode;
        }
        FileStatus made = Inodes.statx(target);
        int allowed = mode;
        if ((mode & SET_USER) != 0 && made.owner() != status.owner()) {
            notKept.accept("its set-user-id bit: its owner is another in the copy");
            allowed &= ~SET_USER;
        }
        if ((mode & SET_GROUP) != 0 && made.group() != status.group()) {
            notKept.accept("its set-group-id bit: its group is another in the copy");
            allowed &= ~SET_GROUP;
        }
        return allowed;
    }

    /** Linux leaves out a bit that the caller may not set, and says nothing. */
    private void compareBits(int wanted, Descriptor target) throws PosixException {
        int special = wanted & (SET_USER | SET_GROUP | STICKY);
        int missing = special == 0 ? 0 : special & ~Inodes.statx(target).mode();
        if (missing != 0) {
            notKept.accept("the bits " + Integer.toOctalString(missing) + " of its mode: they cannot be set there");
        }
    }

    /** Gives the times to a link itself. */
    void writeLink(Descriptor folder, PosixName link) throws PosixException {
        attempt("its times", () -> {
            Inodes.utimensat(folder, link, status.accessed(), status.modified(), Inodes.AT_SYMLINK_NOFOLLOW);
            compare(Inodes.statx(folder, link, Inodes.AT_SYMLINK_NOFOLLOW));
        });
    }

    private void attempt(String what, Step step) throws PosixException {
        try {
            step.run();
        } catch (PosixException e) {
            if (!e.is(UNSUPPORTED)) {
                throw e;
            }
            notKept.accept(what + ": " + e.getReason());
        }
    }

    /** A file system takes the nearest time that it holds, and says nothing. */
    private void compare(FileStatus found) {
        compare("the time of its last change", status.modified(), found.modified());
        compare("the time of its last access", status.accessed(), found.accessed());
    }

    private void compare(String what, Timestamp wanted, Timestamp found) {
        if (found.seconds() < wanted.seconds() - ROUNDING_SECONDS
                || found.seconds() - ROUNDING_SECONDS > wanted.seconds()) {
            notKept.accept(what + ", " + wanted + ": it is " + found + " in the copy");
        }
    }
}
