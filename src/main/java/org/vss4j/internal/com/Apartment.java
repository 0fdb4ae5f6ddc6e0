package org.vss4j.internal.com;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.vss4j.internal.trace.SessionScope;
import org.vss4j.internal.windows.Ole32;
import org.vss4j.internal.windows.Platform;

/**
 * Which COM apartment a thread is in. VSS belongs in the multi-threaded one (MTA): called from a single-threaded
 * apartment (STA), such as a user interface's thread, it stalls for minutes. So the process joins the MTA once and for
 * its life, which makes every thread that has not chosen an apartment a member; operations are begun there only; and
 * what may come from anywhere, such as a cancel, is carried over to a thread of the MTA.
 *
 * <p>A thread is asked for its apartment each time, for threads of a pool enter one and leave it.
 */
public final class Apartment {
    /** Tells whether the current thread is in an STA. Replaced by tests, which have no other way to be in one. */
    static volatile BooleanSupplier probe = Platform.isWindows() ? Apartment::ask : () -> false;

    private Apartment() {}

    private static boolean ask() {
        try (CallFrame frame = CallFrame.open()) {
            return Ole32.isSingleThreaded(frame.memory());
        }
    }

    /** Whether the current thread is in an STA at this moment. A virtual thread never is. */
    public static boolean isSingleThreaded() {
        return !Thread.currentThread().isVirtual() && probe.getAsBoolean();
    }

    /**
     * Fails in an STA; elsewhere makes the process a member of the MTA.
     *
     * @param what what must not be done in an STA
     * @throws IllegalStateException in an STA, or if COM refuses
     */
    public static void requireMultiThreaded(String what) {
        if (Platform.isWindows()) {
            Membership.join();
        }
        if (isSingleThreaded()) {
            throw new IllegalStateException(what
                    + " must not be made in a single-threaded apartment (a user interface's thread, for example), where VSS"
                    + " stalls for minutes: use another thread, such as one of a pool");
        }
    }

    /**
     * Sets the process's COM security for a requester, once; a process that has set its own keeps it.
     *
     * @return the HRESULT of the one call that was made; off Windows S_OK
     */
    public static int initializeSecurity() {
        return Platform.isWindows() ? Security.RESULT : 0;
    }

    /** Makes a COM call from whatever apartment the current thread is in. */
    public static int call(IntSupplier call) {
        return isSingleThreaded() ? MtaThreads.call(inThisScope(call)) : call.getAsInt();
    }

    /** A call that is made on another thread for the same session. */
    private static IntSupplier inThisScope(IntSupplier call) {
        SessionScope scope = SessionScope.current();
        return () -> {
            SessionScope outer = scope.enter();
            try {
                return call.getAsInt();
            } finally {
                SessionScope.leave(outer);
            }
        };
    }

    /** Makes a COM call from whatever apartment the current thread is in, and from an STA does not wait for its end. */
    public static <T> void run(T subject, Consumer<T> call) {
        if (isSingleThreaded()) {
            SessionScope scope = SessionScope.current();
            MtaThreads.POOL.execute(() -> scope.run(subject, call));
        } else {
            call.accept(subject);
        }
    }

    /** The one call of CoIncrementMTAUsage, made when this class is initialised. */
    private static final class Membership {
        private static final int RESULT = Ole32.incrementMtaUsage();

        static void join() {
            if (RESULT < 0) {
                throw new IllegalStateException(String.format(
                        "CoIncrementMTAUsage failed: 0x%08X; COM cannot be used in this process", RESULT));
            }
        }
    }

    /** The one call of CoInitializeSecurity, made when this class is initialised. */
    private static final class Security {
        private static final int RESULT = Ole32.initializeSecurity();
    }

    /** Threads that never enter an apartment of their own and so belong to the MTA; none is left when idle. */
    private static final class MtaThreads {
        static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform()
                        .daemon()
                        .name("vss4j-mta-", 0)
                        .inheritInheritableThreadLocals(false)
                        .factory());

        static int call(IntSupplier call) {
            Future<Integer> result = POOL.submit(call::getAsInt);
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return result.get();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    } catch (ExecutionException e) {
                        throw new IllegalStateException("a call made in the multi-threaded apartment failed", e);
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
