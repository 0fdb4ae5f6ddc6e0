package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Access control lists, as far as it matters whether there is one. */
public final class AccessLists {
    private static final PosixName ACCESS = PosixName.of("system.posix_acl_access");

    private AccessLists() {}

    /**
     * Tells whether a file or folder has a list that says more than its permission bits. Of such a one the bits of the group
     * are the most that anybody named in the list has: where they do not allow something, no list does.
     *
     * @param path what it leads to is asked, if it is a link
     */
    public static boolean has(PosixName path) throws PosixException {
        try {
            long unused = SystemCall.make("getxattr", path, (state, arena) -> (long)
                    Getxattr.HANDLE.invokeExact(state, path.write(arena), ACCESS.write(arena), MemorySegment.NULL, 0L));
            return true;
        } catch (PosixException e) {
            if (e.is(Errno.ENODATA, Errno.EOPNOTSUPP)) {
                return false;
            }
            throw e;
        }
    }

    private static final class Getxattr {
        static final MethodHandle HANDLE = CLibrary.longFunction("getxattr", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    }
}
