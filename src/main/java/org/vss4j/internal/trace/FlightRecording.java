package org.vss4j.internal.trace;

import java.util.HexFormat;
import java.util.function.IntFunction;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Calls, operations and sessions as events of the JDK's Flight Recorder. Where the module {@code jdk.jfr} is missing there
 * are none; while nobody records, nothing is allocated and no clock is read. As long as nobody has recorded, the recorder
 * does not even get to know the events: that takes longer than the start of a JVM.
 *
 * <p>Nothing that the recorder throws comes out of it, for want of memory, say: the event is lost, and not what is recorded.
 *
 * <p>Only this class and those that end in {@code Event} know the module; none of them is linked where it is missing.
 */
public final class FlightRecording {
    private static final boolean POSSIBLE = ModuleLayer.boot()
            .findModule("jdk.jfr")
            .filter(FlightRecording.class.getModule()::canRead)
            .isPresent();

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static volatile IntFunction<String> names = FlightRecording::hex;

    private FlightRecording() {}

    /** Says how the codes are called; until then they are called by their numbers. */
    public static void nameCodesBy(IntFunction<String> newNames) {
        names = newNames;
    }

    /**
     * Begins a call. The first argument of {@link #ended}, so that it is evaluated before the call, which is the last.
     *
     * @return the event, or null while nobody records
     */
    public static @Nullable CallEvent begun() {
        try {
            if (!mayBeRecorded() || !CallEvent.PROBE.isEnabled()) {
                return null;
            }
            CallEvent event = new CallEvent();
            event.begin();
            return event;
        } catch (Throwable e) {
            return null;
        }
    }

    /**
     * Ends a call that was made for the current thread's session.
     *
     * @param event what {@link #begun} returned
     * @param method interface and method
     * @param result what the call returned
     * @return the same
     */
    public static int ended(@Nullable CallEvent event, String method, int result) {
        if (event != null) {
            commit(event, method, result, SessionScope.current().session());
        }
        return result;
    }

    /** Ends a call that was made for a session. */
    public static int ended(@Nullable CallEvent event, String method, long session, int result) {
        if (event != null) {
            commit(event, method, result, session);
        }
        return result;
    }

    /** Ends a call that returned a count. */
    public static int counted(@Nullable CallEvent event, String method, int count) {
        if (event != null) {
            commitCount(event, method);
        }
        return count;
    }

    private static void commitCount(CallEvent event, String method) {
        try {
            event.end();
            event.method = method;
            event.session = SessionScope.current().session();
            event.commit();
        } catch (Throwable e) {
            // There is one event less.
        }
    }

    private static void commit(CallEvent event, String method, int result, long session) {
        try {
            event.end();
            if (event.shouldCommit()) {
                event.method = method;
                event.hresult = hex(result);
                event.hresultName = name(result);
                event.session = session;
                event.commit();
            }
        } catch (Throwable e) {
            // There is one event less.
        }
    }

    static @Nullable OperationEvent begunOperation() {
        try {
            if (!mayBeRecorded() || !OperationEvent.PROBE.isEnabled()) {
                return null;
            }
            OperationEvent event = new OperationEvent();
            event.begin();
            return event;
        } catch (Throwable e) {
            return null;
        }
    }

    static @Nullable SessionEvent begunSession() {
        try {
            if (!mayBeRecorded() || !SessionEvent.PROBE.isEnabled()) {
                return null;
            }
            SessionEvent event = new SessionEvent();
            event.begin();
            return event;
        } catch (Throwable e) {
            return null;
        }
    }

    private static boolean mayBeRecorded() {
        return POSSIBLE && FlightRecorder.isInitialized();
    }

    static String hex(int code) {
        return "0x" + HEX.toHexDigits(code);
    }

    static String name(int code) {
        return names.apply(code);
    }
}
