package org.vss4j.concurrency;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.vss4j.HResult;
import org.vss4j.internal.bindings.IVssAsyncVtbl;

/**
 * An IVssAsync for Lincheck, which puts static state back to what it was after each run: a table of objects, as the
 * simulator has one, would then hold objects that are gone. Here all objects share one native cell, and the calls go to
 * the one that was made last. What is done to an object that is gone is counted.
 */
final class CountedAsync {
    private static final MemorySegment POINTER = pointer();

    private static volatile CountedAsync current = new CountedAsync();

    private final AtomicInteger status = new AtomicInteger(HResult.VSS_S_ASYNC_PENDING.value());
    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicInteger violations = new AtomicInteger();

    private CountedAsync() {}

    /** An object with one reference, in place of the one before it. */
    static CountedAsync fresh() {
        CountedAsync fresh = new CountedAsync();
        current = fresh;
        return fresh;
    }

    MemorySegment interfacePointer() {
        return POINTER;
    }

    int references() {
        return references.get();
    }

    /** Calls after the last Release, and releases too many. */
    int violations() {
        return violations.get();
    }

    /** Ends the operation; returns whether it was pending. */
    boolean end(HResult code) {
        return status.compareAndSet(HResult.VSS_S_ASYNC_PENDING.value(), code.value());
    }

    private static MemorySegment pointer() {
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(IVssAsyncVtbl.layout());
        IVssAsyncVtbl.AddRef(vtable, IVssAsyncVtbl.AddRef.allocate(self -> current.addRef(), arena));
        IVssAsyncVtbl.Release(vtable, IVssAsyncVtbl.Release.allocate(self -> current.release(), arena));
        IVssAsyncVtbl.Cancel(vtable, IVssAsyncVtbl.Cancel.allocate(self -> current.cancel(), arena));
        IVssAsyncVtbl.QueryStatus(
                vtable,
                IVssAsyncVtbl.QueryStatus.allocate((self, status, reserved) -> current.queryStatus(status), arena));
        return arena.allocateFrom(ADDRESS, vtable);
    }

    private int addRef() {
        requireAlive();
        return references.incrementAndGet();
    }

    int release() {
        requireAlive();
        return references.decrementAndGet();
    }

    private int cancel() {
        requireAlive();
        return end(HResult.VSS_S_ASYNC_CANCELLED) ? HResult.S_OK.value() : status.get();
    }

    private int queryStatus(MemorySegment out) {
        requireAlive();
        out.set(JAVA_INT, 0, status.get());
        requireAlive();
        return HResult.S_OK.value();
    }

    private void requireAlive() {
        if (references.get() <= 0) {
            violations.incrementAndGet();
        }
    }
}
