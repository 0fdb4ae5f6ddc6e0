package org.vss4j.internal.windows;

/** Symbolic links to directories of Windows: in Developer Mode also for accounts without the privilege to make them. */
public final class DirectoryLinks {
    private static final int SYMBOLIC_LINK_FLAG_DIRECTORY = 1;
    private static final int SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE = 2;
    private static final int ERROR_INVALID_PARAMETER = 87;

    private DirectoryLinks() {}

    /** The call that makes a link. */
    interface Call {
        /** Returns the error, or 0 if the link is made. */
        int make(int flags);
    }

    /**
     * Makes a link.
     *
     * @param link where the link shall be
     * @param target what it points at; not looked at, so also what java.nio.file has no path for
     * @throws Win32Exception if it cannot be made, for want of the privilege for example
     */
    public static void make(String link, String target) {
        make(link, flags -> Kernel32.createSymbolicLink(link, target, flags));
    }

    /** A Windows that is older than Developer Mode refuses the flag for it, as a wrong parameter. */
    static void make(String link, Call call) {
        int error = call.make(SYMBOLIC_LINK_FLAG_DIRECTORY | SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE);
        if (error == ERROR_INVALID_PARAMETER) {
            error = call.make(SYMBOLIC_LINK_FLAG_DIRECTORY);
        }
        if (error != 0) {
            throw new Win32Exception("CreateSymbolicLinkW of " + link, error);
        }
    }
}
