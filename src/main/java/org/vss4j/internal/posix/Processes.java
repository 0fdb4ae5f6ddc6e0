package org.vss4j.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.MethodHandle;

/** This process, as the kernel knows it. */
public final class Processes {

    /** Whether it is told of the orphans below it, and is their parent then. */
    public static final int PR_SET_CHILD_SUBREAPER = 36;

    private Processes() {}

    /** Does one of the many things that prctl does; what the number that it returns means depends on that. */
    public static int prctl(int option, long argument) throws PosixException {
        return (int) SystemCall.make("prctl", "option " + option, (state, arena) ->
                (int) Prctl.HANDLE.invokeExact(state, option, argument, 0L, 0L, 0L));
    }

    /** Returns the user by whose rights it acts. */
    public static int geteuid() {
        try {
            return (int) Geteuid.HANDLE.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static final class Prctl {
        static final MethodHandle HANDLE =
                CLibrary.variadicFunction("prctl", 1, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static final class Geteuid {
        static final MethodHandle HANDLE = CLibrary.infallible("geteuid");
    }
}
