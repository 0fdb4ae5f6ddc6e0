package org.vss4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vss4j.testing.NothingLeftBehind;
import org.vss4j.testing.ScriptedAsync;

@ExtendWith(NothingLeftBehind.class)
class CompletionPollerTest {
    private final ScriptedAsync server = new ScriptedAsync();
    private final AsyncOperation operation = AsyncOperation.adopt(server.pointer(), Arena.global());

    @AfterEach
    void close() {
        operation.close();
    }

    @Test
    void aPendingOperationIsNotAskedWithoutPause() {
        long start = System.nanoTime();
        CompletableFuture<AsyncStatus> unused = operation.completion();
        eventually(
                "it has been asked for a while",
                () -> System.nanoTime() - start > 200_000_000 && server.queries.get() > 1);
        int queries = server.queries.get();
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(queries).isLessThanOrEqualTo((int) milliseconds + 2);
    }

    /** One of several is enough: any one may meet a machine that is busy. */
    @Test
    void aYoungOperationIsAskedAtShortIntervals() {
        Duration shortest = Duration.ofDays(1);
        for (int i = 0; i < 20 && shortest.toMillis() > 100; i++) {
            ScriptedAsync young = new ScriptedAsync();
            try (AsyncOperation asked = AsyncOperation.adopt(young.pointer(), Arena.global())) {
                long start = System.nanoTime();
                CompletableFuture<AsyncStatus> unused = asked.completion();
                eventually("it has been asked ten times", () -> young.queries.get() >= 10);
                Duration taken = Duration.ofNanos(System.nanoTime() - start);
                shortest = taken.compareTo(shortest) < 0 ? taken : shortest;
            }
        }
        // Ten pauses of the longest kind take 200 ms.
        assertThat(shortest).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void anInterruptDoesNotEndThePolling() throws Exception {
        CompletableFuture<AsyncStatus> completion = operation.completion();
        Thread poller = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vss4j-poller"))
                .findAny()
                .orElseThrow();
        poller.interrupt();
        eventually("it has seen the interrupt", () -> !poller.isInterrupted());
        server.finish();
        assertThat(completion.get(30, TimeUnit.SECONDS).isTerminal()).isTrue();
    }
}
