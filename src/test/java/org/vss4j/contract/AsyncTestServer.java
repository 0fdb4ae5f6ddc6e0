package org.vss4j.contract;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.vss4j.HResult;

/**
 * A server of IVssAsync objects, as a test sees it: it begins operations, ends them, and keeps account of what its
 * callers did. Whatever stands behind it is called through the objects' vtables only. Safe for use by many threads.
 */
public interface AsyncTestServer extends AutoCloseable {

    /** Begins an operation, which is pending until it is ended or cancelled. */
    Operation begin();

    /** One operation of the server. Stays usable when the object's last reference is gone. */
    interface Operation {
        /** The IVssAsync; it has one reference, which passes to the caller of {@link #begin}. */
        MemorySegment pointer();

        /**
         * Ends the operation, if it is pending.
         *
         * @param code VSS_S_ASYNC_FINISHED, another success code, or the operation's error
         * @return whether it was pending
         */
        boolean end(HResult code);

        /** How many references the object has; zero for good when the last one is gone. */
        int references();

        /** How many threads are inside Wait now. */
        int waiting();
    }

    /** The objects that have references: one line for each, of a great many the first ones. */
    List<String> describeLive();

    /** How many objects have references. */
    int live();

    /**
     * What callers did since the last call that no caller may do: a call on an object that is gone, a release too many,
     * a last release while a call is inside.
     *
     * @return one line for each
     */
    List<String> drainViolations();

    @Override
    void close();
}
