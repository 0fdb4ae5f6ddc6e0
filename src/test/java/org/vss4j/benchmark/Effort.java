package org.vss4j.benchmark;

/**
 * How long is measured.
 *
 * @param forks of each benchmark of JMH
 * @param iterations that count, of each fork
 * @param starts of each kind of process whose start is timed
 * @param runs of each scenario with many operations
 */
record Effort(int forks, int iterations, int starts, int runs) {
    static final Effort FULL = new Effort(5, 150, 21, 3);
    static final Effort QUICK = new Effort(3, 40, 9, 1);
}
