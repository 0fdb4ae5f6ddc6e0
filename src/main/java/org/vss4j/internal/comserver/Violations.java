package org.vss4j.internal.comserver;

import static java.lang.System.Logger.Level.ERROR;

import java.util.ArrayList;
import java.util.List;

/** What callers did to COM objects of this process that no caller may do, and what went wrong in the objects themselves. */
public final class Violations {
    private static final System.Logger LOG = System.getLogger("org.vss4j.simulator");
    private static final int KEPT = 1_000;

    /** Guarded by itself. */
    private static final List<String> REPORTED = new ArrayList<>();

    private Violations() {}

    static void report(String violation) {
        LOG.log(ERROR, violation);
        keep(violation);
    }

    static void report(String violation, Throwable cause) {
        LOG.log(ERROR, violation, cause);
        keep(violation + ": " + cause);
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
