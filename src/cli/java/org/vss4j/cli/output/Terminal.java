package org.vss4j.cli.output;

import java.io.Console;

/**
 * The terminal that stderr leads to, if it does. Java cannot ask about stderr alone; the launcher can, and says what it
 * found by the system property {@code vss4j.terminal}: the number of columns, or 0 for no terminal.
 *
 * @param columns its width; 0 if there is none
 */
record Terminal(int columns) {
    private static final int USUAL_COLUMNS = 80;

    @SuppressWarnings("SystemConsoleNull") // It is null in a runtime image without the module that makes it.
    static Terminal ofStderr() {
        Integer told = Integer.getInteger("vss4j.terminal");
        if (told != null) {
            return new Terminal(told);
        }
        Console console = System.console();
        return new Terminal(console != null && console.isTerminal() ? USUAL_COLUMNS : 0);
    }

    boolean isPresent() {
        return columns > 0;
    }
}
