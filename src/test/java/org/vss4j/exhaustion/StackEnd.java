package org.vss4j.exhaustion;

import org.jspecify.annotations.Nullable;

/** A call that is made near the end of the stack. {@link #descend} is never compiled, so that its frames are all alike. */
final class StackEnd {
    private static final long STACK = 400 * 1024;

    private final Subject subject;
    private final int frames;
    private @Nullable Throwable thrown;

    private StackEnd(Subject subject, int frames) {
        this.subject = subject;
        this.frames = frames;
    }

    static @Nullable Throwable call(Hardship.Trial trial) {
        StackEnd end = new StackEnd(trial.subject(), trial.degree());
        Thread thread = new Thread(null, end::descend, "a small stack", STACK);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return end.thrown;
    }

    /** Goes to the end of the stack, and makes the call on the way back. Returns how many frames there are above. */
    @SuppressWarnings("InfiniteRecursion")
    private int descend() {
        int above;
        try {
            above = 1 + descend();
        } catch (StackOverflowError e) {
            above = 0;
        }
        if (above == frames) {
            try {
                subject.call();
            } catch (Throwable e) {
                thrown = e;
            }
        }
        return above;
    }
}
