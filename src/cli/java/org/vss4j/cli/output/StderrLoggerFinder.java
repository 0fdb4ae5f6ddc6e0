package org.vss4j.cli.output;

import java.io.PrintStream;
import java.text.MessageFormat;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Sends the JDK's system loggers to stderr: warnings as lines of the command, and with {@code --verbose} everything down
 * to DEBUG, with times. Unlike java.util.logging it also writes while the JVM is ending.
 */
public final class StderrLoggerFinder extends System.LoggerFinder {
    private static volatile System.Logger.Level threshold = System.Logger.Level.WARNING;

    /** Made by the service loader. */
    public StderrLoggerFinder() {}

    /** Lets everything down to DEBUG through. */
    public static void beVerbose() {
        threshold = System.Logger.Level.DEBUG;
    }

    public static boolean isVerbose() {
        return threshold == System.Logger.Level.DEBUG;
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new StderrLogger(name);
    }

    private record StderrLogger(String name) implements System.Logger {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            // Only our own loggers: what the JDK has to say below a warning is not about this command.
            return level.getSeverity() >= threshold.getSeverity()
                    && (name.startsWith("org.vss4j") || level.getSeverity() >= Level.WARNING.getSeverity());
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                write(level, String.valueOf(message), thrown);
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... parameters) {
            if (isLoggable(level)) {
                String text = String.valueOf(format);
                boolean plain = parameters == null || parameters.length == 0;
                write(level, plain ? text : MessageFormat.format(text, parameters), null);
            }
        }

        private static void write(Level level, String message, @Nullable Throwable thrown) {
            PrintStream err = System.err;
            synchronized (err) {
                if (!isVerbose()) {
                    err.println("vss4j: " + message + (thrown == null ? "" : ": " + thrown.getMessage()));
                    return;
                }
                err.println(LocalTime.now(ZoneId.systemDefault()).format(TIME) + " " + level + " " + message);
                if (thrown != null) {
                    thrown.printStackTrace(err);
                }
            }
        }
    }
}
