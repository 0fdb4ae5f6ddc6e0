package org.vss4j.internal.trace;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A system logger that puts the session's number before each line that is logged for a session. The JDK is asked for the
 * logger behind it when there is something to log: it looks for a backend in all of the class path, which takes as long as
 * the start of a JVM.
 *
 * <p>Nothing that a backend throws comes out of it: the line is lost, and not what is done after it, which may be a release,
 * the way back from an upcall, or the asking for all operations.
 */
public final class SessionLogger implements System.Logger {
    private final String name;

    /** The logger behind this one, once something was to be logged; it does not matter which, if two threads ask at once. */
    private volatile System.@Nullable Logger backend;

    private SessionLogger(String name) {
        this.name = name;
    }

    /** The logger of a name. */
    public static System.Logger of(String name) {
        return new SessionLogger(name);
    }

    private System.Logger backend() {
        System.Logger known = backend;
        if (known == null) {
            known = System.getLogger(name);
            backend = known;
        }
        return known;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        try {
            return backend().isLoggable(level);
        } catch (Throwable e) {
            return false;
        }
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        if (isLoggable(level)) {
            try {
                backend().log(level, bundle, withSession(message), thrown);
            } catch (Throwable e) {
                // There is nobody else to tell.
            }
        }
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            @Nullable String format,
            @Nullable Object @Nullable ... parameters) {
        if (isLoggable(level)) {
            try {
                backend().log(level, bundle, withSession(format), parameters);
            } catch (Throwable e) {
                // There is nobody else to tell.
            }
        }
    }

    private static String withSession(@Nullable String message) {
        long session = SessionScope.current().session();
        return session == 0 ? String.valueOf(message) : "session " + session + ": " + message;
    }
}
