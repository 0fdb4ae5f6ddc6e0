package org.vss4j.requester;

import static java.lang.System.Logger.Level.ERROR;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Undeterred;
import org.vss4j.internal.trace.SessionLogger;

/**
 * A session whose copies are being made, on a platform thread of its own: the JDK loses a virtual one, with all that it has in
 * hand, if memory is missing when that begins a wait with a time. Who cancels this, or completes it himself, ends the
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

    /** Made beforehand, for there may be no memory when it is needed. */
    private final Runnable telling = new Undeterred(this::tell);

    /** How the attempt ended. Of its thread alone, as all that follows. */
    private @Nullable BackupSession made;

    private @Nullable Throwable thrown;
    private boolean isFirst;

    private PendingSnapshot(Attempts attempts) {
        thread = Thread.ofPlatform()
                .daemon()
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
            made = attempts.make();
        } catch (Throwable e) {
            thrown = e;
        }
        isFirst = state.compareAndSet(State.RUNNING, State.OVER);
        telling.run();
    }

    /** Tells who waits. An Error may come before all have been told: then this goes on when it is called again. */
    private void tell() {
        BackupSession session = made;
        Throwable failure = thrown;
        if (session != null && !(isFirst && has(session))) {
            giveBack(session);
        } else if (failure != null && isFirst) {
            super.completeExceptionally(failure);
        }
    }

    /** Completes this with the session, unless someone else has completed it. */
    private boolean has(BackupSession session) {
        return super.complete(session) || (state() == Future.State.SUCCESS && resultNow() == session);
    }

    private static void giveBack(BackupSession session) {
        try {
            session.discardCopies();
            session.giveBack();
        } catch (RuntimeException e) {
            LOG.log(ERROR, "A session that nobody waits for any more was not given back whole", e);
        }
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
