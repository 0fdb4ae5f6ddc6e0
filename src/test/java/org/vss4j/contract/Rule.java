package org.vss4j.contract;

import java.util.Arrays;

/**
 * One rule of VSS that the requester and the simulator assume.
 *
 * @param number its own for good
 * @param subject what it is about, together with the others of its hundred
 * @param text what it says
 * @param source a page or header of Microsoft's, or {@value #OURS}
 * @param untested why no test here can hold it, or {@value #TESTED}
 */
record Rule(int number, String subject, String text, String source, String untested) {
    /** The source of a rule that no page says. */
    static final String OURS = "our reading";

    /** Of a rule that tests hold. */
    static final String TESTED = "-";

    private static final int COLUMNS = 5;

    /** Reads a line of the table. */
    static Rule parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException(cells.length + " columns, not " + COLUMNS);
        }
        if (Arrays.stream(cells)
                .anyMatch(cell -> cell.isEmpty() || !cell.strip().equals(cell))) {
            throw new IllegalArgumentException("a column that is empty, or has white space around it");
        }
        return new Rule(Integer.parseInt(cells[0]), cells[1], cells[2], cells[3], cells[4]);
    }

    boolean isTested() {
        return untested.equals(TESTED);
    }

    @Override
    public String toString() {
        return number + ": " + text;
    }
}
