package org.vss4j.internal.com;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.slots.UnknownSlots;

/** Asking an object for another interface of its own. */
public final class Interfaces {
    private Interfaces() {}

    /**
     * Asks for an interface that an older system may not have.
     *
     * @return a reference of its own; null if the object has no such interface
     */
    public static @Nullable ScopedReference query(MemorySegment self, InterfaceId id) {
        StackRoom.toBegin();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            int result = UnknownSlots.queryInterface(self, Guid.write(id.uuid(), arena), out);
            return result < 0 || out.get(JAVA_LONG, 0) == 0 ? null : ScopedReference.of(out);
        }
    }
}
