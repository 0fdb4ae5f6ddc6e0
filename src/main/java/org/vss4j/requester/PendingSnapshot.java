package org.vss4j.requester;

import static java.lang.System.Logger.Level.ERROR;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.trace.SessionLogger;

/**
 * A session whose copies are being made, on a virtual thread of its own. Who cancels this, or completes it himself, ends the
 * attempt, and what that has made is given back. Whoever comes first decides: an attempt that has come to its end is not
 * interrupted, for code of users may run on its thread then.
 */
final class PendingSnapshot extends CompletableFuture<BackupSession> {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    private enum State {
        RUNNING,
        OVER,
        ENDED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Thread thread;

    private PendingSnapshot(Attempts attempts) {
        thread = Thread.ofVirtual()
                .name("vss4j-snapshot")
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> run(attempts));
    }

    static PendingSnapshot begin(Attempts attempts) {
        PendingSnapshot pending = new PendingSnapshot(attempts);
        // For what completes a future otherwise than by its methods; of what depends on it this comes last.
        CompletableFuture<BackupSession> unused = pending.whenComplete((session, failure) -> pending.end());
        pending.thread.start();
        return pending;
    }

    private void run(Attempts attempts) {
        try {
            BackupSession session = attempts.make();
            if (!isFirst() || !super.complete(session)) {
                giveBack(session);
            }
        } catch (Throwable e) {
            if (isFirst()) {
                super.completeExceptionally(e);
            }
        }
    }

    private static void giveBack(BackupSession session) {
        try {
            session.discardCopies();
            session.close();
        } catch (RuntimeException e) {
            LOG.log(ERROR, "A session that nobody waits for any more was not given back whole", e);
        }
    }

    private boolean isFirst() {
        return state.compareAndSet(State.RUNNING, State.OVER);
    }

    private void end() {
        if (state.compareAndSet(State.RUNNING, State.ENDED)) {
            thread.interrupt();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        end();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(@Nullable BackupSession value) {
        end();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        end();
        return super.completeExceptionally(failure);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
