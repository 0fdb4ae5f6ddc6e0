package org.vss4j.internal.comserver;

import static java.lang.System.Logger.Level.ERROR;

import java.util.ArrayList;
import java.util.List;
import org.vss4j.internal.trace.SessionLogger;

/** What callers did to COM objects of this process that no caller may do, and what went wrong in the objects themselves. */
public final class Violations {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");
    private static final int KEPT = 1_000;

    /** Guarded by itself. */
    private static final List<String> REPORTED = new ArrayList<>();

    private Violations() {}

    /** Takes note of what a caller did. Never throws, as it is called on the way back into native code. */
    static void report(String violation) {
        try {
            LOG.log(ERROR, violation);
            keep(violation);
        } catch (Throwable unreportable) {
            // No memory to say it, for example; who is called back learns it by the result.
        }
    }

    /** Takes note of what a method of an object threw. Never throws. */
    static void report(String method, Throwable cause) {
        try {
            String violation = method + " threw an exception";
            LOG.log(ERROR, violation, cause);
            keep(violation + ": " + cause);
        } catch (Throwable unreportable) {
            // As above.
        }
    }

    private static void keep(String violation) {
        synchronized (REPORTED) {
            if (REPORTED.size() < KEPT) {
                REPORTED.add(violation);
            }
        }
    }

    /**
     * The violations since the last call; of a great many the first ones.
     *
     * @return one line for each
     */
    public static List<String> drain() {
        synchronized (REPORTED) {
            List<String> drained = List.copyOf(REPORTED);
            REPORTED.clear();
            return drained;
        }
    }
}
