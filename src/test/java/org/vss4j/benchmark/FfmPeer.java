package org.vss4j.benchmark;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls as one writes them by hand for the FFM API, with what makes them fast: the functions' addresses read from the
 * vtable once, pointers in the global scope, and memory for the status that is used again. No check of any kind.
 */
final class FfmPeer {
    private static final long CANCEL = 3;
    private static final long WAIT = 4;
    private static final long QUERY_STATUS = 5;
    private static final MethodHandle QUERY =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle CALL =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle CALL_WITH_INT =
            Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private final MemorySegment self;
    private final MemorySegment queryStatus;
    private final MemorySegment cancel;
    private final MemorySegment await;
    private final MemorySegment out = Arena.global().allocate(JAVA_INT);

    FfmPeer(MemorySegment object) {
        // The object's first word is the address of its vtable, which has six slots.
        MemorySegment vtable =
                object.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0).reinterpret(6 * ADDRESS.byteSize());
        self = object;
        queryStatus = vtable.getAtIndex(ADDRESS, QUERY_STATUS);
        cancel = vtable.getAtIndex(ADDRESS, CANCEL);
        await = vtable.getAtIndex(ADDRESS, WAIT);
    }

    int status() {
        try {
            int result = (int) QUERY.invokeExact(queryStatus, self, out, MemorySegment.NULL);
            return result < 0 ? result : out.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    int cancel() {
        try {
            return (int) CALL.invokeExact(cancel, self);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    int await(int milliseconds) {
        try {
            return (int) CALL_WITH_INT.invokeExact(await, self, milliseconds);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
