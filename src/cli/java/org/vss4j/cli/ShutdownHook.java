package org.vss4j.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vss4j.cli.output.Outcome;

/**
 * What SIGINT and SIGTERM do to a command: it is asked to stop, and the JVM ends when it has cleaned up and printed its
 * report. The exit code is then the JVM's own for the signal; a command that could not be stopped any more keeps its own.
 */
final class ShutdownHook implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Stop stop;
    private final PrintStream err;
    private final Thread command = Thread.currentThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("vss4j-signal").unstarted(this::run);
    private volatile int exitCode = Outcome.INTERRUPTED.exitCode();

    private ShutdownHook(Stop stop, PrintStream err) {
        this.stop = stop;
        this.err = err;
    }

    /** Watches over the command that the current thread runs. */
    static ShutdownHook register(Stop stop, PrintStream err) {
        ShutdownHook hook = new ShutdownHook(stop, err);
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
        over.countDown();
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            // The JVM is ending, by a signal that came just now: the hook runs, and finds that all is over.
        }
    }

    /**
     * Whether the command's own thread ends the JVM: the JDK does that where an upcall cannot be made, for want of memory
     * or whatever else its stderr says.
     */
    private boolean commandWaitsForThis() {
        return Arrays.stream(command.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }

    private void run() {
        stop.request(Outcome.INTERRUPTED);
        boolean interrupted = false;
        while (!interrupted) {
            if (commandWaitsForThis()) {
                err.println("vss4j: this Java cannot go on; what is left, the next run removes");
                break;
            }
            try {
                if (over.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !command.isAlive()) {
                    break;
                }
                err.println("vss4j: still cleaning up; what is left if this is killed, the next run removes");
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (exitCode != Outcome.INTERRUPTED.exitCode()) {
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
