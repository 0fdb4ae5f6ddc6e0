package org.vss4j.testing;

import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Sets how many sequences a property tries, by the system property {@value #SEQUENCES}, and which ones, by the system
 * property {@value #SEED}: a seed that a failure has printed.
 */
public final class Sequences implements AroundPropertyHook {
    public static final String SEQUENCES = "vss4j.sequences";
    public static final String SEED = "vss4j.seed";

    /**
     * Seeds for tries that are no properties: as many as {@value #SEQUENCES} says, or the one of {@value #SEED}.
     *
     * @param tries how many, unless they are set
     */
    public static LongStream seeds(int tries) {
        Long seed = Long.getLong(SEED);
        return seed == null ? new Random().longs(Integer.getInteger(SEQUENCES, tries)) : LongStream.of(seed);
    }

    /** For a class with the annotation: all its properties. */
    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Integer sequences = Integer.getInteger(SEQUENCES);
        if (sequences != null) {
            context.attributes().setTries(sequences);
        }
        String seed = System.getProperty(SEED);
        if (seed != null) {
            context.attributes().setSeed(seed);
        }
        return property.execute();
    }
}
