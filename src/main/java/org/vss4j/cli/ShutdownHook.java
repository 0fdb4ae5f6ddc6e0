package org.vss4j.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What SIGINT and SIGTERM do to a command: it is asked to stop, and the JVM ends when it has cleaned up and printed its
 * report. The exit code is then the JVM's own for the signal; a command that could not be stopped any more keeps its own.
 */
final class ShutdownHook implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Stop stop;
    private final PrintStream err;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("vss4j-signal").unstarted(this::run);
    private volatile @Nullable Outcome outcome;

    private ShutdownHook(Stop stop, PrintStream err) {
        this.stop = stop;
        this.err = err;
    }

    static ShutdownHook register(Stop stop, PrintStream err) {
        ShutdownHook hook = new ShutdownHook(stop, err);
        Runtime.getRuntime().addShutdownHook(hook.thread);
        return hook;
    }

    /** The command is over, and all it had to print is out. */
    void finished(Outcome result) {
        outcome = result;
        over.countDown();
    }

    @Override
    public void close() {
        over.countDown();
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending, by a signal that came just now: the hook runs, and finds that all is over.
        }
    }

    private void run() {
        stop.request(Outcome.INTERRUPTED);
        boolean interrupted = false;
        while (!interrupted) {
            try {
                if (over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    break;
                }
                err.println("vss4j: still cleaning up; what is left if this is killed, the next run removes");
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        Outcome result = outcome;
        if (result != null && result != Outcome.INTERRUPTED) {
            Runtime.getRuntime().halt(result.exitCode());
        }
    }
}
