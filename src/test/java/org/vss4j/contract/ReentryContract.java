package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;

/**
 * Code of a user that runs in the midst of a step, as the handler of a log line does, and uses the session there: whatever it
 * does, and at whichever line, nothing is left, and nobody gets copies of a session that is closed.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ReentryContract extends BackupContract {
    /** What the handler does. */
    enum Deed {
        CLOSES {
            @Override
            void on(BackupSession session) {
                session.close();
            }
        },
        CANCELS {
            @Override
            void on(BackupSession session) {
                session.cancel();
            }
        },
        MAKES_A_STEP {
            @Override
            void on(BackupSession session) throws Exception {
                try {
                    session.backupDocument();
                } catch (VssException | IllegalStateException e) {
                    // It is out of order, or another step is being made.
                }
            }
        };

        abstract void on(BackupSession session) throws Exception;
    }

    private final Logger logger = Logger.getLogger("org.vss4j");
    private final AtomicReference<@Nullable BackupSession> used = new AtomicReference<>();
    private final AtomicInteger line = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    private Deed deed = Deed.CLOSES;
    private volatile boolean over;
    private volatile boolean doneBeforeTheEnd;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            BackupSession session = used.get();
            if (session == null || line.getAndDecrement() != 0) {
                return;
            }
            doneBeforeTheEnd = !over;
            try {
                deed.on(session);
            } catch (Throwable e) {
                thrown.set(e);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
    }

    @ParameterizedTest
    @EnumSource(Deed.class)
    void atWhicheverLine_nothingIsLeft(Deed newDeed) throws Exception {
        deed = newDeed;
        int lines = 0;
        while (isReached(lines)) {
            lines++;
        }
        assertThat(lines).as("lines of a session").isGreaterThan(20);
    }

    /** Goes through a session; returns whether it had so many lines. */
    private boolean isReached(int number) throws Exception {
        startOver();
        over = false;
        doneBeforeTheEnd = false;
        line.set(number);
        Throwable failure = null;
        try (BackupSession session = open(BackupOptions.defaults())) {
            used.set(session);
            backUp(session);
            over = true;
        } catch (IllegalStateException e) {
            failure = e;
        } finally {
            used.set(null);
        }
        assertThat(thrown.get()).as("what the handler got at line %d", number).isNull();
        if (doneBeforeTheEnd && deed != Deed.MAKES_A_STEP) {
            assertThat(failure).as("what the user got after line %d", number).isNotNull();
        } else {
            assertThat(failure).as("what the user got after line %d", number).isNull();
        }
        List<String> left = server().leftovers();
        eventually(
                "nothing is left of " + left + " after line " + number,
                () -> server().leftovers().isEmpty());
        assertThat(server().isSnapshotSetInProgress()).isFalse();
        assertAbortedIfDue();
        return line.get() < 0;
    }
}
