package org.vss4j.cli;

import org.vss4j.cli.output.Outcome;

/**
 * What SIGINT and SIGTERM do to a command: it is asked to stop, and the JVM ends when it has cleaned up and printed its
 * report, or was given up. The exit code is then the JVM's own for the signal; a command that could not be stopped any more
 * keeps its own.
 */
final class ShutdownHook implements AutoCloseable {
    private final Stop stop;
    private final Thread thread = Thread.ofPlatform().name("vss4j-signal").unstarted(this::run);
    private volatile int exitCode = Outcome.INTERRUPTED.exitCode();

    private ShutdownHook(Stop stop) {
        this.stop = stop;
    }

    /** Watches over the command that the current thread runs. */
    static ShutdownHook register(Stop stop) {
        ShutdownHook hook = new ShutdownHook(stop);
        try {
            Runtime.getRuntime().addShutdownHook(hook.thread);
        } catch (IllegalStateException e) {
            // A signal came before this: the JVM is ending, and the command finds at once that it has to stop.
            stop.request(Outcome.INTERRUPTED);
        }
        return hook;
    }

    /** The command is over, and all it had to print is out. */
    void finished(int code) {
        exitCode = code;
    }

    /** The command is over, however it ended. */
    @Override
    public void close() {
        stop.ending().isOver();
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending, by a signal that came just now: the hook runs, and finds that all is over.
        }
    }

    private void run() {
        stop.request(Outcome.INTERRUPTED);
        try {
            if (!stop.awaitEnd()) {
                exitCode = stop.exitCodeIfGivenUp();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (exitCode != Outcome.INTERRUPTED.exitCode()) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
