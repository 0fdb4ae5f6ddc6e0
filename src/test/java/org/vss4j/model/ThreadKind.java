package org.vss4j.model;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Which kind of thread makes a call. */
enum ThreadKind {
    PLATFORM,
    VIRTUAL;

    private static final long DEADLINE_SECONDS = 30;

    Thread start(Runnable task) {
        return this == PLATFORM
                ? Thread.ofPlatform().daemon().name("model-caller").start(task)
                : Thread.ofVirtual().name("model-caller").start(task);
    }

    /** Makes a call on a thread of its own; one that does not come back fails. */
    Outcome outcomeOf(Callable<?> call) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        start(() -> outcome.complete(Outcome.of(call)));
        return outcome.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }
}
