package org.vss4j;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A user's own future of an operation's terminal status: cancelling it cancels the operation. A stage that is derived
 * from it is a plain future, which does not.
 */
final class Completion extends CompletableFuture<AsyncStatus> {
    /** Kept reachable until this future is done, by whomever; one that is done may be held for long. */
    private volatile @Nullable AsyncOperation operation;

    Completion(AsyncOperation operation, CompletableFuture<AsyncStatus> shared) {
        this.operation = operation;
        CompletableFuture<AsyncStatus> unused = whenComplete((status, failure) -> this.operation = null);
        if (shared.isDone()) {
            CompletableFuture<AsyncStatus> unusedToo = shared.whenComplete(this::end);
        } else {
            // A thread for each: what depends on one completion may wait for another.
            CompletableFuture<AsyncStatus> unusedToo = shared.whenCompleteAsync(this::end, CompletionPoller::handOff);
        }
    }

    private void end(@Nullable AsyncStatus status, @Nullable Throwable failure) {
        if (failure == null) {
            complete(status);
        } else {
            completeExceptionally(failure);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        AsyncOperation current = operation;
        boolean pending = !isDone();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (pending && cancelled && current != null) {
            current.cancelOrLog();
        }
        return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
