package org.vss4j.internal.com;

import java.lang.foreign.MemorySegment;

/** A {@link ComReference} that is given back where a block ends. */
public final class ScopedReference extends ComReference implements AutoCloseable {
    ScopedReference(MemorySegment pointer) {
        super(pointer);
    }

    @Override
    public void close() {
        if (tryClose()) {
            leave();
        }
    }
}
