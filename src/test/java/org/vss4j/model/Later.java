package org.vss4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.HResult;

/** An answer that comes when the operation ends or its handle closes: to a completion, or to a thread that waits. */
final class Later {
    private final HandleModel handle;
    private final CompletableFuture<AsyncStatus> answer;
    private final @Nullable Thread waiter;
    private Supplier<Set<Outcome>> allowed;
    private boolean decided;

    private Later(
            HandleModel handle,
            CompletableFuture<AsyncStatus> answer,
            @Nullable Thread waiter,
            Supplier<Set<Outcome>> allowed) {
        this.handle = handle;
        this.answer = answer;
        this.waiter = waiter;
        this.allowed = allowed;
    }

    /** The completion of an open operation. */
    static Later completion(HandleModel handle, AsyncOperation operation) {
        return new Later(handle, operation.completion(), null, handle::completed);
    }

    /** A thread that begins to wait for an open operation, now or soon. */
    static Later await(HandleModel handle, AsyncOperation operation, Duration time, ThreadKind kind) {
        CompletableFuture<AsyncStatus> answer = new CompletableFuture<>();
        Thread waiter = kind.start(() -> {
            try {
                answer.complete(operation.await(time));
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        return new Later(handle, answer, waiter, handle::awaited);
    }

    /** Whether this is a completion that nobody has ended by hand. */
    boolean isUntouchedCompletion() {
        return waiter == null && !decided;
    }

    /** Cancels the completion. Returns whether that was in time: a pending one is cancelled at once. */
    boolean cancel() {
        boolean mayBeDone = handle.endsWaiting();
        boolean cancelled = answer.cancel(true);
        assertThat(cancelled || mayBeDone)
                .as("a pending completion is cancelled")
                .isTrue();
        if (cancelled) {
            decide(new Outcome.Threw(CancellationException.class));
        }
        return cancelled;
    }

    /** Completes the completion by hand, with what nothing else ends it with, unless it has ended before. */
    void completeByHand() {
        AsyncStatus byHand = new AsyncStatus.Finished(HResult.of(1));
        if (answer.complete(byHand)) {
            decide(new Outcome.Returned(byHand));
        }
    }

    private void decide(Outcome outcome) {
        decided = true;
        allowed = () -> Set.of(outcome);
    }

    /** Interrupts the thread: it has to come back, and the operation goes on. */
    void interrupt() {
        if (waiter == null || decided) {
            return;
        }
        waiter.interrupt();
        eventually("the interrupted thread is back", answer::isDone);
        Outcome outcome = Outcome.of(answer);
        if (outcome.equals(Outcome.INTERRUPTED)) {
            decide(outcome);
        }
    }

    /** Whether the answer has to be there, or has to come soon. */
    boolean isDue() {
        return decided || handle.endsWaiting();
    }

    boolean isDone() {
        return answer.isDone();
    }

    /** Checks that no answer came too early, and that one that came is right. */
    void check() {
        if (answer.isDone()) {
            assertThat(Outcome.of(answer))
                    .as(waiter == null ? "completion" : "await on " + waiter)
                    .isIn(allowed.get());
        }
    }

    /** Checks that an answer that is due comes. */
    void expect() {
        if (isDue()) {
            eventually("the end is told", answer::isDone);
        }
        check();
    }
}
