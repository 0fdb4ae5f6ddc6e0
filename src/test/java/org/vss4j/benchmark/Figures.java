package org.vss4j.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was measured: under each name one number, the median of what was recorded for it. */
final class Figures {
    private final Map<String, List<Double>> samples = new TreeMap<>();

    void add(String name, double value) {
        samples.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
    }

    double get(String name) {
        List<Double> recorded = samples.get(name);
        if (recorded == null) {
            throw new IllegalStateException("Not measured: " + name + "; there are " + samples.keySet());
        }
        return median(recorded);
    }

    double ratio(String name, String base) {
        return get(name) / get(base);
    }

    /** The samples of each name, in the order in which they were taken. */
    Map<String, List<Double>> all() {
        return samples;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double lowerQuartile(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 4);
    }

    /** The value that a part of all values does not exceed; sorts the array. */
    static double percentile(long[] values, double part) {
        Arrays.sort(values);
        return values[(int) Math.min(values.length - 1, Math.ceil(part * values.length) - 1)];
    }
}
