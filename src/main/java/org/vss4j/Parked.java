package org.vss4j;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A thread that is parked until an operation has come to its end. Nobody else's code depends on it. */
final class Parked extends Waiter {
    private final CompletableFuture<@Nullable AsyncStatus> end = new CompletableFuture<>();

    @Override
    void tell() {
        run();
    }

    @Override
    protected void run() {
        Watch told = watch;
        end.complete(told == null ? null : told.status());
    }

    /** Whether there is an end, or another reason to look. */
    boolean isTold() {
        return end.isDone();
    }

    /** Parks until the end, or until the time is up: then it is pending. Null if the next question tells more. */
    @Nullable
    AsyncStatus get(long nanos) throws InterruptedException {
        try {
            return end.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return AsyncReference.PENDING;
        } catch (ExecutionException e) {
            throw new AssertionError("Only ever completed with a value", e);
        }
    }
}
