package org.vss4j.model;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How a call came out: what it returned, or which exception it threw. Two that are equal are alike to a caller. */
sealed interface Outcome {
    Outcome CLOSED = new Threw(IllegalStateException.class);
    Outcome INTERRUPTED = new Threw(InterruptedException.class);
    Outcome DONE = new Returned(null);

    record Returned(@Nullable Object value) implements Outcome {}

    record Threw(Class<? extends Throwable> type) implements Outcome {}

    /** Makes a call. */
    static Outcome of(Callable<? extends @Nullable Object> call) {
        try {
            return new Returned(call.call());
        } catch (Exception e) {
            return new Threw(e.getClass());
        }
    }

    /** Takes a future that is done. */
    static Outcome of(CompletableFuture<?> done) {
        return switch (done.state()) {
            case SUCCESS -> new Returned(done.resultNow());
            case CANCELLED -> new Threw(CancellationException.class);
            case FAILED -> new Threw(done.exceptionNow().getClass());
            case RUNNING -> throw new AssertionError("The future is pending");
        };
    }
}
