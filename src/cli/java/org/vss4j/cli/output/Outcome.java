package org.vss4j.cli.output;

/** How a command ended: a word for programs, and the exit code of the process. */
public enum Outcome {
    DONE("done", 0),
    /** Done, but not all of it: {@link Because} says why. */
    PARTIAL("partial", 1),
    FAILED("failed", 1),
    USAGE("usage", 2),
    TIMED_OUT("timed-out", 3),
    /** By SIGINT or SIGTERM; the JVM's own exit code says by which, this one does not reach anybody. */
    INTERRUPTED("interrupted", 130);

    private final String word;
    private final int exitCode;

    Outcome(String word, int exitCode) {
        this.word = word;
        this.exitCode = exitCode;
    }

    String word() {
        return word;
    }

    public int exitCode() {
        return exitCode;
    }
}
