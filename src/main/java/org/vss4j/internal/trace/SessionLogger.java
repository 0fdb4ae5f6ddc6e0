package org.vss4j.internal.trace;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A system logger that puts the session's number before each line that is logged for a session. */
public final class SessionLogger implements System.Logger {
    private final System.Logger logger;

    private SessionLogger(System.Logger logger) {
        this.logger = logger;
    }

    /** The logger of a name. */
    public static System.Logger of(String name) {
        return new SessionLogger(System.getLogger(name));
    }

    @Override
    public String getName() {
        return logger.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
        return logger.isLoggable(level);
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            logger.log(level, bundle, withSession(message), thrown);
        }
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... parameters) {
        if (isLoggable(level)) {
            logger.log(level, bundle, withSession(format), parameters);
        }
    }

    private static String withSession(@Nullable String message) {
        long session = SessionScope.current().session();
        return session == 0 ? String.valueOf(message) : "session " + session + ": " + message;
    }
}
