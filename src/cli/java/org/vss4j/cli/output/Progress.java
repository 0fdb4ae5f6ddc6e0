package org.vss4j.cli.output;

import java.io.PrintStream;

/**
 * What a command shows of its progress, on stderr: a bar on a terminal, elsewhere a line for each phase and from time to
 * time one within it. Safe for use by many threads.
 */
public interface Progress extends AutoCloseable {

    /** Prints a line of its own, beginning with the program's name. */
    void message(String line);

    /** A phase begins. */
    void phase(String name);

    /** A phase begins in which files are copied. */
    void copying(String name);

    /** As {@link #copying}, but worth a line only if it takes long. */
    void copyingQuietly(String name);

    /** How much will be copied in each phase that copies, if that is known. */
    void total(long files, long bytes);

    /** Bytes of a file have been copied. */
    void copied(long bytes);

    /** A file is complete. */
    void finished();

    @Override
    void close();

    /** Whether {@link #total} is worth counting. */
    boolean wantsTotal();

    /** What fits the place that stderr leads to. */
    static Progress to(PrintStream err) {
        Terminal terminal = Terminal.ofStderr();
        // The lines of a log would tear a bar apart.
        return terminal.isPresent() && !StderrLoggerFinder.isVerbose()
                ? new ProgressOnTerminal(err, terminal.columns())
                : new ProgressLines(err, System::nanoTime);
    }
}
