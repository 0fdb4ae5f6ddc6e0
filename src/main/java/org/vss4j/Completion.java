package org.vss4j;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Crew;

/**
 * A user's own future of an operation's terminal status: cancelling it cancels the operation. A stage that is derived
 * from it is a plain future, which does not.
 *
 * <p>It is completed by a thread of a {@link Crew}, on which the code of the user runs that depends on it: one that takes its
 * time holds no other completion up. While as many as the crew has threads take their time, the next ones are completed on
 * virtual threads, one for each.
 */
final class Completion extends CompletableFuture<AsyncStatus> {
    /** On whose threads code of users runs. */
    static final Crew CREW = new Crew("vss4j-completion-", Completion::runVirtually);

    /** Kept reachable until this future is done, by whomever; one that is done may be held for long. */
    private volatile @Nullable AsyncOperation operation;

    /** In the list of whom the end is told, until this future is done. */
    final Waiter ending = new Ending();

    Completion(AsyncOperation operation, AsyncReference reference) {
        this.operation = operation;
        CompletableFuture<AsyncStatus> unused = whenComplete((status, failure) -> {
            this.operation = null;
            ending.leave();
        });
        reference.tell(ending);
    }

    /** How this future is completed, unless its user does it first. */
    private final class Ending extends Waiter {
        @Override
        void tell() {
            CREW.execute(this);
        }

        @Override
        protected void run() {
            Watch told = watch;
            AsyncStatus status = told == null ? null : told.status();
            if (status != null) {
                complete(status);
                return;
            }
            Throwable failure = told == null ? null : told.failure();
            completeExceptionally(failure == null ? AsyncReference.closed() : failure);
        }
    }

    private static boolean runVirtually(Crew.Task ending) {
        Thread.ofVirtual()
                .name("vss4j-completion")
                .inheritInheritableThreadLocals(false)
                .start(() -> Crew.perform(ending));
        return true;
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
