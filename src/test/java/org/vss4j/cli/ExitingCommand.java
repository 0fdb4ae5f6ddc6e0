package org.vss4j.cli;

import java.io.PrintStream;

/** A command in the midst of which its own thread ends the JVM. */
final class ExitingCommand {
    static final int EXIT_CODE = 9;

    private ExitingCommand() {}

    public static void main(String[] arguments) {
        PrintStream err = System.err;
        try (ShutdownHook hook = ShutdownHook.register(new Stop(), err)) {
            System.exit(EXIT_CODE);
            hook.finished(0);
        }
    }
}
