package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.UUID;
import org.vss4j.HResult;
import org.vss4j.internal.bindings.IVssAsync;
import org.vss4j.internal.bindings.IVssAsyncVtbl;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.com.slots.AsyncSlots;

/** Calls of the slots of IVssAsync that no owner of an operation makes, and results as values. */
final class Slots {
    /** The timeout that is none. */
    static final int INFINITE = -1;

    private static final int UNTOUCHED = 0x0BAD_F00D;

    private Slots() {}

    static HResult cancel(MemorySegment self) {
        return HResult.of(AsyncSlots.cancel(self));
    }

    static HResult await(MemorySegment self, int milliseconds) {
        return HResult.of(AsyncSlots.await(self, milliseconds));
    }

    /** The status, from a query that succeeds. */
    static HResult status(MemorySegment self) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocateFrom(ValueLayout.JAVA_INT, UNTOUCHED);
            assertThat(HResult.of(AsyncSlots.queryStatus(self, out))).isEqualTo(HResult.S_OK);
            return HResult.of(out.get(ValueLayout.JAVA_INT, 0));
        }
    }

    /** QueryStatus with NULL for the status. */
    static HResult queryNull(MemorySegment self) {
        return HResult.of(AsyncSlots.queryStatus(self, MemorySegment.NULL));
    }

    /** QueryStatus with something for the parameter that must be NULL. */
    static HResult queryReserved(MemorySegment self) {
        try (Arena arena = Arena.ofConfined()) {
            return HResult.of(IVssAsyncVtbl.QueryStatus.invoke(
                    IVssAsyncVtbl.QueryStatus(IVssAsync.lpVtbl(self)),
                    self,
                    arena.allocate(ValueLayout.JAVA_INT),
                    arena.allocate(ValueLayout.JAVA_INT)));
        }
    }

    /** What QueryInterface returned, and the address that it gave. */
    record Interface(HResult result, long address) {}

    static Interface queryInterface(MemorySegment self, UUID id) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocateFrom(ValueLayout.JAVA_LONG, UNTOUCHED);
            HResult result = queryInterface(self, Guid.write(id, arena), out);
            return new Interface(result, out.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /** QueryInterface with NULL for the pointer. */
    static HResult queryInterfaceNull(MemorySegment self, UUID id) {
        try (Arena arena = Arena.ofConfined()) {
            return queryInterface(self, Guid.write(id, arena), MemorySegment.NULL);
        }
    }

    private static HResult queryInterface(MemorySegment self, MemorySegment id, MemorySegment out) {
        return HResult.of(IVssAsyncVtbl.QueryInterface.invoke(
                IVssAsyncVtbl.QueryInterface(IVssAsync.lpVtbl(self)), self, id, out));
    }
}
