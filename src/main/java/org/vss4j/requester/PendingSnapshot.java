package org.vss4j.requester;

import java.util.concurrent.CompletableFuture;

/**
 * A session whose copies are being made, on a virtual thread of its own. Who cancels this, or completes it himself, ends the
 * attempt, and a session that nobody takes is closed.
 */
final class PendingSnapshot extends CompletableFuture<BackupSession> {
    /** Whether the attempt has come to its end by itself: code of users may run on its thread then. */
    private volatile boolean isOver;

    private PendingSnapshot() {}

    static PendingSnapshot begin(Attempts attempts) {
        PendingSnapshot pending = new PendingSnapshot();
        Thread thread = Thread.ofVirtual()
                .name("vss4j-snapshot")
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> pending.run(attempts));
        CompletableFuture<BackupSession> unused = pending.whenComplete((session, failure) -> {
            if (!pending.isOver) {
                thread.interrupt();
            }
        });
        thread.start();
        return pending;
    }

    private void run(Attempts attempts) {
        try {
            BackupSession session = attempts.make();
            isOver = true;
            if (!complete(session)) {
                session.close();
            }
        } catch (Throwable e) {
            isOver = true;
            completeExceptionally(e);
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
