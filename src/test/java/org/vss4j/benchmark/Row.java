package org.vss4j.benchmark;

import java.util.Locale;

/**
 * One line of the table: a figure, and the limit that it is held against.
 *
 * @param what what was measured
 * @param value the figure
 * @param unit of the figure; {@code x} for a ratio
 * @param bound whether the limit is the most or the least
 * @param limit the limit
 * @param detail the figures behind it
 */
record Row(String what, double value, String unit, Bound bound, double limit, String detail) {
    /** On which side of the limit the figure has to be. */
    enum Bound {
        AT_MOST,
        AT_LEAST
    }

    static Row atMost(String what, double value, String unit, double limit, String detail) {
        return new Row(what, value, unit, Bound.AT_MOST, limit, detail);
    }

    static Row atLeast(String what, double value, String unit, double limit, String detail) {
        return new Row(what, value, unit, Bound.AT_LEAST, limit, detail);
    }

    boolean isMet() {
        return bound == Bound.AT_MOST ? value <= limit : value >= limit;
    }

    /** The row in Markdown. */
    String line() {
        return String.format(
                Locale.ROOT,
                "| %s | %s %s | %s %s %s | %s | %s |",
                what,
                number(value),
                unit,
                bound == Bound.AT_MOST ? "≤" : "≥",
                number(limit),
                unit,
                isMet() ? "met" : "**not met**",
                detail);
    }

    /** Three digits that count, which is more than most figures are good for. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size < 0.005) {
            return "0";
        }
        String format = size >= 1e6 ? "%,.0f" : size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value).replaceAll("\\.0+$", "");
    }
}
