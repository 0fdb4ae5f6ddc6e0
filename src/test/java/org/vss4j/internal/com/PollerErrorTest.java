package org.vss4j.internal.com;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;
import org.vss4j.testing.LoggedMessages;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

/** Errors on the thread that asks, which come out of the first look for its apartment. */
@ExtendWith(NothingLeftBehind.class)
class PollerErrorTest {
    private static final int ERRORS = 3;

    private final BooleanSupplier probe = Apartment.probe;
    private final ScriptedAsync server = new ScriptedAsync();
    private final AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());

    @AfterEach
    void close() {
        Apartment.probe = probe;
        operation.close();
    }

    @Test
    void errorsOfAPass_endNoPoller_andAreLogged() {
        AtomicInteger thrown = throwOnThePollersThread();
        try (LoggedMessages log = new LoggedMessages()) {
            CompletableFuture<AsyncStatus> completion = operation.completion();
            eventually("it is asked for after the errors", () -> server.queries.get() > 0);
            assertThat(thrown).hasValue(ERRORS);
            assertThat(completion).isNotDone();
            server.finish();
            eventually("the completion has ended", completion::isDone);
            assertThat(completion.join()).isEqualTo(new AsyncStatus.Finished(HResult.VSS_S_ASYNC_FINISHED));
            eventually("it is logged", () -> log.soFar().stream().anyMatch(PollerErrorTest::tellsTheError));
        }
    }

    @Test
    void aLogHandlerThatDoesNotReturn_holdsNoCompletionUp() {
        CountDownLatch logging = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                logging.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    throw new AssertionError("Nobody interrupts", e);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.vss4j");
        logger.addHandler(handler);
        try {
            throwOnThePollersThread();
            CompletableFuture<AsyncStatus> completion = operation.completion();
            eventually("something is logged", () -> logging.getCount() == 0);
            server.finish();
            eventually("the completion has ended", completion::isDone);
            assertThat(letGo.getCount()).isEqualTo(1);
        } finally {
            letGo.countDown();
            logger.removeHandler(handler);
        }
    }

    /** Throws on a thread that is yet to come, for it looks once; returns how often it has thrown. */
    private static AtomicInteger throwOnThePollersThread() {
        eventually(
                "no poller runs",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("vss4j-poller")));
        AtomicInteger thrown = new AtomicInteger();
        Apartment.probe = () -> {
            if (Thread.currentThread().getName().equals("vss4j-poller") && thrown.get() < ERRORS) {
                thrown.incrementAndGet();
                throw new OutOfMemoryError("thrown by a test");
            }
            return false;
        };
        return thrown;
    }

    private static boolean tellsTheError(String line) {
        return line.equals(
                "SEVERE Polling operations failed; trying again" + " java.lang.OutOfMemoryError: thrown by a test");
    }
}
