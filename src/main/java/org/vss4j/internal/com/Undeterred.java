package org.vss4j.internal.com;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings a thread's work to its end although the thread may be thrown out of it by an Error that it catches. Where compiled
 * code has to go on in the interpreter, and there is no memory for the objects that the compiler had done without, the JVM
 * leaves the method, and all that were compiled into it, past their handlers. So there are several of them, one in another:
 * a compiler takes a method that calls itself into itself once at most, and the outermost is never left this way. Made before
 * it is needed, so that to begin it takes no memory.
 */
public final class Undeterred implements Runnable {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(15);

    /** Handlers of which two at least are in methods that were compiled apart. */
    private static final int LAYERS = 5;

    private final Runnable work;

    /**
     * Work that is brought to its end when this is run.
     *
     * @param work what goes on where it was, if it is begun again
     */
    public Undeterred(Runnable work) {
        this.work = work;
    }

    @Override
    public void run() {
        run(work, LAYERS);
    }

    private static void run(Runnable work, int layers) {
        while (true) {
            try {
                if (layers > 1) {
                    run(work, layers - 1);
                } else {
                    work.run();
                }
                return;
            } catch (Throwable e) {
                // Nothing is allocated here.
                LockSupport.parkNanos(PAUSE);
            }
        }
    }
}
