package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssAsyncVtbl;
import org.vss4j.internal.bindings.Vssapi;

/** What the vtables of all kinds of objects have in common. */
final class Vtables {
    /** Reachable as long as this class: no pointer to a vtable can dangle before the class loader goes. */
    static final Stubs STUBS = new Stubs();

    private Vtables() {}

    /** Sets the methods of IUnknown, which come first, and lets all others return E_NOTIMPL. */
    static void fill(MemorySegment vtable, Stubs stubs) {
        // It declares "this" alone: in the 64-bit calling conventions of Windows and of Unix the caller cleans up, so
        // the arguments that it does not look at do no harm.
        MemorySegment notImplemented = stubs.make(
                IVssAsyncVtbl.Cancel.Function.class, IVssAsyncVtbl.Cancel.descriptor(), unused -> Vssapi.E_NOTIMPL());
        for (long offset = 0; offset < vtable.byteSize(); offset += ADDRESS.byteSize()) {
            vtable.set(ADDRESS, offset, notImplemented);
        }
        IVssAsyncVtbl.QueryInterface(
                vtable,
                stubs.make(
                        IVssAsyncVtbl.QueryInterface.Function.class,
                        IVssAsyncVtbl.QueryInterface.descriptor(),
                        UnknownFace::queryInterface));
        IVssAsyncVtbl.AddRef(
                vtable,
                stubs.make(
                        IVssAsyncVtbl.AddRef.Function.class, IVssAsyncVtbl.AddRef.descriptor(), UnknownFace::addRef));
        IVssAsyncVtbl.Release(
                vtable,
                stubs.make(
                        IVssAsyncVtbl.Release.Function.class,
                        IVssAsyncVtbl.Release.descriptor(),
                        UnknownFace::release));
    }
}
