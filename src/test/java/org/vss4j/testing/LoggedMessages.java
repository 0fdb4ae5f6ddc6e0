package org.vss4j.testing;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library logs as a warning or worse, from when this is made until it is closed. */
public final class LoggedMessages implements AutoCloseable {
    private final Logger logger = Logger.getLogger("org.vss4j");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
                records.add(message);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public LoggedMessages() {
        logger.addHandler(handler);
    }

    /** The messages so far, each with its level in front, and with what was thrown behind. */
    public List<String> soFar() {
        return records.stream()
                .map(message -> message.getLevel() + " "
                        + MessageFormat.format(message.getMessage(), message.getParameters())
                        + (message.getThrown() == null ? "" : " " + message.getThrown()))
                .toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
