package org.vss4j.cli;

/** A command in the midst of which its own thread ends the JVM: the first to do so, or after another. */
final class ExitingCommand {
    static final int EXIT_CODE = 9;
    static final String AFTER_ANOTHER = "after-another";

    private ExitingCommand() {}

    public static void main(String[] arguments) {
        Stop stop = new Stop();
        ShutdownHook unused = ShutdownHook.register(stop);
        if (arguments[0].equals(AFTER_ANOTHER)) {
            Thread.ofPlatform().start(() -> System.exit(EXIT_CODE));
            while (stop.wanted() == null) {
                Thread.onSpinWait();
            }
        }
        System.exit(EXIT_CODE);
    }
}
