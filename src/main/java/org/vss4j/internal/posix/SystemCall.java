package org.vss4j.internal.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/** One call, with the memory that it needs and the error that it ends with. */
final class SystemCall {

    static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle NUMBER = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private SystemCall() {}

    /** What calls. */
    interface Invocation {

        /**
         * Calls once.
         *
         * @param state where errno goes
         * @param arena whose memory ends with the call
         * @return what the function returned: negative if it failed
         */
        @SuppressWarnings("IllegalThrows") // A method handle's.
        long invoke(MemorySegment state, Arena arena) throws Throwable;
    }

    /**
     * Calls, and again as long as a signal interrupts it.
     *
     * @param function its name
     * @param file what it is about, for the message
     */
    static long make(String function, Object file, Invocation invocation) throws PosixException {
        while (true) {
            try {
                return makeOnce(function, file, invocation);
            } catch (PosixException e) {
                if (!e.is(Errno.EINTR)) {
                    throw e;
                }
            }
        }
    }

    /** Calls once, whatever interrupts it. */
    static long makeOnce(String function, Object file, Invocation invocation) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = invoke(invocation, state, arena);
            if (result < 0) {
                throw new PosixException(function, file.toString(), (int) NUMBER.get(state, 0L));
            }
            return result;
        }
    }

    private static long invoke(Invocation invocation, MemorySegment state, Arena arena) {
        try {
            return invocation.invoke(state, arena);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
