package org.vss4j.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vss4j.testing.FailingLog;

/** A line that cannot be logged is lost, and nothing else. */
class SessionLoggerTest {
    private static final String NAME = "org.vss4j.failing";

    /** Held, because the logging of the JDK does not hold its loggers. */
    private final Logger behind = Logger.getLogger(NAME);

    private final FailingLog failing = new FailingLog(NAME);
    private final System.Logger logger = SessionLogger.of(NAME);

    @AfterEach
    void close() {
        failing.close();
        behind.setFilter(null);
    }

    @Test
    void whatABackendThrowsAtALine_doesNotComeOut() {
        logger.log(System.Logger.Level.ERROR, "a line");
        logger.log(System.Logger.Level.ERROR, "a line of {0}", "a parameter");
        logger.log(System.Logger.Level.ERROR, () -> "a line that is made");
        logger.log(System.Logger.Level.ERROR, "a line", new IllegalStateException("thrown"));
        assertThat(failing.asked()).isEqualTo(4);
    }

    @Test
    void whatAFilterThrows_doesNotComeOut() {
        behind.setFilter(line -> {
            throw new AssertionError("no line can be filtered");
        });
        logger.log(System.Logger.Level.ERROR, "a line");
        assertThat(failing.asked()).isZero();
    }

    @Test
    void aLevelThatIsOff_isNotLoggable() {
        assertThat(logger.isLoggable(System.Logger.Level.ERROR)).isTrue();
        assertThat(logger.isLoggable(System.Logger.Level.TRACE)).isFalse();
    }
}
