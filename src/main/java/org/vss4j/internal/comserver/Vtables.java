package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssAsyncVtbl;
import org.vss4j.internal.bindings.Vssapi;

/** What the vtables of all kinds of objects have in common. */
final class Vtables {
    private Vtables() {}

    /** Sets the methods of IUnknown, which come first, and lets all others return E_NOTIMPL. */
    static void fill(MemorySegment vtable, Arena arena) {
        // It declares "this" alone: in the 64-bit calling conventions of Windows and of Unix the caller cleans up, so
        // the
        // arguments that it does not look at do no harm.
        MemorySegment notImplemented = IVssAsyncVtbl.Cancel.allocate(unused -> Vssapi.E_NOTIMPL(), arena);
        for (long offset = 0; offset < vtable.byteSize(); offset += ADDRESS.byteSize()) {
            vtable.set(ADDRESS, offset, notImplemented);
        }
        IVssAsyncVtbl.QueryInterface(vtable, IVssAsyncVtbl.QueryInterface.allocate(UnknownFace::queryInterface, arena));
        IVssAsyncVtbl.AddRef(vtable, IVssAsyncVtbl.AddRef.allocate(UnknownFace::addRef, arena));
        IVssAsyncVtbl.Release(vtable, IVssAsyncVtbl.Release.allocate(UnknownFace::release, arena));
    }
}
