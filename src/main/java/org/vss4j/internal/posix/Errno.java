package org.vss4j.internal.posix;

import java.util.Optional;
import java.util.stream.Stream;

/** Error numbers of Linux, the same on all architectures that are known here, each with a few words of our own. */
public enum Errno {
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or directory"),
    EINTR(4, "interrupted"),
    EIO(5, "input/output error"),
    ENXIO(6, "no such device or address"),
    EBADF(9, "bad file descriptor"),
    EAGAIN(11, "temporarily unavailable"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "permission denied"),
    EBUSY(16, "in use"),
    EEXIST(17, "already exists"),
    EXDEV(18, "on another file system"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "not valid for this file system"),
    ENFILE(23, "too many open files in the system"),
    EMFILE(24, "too many open files"),
    ETXTBSY(26, "a program that runs"),
    EFBIG(27, "file too large"),
    ENOSPC(28, "no space left"),
    EROFS(30, "read-only file system"),
    EMLINK(31, "too many links"),
    ENAMETOOLONG(36, "name too long"),
    ENOSYS(38, "not known to the system"),
    ENOTEMPTY(39, "directory not empty"),
    ELOOP(40, "a symbolic link, or too many of them"),
    ENODATA(61, "no data"),
    EOVERFLOW(75, "value too large"),
    EOPNOTSUPP(95, "not supported by the file system"),
    ENOTCONN(107, "not connected"),
    ETIMEDOUT(110, "timed out"),
    EHOSTDOWN(112, "host is down"),
    ESTALE(116, "stale file handle"),
    EUCLEAN(117, "the file system is damaged"),
    EREMOTEIO(121, "remote input/output error"),
    EDQUOT(122, "disk quota exceeded"),
    EKEYREJECTED(129, "key was rejected");

    private final int number;
    private final String words;

    Errno(int number, String words) {
        this.number = number;
        this.words = words;
    }

    public int number() {
        return number;
    }

    String words() {
        return words;
    }

    static Optional<Errno> of(int number) {
        return Stream.of(values()).filter(errno -> errno.number == number).findFirst();
    }
}
