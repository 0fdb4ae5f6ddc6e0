package org.vss4j.exhaustion;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Calls with a log handler that does something else than to write. */
final class LogHandlers extends Handler {
    /** Kept, for the JDK does not keep its loggers. */
    private static final Logger LOGGER = Logger.getLogger("org.vss4j");

    private final int first;
    private final Runnable action;
    private int lines;

    private LogHandlers(int first, Runnable action) {
        this.first = first;
        this.action = action;
    }

    /** Has nothing logged but for these handlers. */
    static void silence() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(Level.OFF);
    }

    static @Nullable Throwable throwing(Hardship.Trial trial) {
        return call(trial.subject(), new LogHandlers(trial.degree(), () -> {
            throw new AssertionError("no line can be written");
        }));
    }

    static @Nullable Throwable closing(Hardship.Trial trial) {
        return call(trial.subject(), new LogHandlers(trial.degree(), () -> {
            try {
                trial.subject().closeInside();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }));
    }

    static @Nullable Throwable withoutMemory(Hardship.Trial trial) {
        AtomicBoolean isPast = new AtomicBoolean();
        return call(trial.subject(), new LogHandlers(trial.degree(), () -> {
            if (isPast.compareAndSet(false, true)) {
                MemoryEnd.fillForAWhile();
            }
        }));
    }

    private static @Nullable Throwable call(Subject subject, LogHandlers handler) {
        LOGGER.setLevel(Level.ALL);
        LOGGER.addHandler(handler);
        try {
            return Hardship.plainly(subject);
        } finally {
            MemoryEnd.awaitFree();
            LOGGER.removeHandler(handler);
            LOGGER.setLevel(Level.OFF);
        }
    }

    @Override
    public void publish(LogRecord line) {
        if (lines++ >= first) {
            action.run();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
