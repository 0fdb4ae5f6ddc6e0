package org.vss4j.internal.com;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings a thread's work to its end although the thread may be thrown out of it by an Error that it catches. Where compiled
 * code has to go on in the interpreter, and there is no memory for the objects that the compiler had done without, the JVM
 * leaves the method, and all that were compiled into it, past their handlers. This one is entered once by a thread, so the
 * interpreter runs it.
 */
public final class Undeterred {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(15);

    private Undeterred() {}

    /**
     * Does some work until it returns.
     *
     * @param work what goes on where it was, if it is begun again
     */
    public static void run(Runnable work) {
        while (true) {
            try {
                work.run();
                return;
            } catch (Throwable e) {
                // Nothing is allocated here.
                LockSupport.parkNanos(PAUSE);
            }
        }
    }
}
