package org.vss4j.concurrency;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How much Lincheck tries: some seconds' worth in every build, and more of it by the system property
 * {@code vss4j.lincheck.scale}, a factor of the number of scenarios.
 */
public final class LincheckScale {
    /** Tests with it run in a JVM of their own. */
    public static final String TAG = "lincheck";

    private static final double FACTOR = Double.parseDouble(System.getProperty("vss4j.lincheck.scale", "1"));

    private LincheckScale() {}

    /** Interleavings that Lincheck chooses: of all accesses to fields, in sequentially consistent memory. */
    public static ModelCheckingOptions modelChecking(int scenarios, int interleavings) {
        return bounded(new ModelCheckingOptions(), scenarios, interleavings);
    }

    /** Interleavings as the machine makes them. */
    public static StressOptions stress(int scenarios, int runs) {
        return bounded(new StressOptions(), scenarios, runs);
    }

    private static <T extends Options<T, ?>> T bounded(T options, int scenarios, int invocations) {
        return options.iterations(Math.max(1, (int) (scenarios * FACTOR)))
                .invocationsPerIteration(invocations)
                .threads(3)
                .actorsPerThread(3);
    }
}
