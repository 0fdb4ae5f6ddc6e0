package org.vss4j.benchmark;

/**
 * How long is measured.
 *
 * @param forks of each benchmark of JMH
 * @param iterations that warm up, and as many that count
 * @param iterationMillis for each
 * @param starts of each kind of process whose start is timed
 * @param runs of each scenario with many operations
 */
record Effort(int forks, int iterations, int iterationMillis, int starts, int runs) {
    static final Effort FULL = new Effort(5, 100, 20, 21, 3);
    static final Effort QUICK = new Effort(3, 40, 20, 9, 1);
}
