package org.vss4j.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A backend of the library's log that throws at every line, from when this is made until it is closed. */
public final class FailingLog implements AutoCloseable {
    private final Logger logger;
    private final AtomicInteger asked = new AtomicInteger();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            asked.incrementAndGet();
            throw new AssertionError("no line can be written");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public FailingLog(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(handler);
    }

    /** How many lines it was to write. */
    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
