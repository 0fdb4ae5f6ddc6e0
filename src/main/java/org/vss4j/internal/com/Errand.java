package org.vss4j.internal.com;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.trace.SessionScope;

/**
 * A call that a {@link Crew} makes for a thread which waits for its result, in that thread's scope.
 *
 * @param <T> the result
 */
public final class Errand<T> extends Crew.Task {
    private final Supplier<T> call;
    private final SessionScope scope = SessionScope.current();
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** An errand that nobody does yet. */
    public Errand(Supplier<T> call) {
        this.call = call;
    }

    @Override
    protected void run() {
        SessionScope outer = scope.enter();
        try {
            result.complete(call.get());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        } finally {
            SessionScope.leave(outer);
        }
    }

    /** The result, or what the call has thrown, when it is there. An interrupt is kept until then. */
    public T join() {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw thrown(e);
        }
    }

    /**
     * The result, or what the call has thrown; null if it is not there in time.
     *
     * @throws InterruptedException if the thread is interrupted; the call goes on
     */
    public @Nullable T get(long nanos) throws InterruptedException {
        try {
            return result.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw thrown(e);
        } catch (TimeoutException e) {
            return null;
        }
    }

    private static RuntimeException thrown(Exception wrapper) {
        Throwable cause = wrapper.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }
}
