package org.vss4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A program that runs, with all that it starts: its family. Once this is closed, none of them is left. */
final class Program implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;
    private static final int LOOKS_OF_A_SECOND = 20;

    /** For so long they may go on when they have been told to end. */
    private static final int LOOKS_OF_GRACE = 10 * LOOKS_OF_A_SECOND;

    private final Process process;
    private final Family family;
    private final Thread forwarding;
    private final Ending ending;
    private final PrintStream err;

    private Program(Process process, Family family, Ending ending, PrintStream err) {
        this.process = process;
        this.family = family;
        this.ending = ending;
        this.err = err;
        // Where the program writes to this process's own stdout, this stream is empty.
        this.forwarding = Thread.ofVirtual().start(() -> forward(process.getInputStream(), err));
    }

    /**
     * Starts a program.
     *
     * @param ending told that the command goes on, while it ends the family
     * @throws NotRunException if the program is not there, or cannot be run
     */
    static Program start(ProcessBuilder builder, Ending ending, PrintStream err) throws IOException {
        Family family = Family.ofTheNextProgram();
        try {
            return new Program(builder.start(), family, ending, err);
        } catch (IOException e) {
            throw NotRunException.of(builder.command().getFirst(), e);
        }
    }

    private static void forward(InputStream out, PrintStream err) {
        try (out) {
            out.transferTo(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the program has ended, and all of its family; returns its exit code. */
    int await() throws InterruptedException {
        while (!process.waitFor(1, TimeUnit.SECONDS)) {
            family.look();
        }
        for (int looks = 0; ; looks++) {
            List<ProcessHandle> living = family.members();
            if (living.isEmpty()) {
                break;
            }
            if (looks == LOOKS_OF_A_SECOND) {
                say("the program has ended, but not what it has started: waiting for ", living);
            }
            pause();
        }
        forwarding.join();
        return process.exitValue();
    }

    /** Ends the family: they are told to end, and killed if they do not. */
    @Override
    public void close() {
        Set<ProcessHandle> told = new HashSet<>();
        boolean interrupted = false;
        List<ProcessHandle> living = family.members();
        for (int looks = 1; !living.isEmpty(); looks++) {
            for (ProcessHandle member : living) {
                boolean unused =
                        looks > LOOKS_OF_GRACE ? member.destroyForcibly() : told.add(member) && member.destroy();
            }
            if (looks % LOOKS_OF_GRACE == LOOKS_OF_A_SECOND) {
                say("waiting for the end of ", living);
            }
            ending.goesOn();
            try {
                pause();
            } catch (InterruptedException e) {
                interrupted = true;
            }
            living = family.members();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void say(String what, List<ProcessHandle> living) {
        err.println("vss4j: " + what
                + living.stream()
                        .map(member -> member.info().command().orElse("a process") + " (" + member.pid() + ")")
                        .collect(Collectors.joining(", ")));
    }
}
