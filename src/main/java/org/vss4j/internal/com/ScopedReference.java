package org.vss4j.internal.com;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A {@link ComReference} that is given back where a block ends. */
public final class ScopedReference extends ComReference implements AutoCloseable {
    private ScopedReference(MemorySegment pointer) {
        super(pointer);
    }

    /**
     * Takes over the reference that a call gave.
     *
     * @param out where the pointer lies, which is not NULL
     * @throws OutOfMemoryError if there is no memory for an owner; the reference has been given back then
     */
    static ScopedReference of(MemorySegment out) {
        try {
            return new ScopedReference(out.get(ValueLayout.ADDRESS, 0));
        } catch (Throwable e) {
            Unowned.giveBack(out.get(ValueLayout.JAVA_LONG, 0));
            throw e;
        }
    }

    @Override
    public void close() {
        giveBack();
    }
}
