package org.vss4j.contract;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.vss4j.testing.NativeServer;

/** The functions of src/test/native/vss_server.h, one method for each. The build compiles it, and says where it lies. */
final class CServerLibrary {
    private static final MethodHandle OPEN = function("vss_test_open", ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle MUTANTS = function("vss_test_mutants", JAVA_INT);
    private static final MethodHandle MUTANT = function("vss_test_mutant", ADDRESS, JAVA_INT);
    private static final MethodHandle LIVE = function("vss_test_live", JAVA_INT, ADDRESS);
    private static final MethodHandle NEXT_LIVE =
            function("vss_test_next_live", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle NEXT_VIOLATION = function("vss_test_next_violation", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle BEGIN = function("vss_test_begin", JAVA_LONG, ADDRESS);
    private static final MethodHandle POINTER = function("vss_test_pointer", ADDRESS, JAVA_LONG);
    private static final MethodHandle END = function("vss_test_end", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle END_AFTER = procedure("vss_test_end_after", JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle SET = procedure("vss_test_set", JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLEAR = procedure("vss_test_clear", JAVA_LONG, JAVA_INT);
    private static final MethodHandle REFERENCES = function("vss_test_references", JAVA_INT, JAVA_LONG);
    private static final MethodHandle CALLS = function("vss_test_calls", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle INSIDE = function("vss_test_inside", JAVA_INT, JAVA_LONG, JAVA_INT);

    private CServerLibrary() {}

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(NativeServer.function(name), FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle procedure(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(NativeServer.function(name), FunctionDescriptor.ofVoid(arguments));
    }

    private static AssertionError failed(Throwable e) {
        return new AssertionError("A function of the C server threw", e);
    }

    // Server *vss_test_open(int32_t mutant, const char *test)
    static MemorySegment open(int mutant, MemorySegment test) {
        try {
            return (MemorySegment) OPEN.invokeExact(mutant, test);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_mutants(void)
    static int mutants() {
        try {
            return (int) MUTANTS.invokeExact();
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // const char *vss_test_mutant(int32_t number)
    static MemorySegment mutant(int number) {
        try {
            return (MemorySegment) MUTANT.invokeExact(number);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_live(Server *server)
    static int live(MemorySegment server) {
        try {
            return (int) LIVE.invokeExact(server);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_next_live(Server *server, int32_t from, char *text, int32_t size)
    static int nextLive(MemorySegment server, int from, MemorySegment text) {
        try {
            return (int) NEXT_LIVE.invokeExact(server, from, text, (int) text.byteSize());
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_next_violation(char *text, int32_t size)
    static int nextViolation(MemorySegment text) {
        try {
            return (int) NEXT_VIOLATION.invokeExact(text, (int) text.byteSize());
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int64_t vss_test_begin(Server *server)
    static long begin(MemorySegment server) {
        try {
            return (long) BEGIN.invokeExact(server);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // void *vss_test_pointer(int64_t handle)
    static MemorySegment pointer(long handle) {
        try {
            return (MemorySegment) POINTER.invokeExact(handle);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_end(int64_t handle, hresult code)
    static int end(long handle, int code) {
        try {
            return (int) END.invokeExact(handle, code);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // void vss_test_end_after(int64_t handle, hresult code, int32_t milliseconds)
    static void endAfter(long handle, int code, int milliseconds) {
        try {
            END_AFTER.invokeExact(handle, code, milliseconds);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // void vss_test_set(int64_t handle, int32_t fault, int32_t value)
    static void set(long handle, int fault, int value) {
        try {
            SET.invokeExact(handle, fault, value);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // void vss_test_clear(int64_t handle, int32_t fault)
    static void clear(long handle, int fault) {
        try {
            CLEAR.invokeExact(handle, fault);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_references(int64_t handle)
    static int references(long handle) {
        try {
            return (int) REFERENCES.invokeExact(handle);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_calls(int64_t handle, int32_t method)
    static int calls(long handle, int method) {
        try {
            return (int) CALLS.invokeExact(handle, method);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    // int32_t vss_test_inside(int64_t handle, int32_t method)
    static int inside(long handle, int method) {
        try {
            return (int) INSIDE.invokeExact(handle, method);
        } catch (Throwable e) {
            throw failed(e);
        }
    }
}
