package org.vss4j.benchmark;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.vss4j.HResult;

/** An IVssAsync in Java as one writes it by hand for the FFM API: a stub that sets the status. No check of any kind. */
final class UpcallPeer {
    private static final int PENDING = HResult.VSS_S_ASYNC_PENDING.value();
    private static final int SLOTS = 6;

    private UpcallPeer() {}

    /** An object all of whose methods are QueryStatus. */
    static MemorySegment object() {
        MethodType type =
                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class, MemorySegment.class);
        MemorySegment stub;
        try {
            stub = Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup().findStatic(UpcallPeer.class, "queryStatus", type),
                            FunctionDescriptor.of(
                                    JAVA_INT,
                                    ADDRESS,
                                    ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(1, JAVA_INT)),
                                    ADDRESS),
                            Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("There is no such method", e);
        }
        MemorySegment vtable = Arena.global().allocate(ADDRESS, SLOTS);
        for (int slot = 0; slot < SLOTS; slot++) {
            vtable.setAtIndex(ADDRESS, slot, stub);
        }
        return Arena.global().allocateFrom(ADDRESS, vtable);
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called through its stub
    private static int queryStatus(MemorySegment self, MemorySegment status, MemorySegment reserved) {
        status.set(JAVA_INT, 0, PENDING);
        return 0;
    }
}
