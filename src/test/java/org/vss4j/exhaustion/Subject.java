package org.vss4j.exhaustion;

import java.util.List;

/** What one call of a public method is tried on; made anew for each try. */
interface Subject {
    /** The call. */
    void call() throws Exception;

    /** Closes what the call is about, in the middle of the call. */
    void closeInside() throws Exception;

    /** Closes what is open, after the call. Safe to be called twice. */
    void close() throws Exception;

    /** What is left after the close; empty if all is released and every thread has returned. Waits for what takes time. */
    List<String> left();
}
