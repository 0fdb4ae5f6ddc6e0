package org.vss4j.benchmark;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.vss4j.HResult;

/** The objects of src/test/native/benchmark, whose calls cost next to nothing. Their memory stays. */
final class NativeObjects {
    /** Where scripts/benchmark has put the library. */
    static final Path LIBRARY = Path.of(System.getProperty("vss4j.benchmark.library"));

    private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
    private static final MethodHandle TRIVIAL = function("benchmark_trivial", ADDRESS, JAVA_INT);
    private static final MethodHandle TIMED = function("benchmark_timed", ADDRESS, JAVA_LONG);
    private static final MethodHandle WAITS = function("benchmark_waits", JAVA_INT);
    private static final MethodHandle LOOP = function("benchmark_loop", JAVA_INT, ADDRESS, JAVA_INT);

    private NativeObjects() {}

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(SYMBOLS.find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
    }

    /** An object whose QueryStatus gives a status, and whose Cancel takes a pending one to be cancelled just now. */
    static MemorySegment trivial(HResult status) {
        try {
            return (MemorySegment) TRIVIAL.invokeExact(status.value());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** An object that ends at an instant of {@link System#nanoTime}. */
    static MemorySegment timed(long end) {
        try {
            return (MemorySegment) TIMED.invokeExact(end);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** How often Wait was called of timed objects. */
    static int waits() {
        try {
            return (int) WAITS.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Calls of QueryStatus made in C, on the object at an address in memory. */
    static int loop(MemorySegment objectHolder, int calls) {
        try {
            return (int) LOOP.invokeExact(objectHolder, calls);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
