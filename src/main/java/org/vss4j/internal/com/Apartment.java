package org.vss4j.internal.com;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
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

    /**
     * Whether a call that may take long is made elsewhere for the current thread: it is in an STA; or it is virtual, and the
     * call would keep its carrier from all others.
     */
    public static boolean callsElsewhere() {
        return Thread.currentThread().isVirtual() || isSingleThreaded();
    }

    /** Makes a COM call from whatever apartment the current thread is in. */
    public static int call(IntSupplier call) {
        return isSingleThreaded() ? callElsewhere(call::getAsInt) : call.getAsInt();
    }

    /** Makes a COM call on another thread, of the MTA, and waits for it; a virtual thread makes it itself if there is none. */
    public static <T> T callElsewhere(Supplier<T> call) {
        Errand<T> errand;
        try {
            errand = new Errand<>(call);
            MtaThreads.CALLS.execute(errand);
        } catch (OutOfMemoryError e) {
            if (isSingleThreaded()) {
                throw e;
            }
            return call.get();
        }
        return errand.join();
    }

    /**
     * Has another thread, of the MTA, make a call that may not return, such as a cancel.
     *
     * @return what can be waited for
     * @throws OutOfMemoryError if there is no thread for it
     */
    public static <T> Errand<T> send(Supplier<T> call) {
        Errand<T> errand = new Errand<>(call);
        MtaThreads.CALLS.execute(errand);
        return errand;
    }

    /**
     * Has another thread, of the MTA, ask for something that may not come.
     *
     * @return what can be waited for
     * @throws OutOfMemoryError if there is no thread for it
     */
    public static <T> Errand<T> ask(Supplier<T> question) {
        Errand<T> errand = new Errand<>(question);
        MtaThreads.QUERIES.execute(errand);
        return errand;
    }

    /** Has nobody ask any more, if nobody does yet. */
    public static void withdraw(Errand<?> question) {
        MtaThreads.QUERIES.withdraw(question);
    }

    /** Makes a COM call from whatever apartment the current thread is in, and from an STA does not wait for its end. */
    static <T> void run(T subject, Consumer<T> call) {
        if (isSingleThreaded()) {
            Errand<?> unused = send(() -> {
                call.accept(subject);
                return true;
            });
        } else {
            call.accept(subject);
        }
    }

    /** Whether {@link #bringToEnd} has another thread do it: what is used most asks beforehand, and does it at once. */
    public static boolean endsElsewhere() {
        return Thread.currentThread().isVirtual();
    }

    /**
     * Does something that has to be brought to its end: for a virtual thread another thread does all of it, also if the virtual
     * one is thrown out of its waiting; it does it itself if there is no other.
     *
     * @param subject what it is done to
     * @param work what is done, once
     */
    public static <T> void bringToEnd(T subject, Consumer<T> work) {
        if (!endsElsewhere()) {
            work.accept(subject);
            return;
        }
        Errand<?> errand;
        try {
            errand = send(() -> {
                work.accept(subject);
                return true;
            });
        } catch (OutOfMemoryError | StackOverflowError e) {
            work.accept(subject);
            return;
        }
        errand.join();
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

    /** Threads that never enter an apartment of their own and so belong to the MTA. None is left when idle. */
    static final class MtaThreads {
        static final Crew CALLS = Crew.ofCalls("vss4j-mta-");

        /** Of their own, so that questions without an answer keep nobody from cancelling. */
        static final Crew QUERIES = Crew.ofCalls("vss4j-mta-query-");
    }
}
