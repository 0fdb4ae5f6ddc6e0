package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssAsyncVtbl;
import org.vss4j.internal.bindings.Vssapi;

/** The one vtable of all {@link AsyncServer}s. */
final class AsyncFace {
    static final MemorySegment VTABLE = vtable();

    private AsyncFace() {}

    private static MemorySegment vtable() {
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(IVssAsyncVtbl.layout(), 1);
        Vtables.fill(vtable, stubs);
        IVssAsyncVtbl.Cancel(
                vtable,
                stubs.make(IVssAsyncVtbl.Cancel.Function.class, IVssAsyncVtbl.Cancel.descriptor(), AsyncFace::cancel));
        IVssAsyncVtbl.Wait(
                vtable,
                stubs.make(IVssAsyncVtbl.Wait.Function.class, IVssAsyncVtbl.Wait.descriptor(), AsyncFace::await));
        IVssAsyncVtbl.QueryStatus(
                vtable,
                stubs.make(
                        IVssAsyncVtbl.QueryStatus.Function.class,
                        IVssAsyncVtbl.QueryStatus.descriptor(),
                        AsyncFace::queryStatus));
        return vtable;
    }

    private static int cancel(MemorySegment self) {
        return Upcall.call(self, AsyncServer.class, "Cancel", AsyncServer::cancel);
    }

    private static int await(MemorySegment self, int milliseconds) {
        return Upcall.call(self, AsyncServer.class, "Wait", object -> object.await(milliseconds));
    }

    private static int queryStatus(MemorySegment self, MemorySegment status, MemorySegment reserved) {
        return Upcall.call(self, AsyncServer.class, "QueryStatus", object -> {
            if (status.address() == 0 || reserved.address() != 0) {
                return Vssapi.E_INVALIDARG();
            }
            return object.queryStatus(code -> status.set(JAVA_INT, 0, code));
        });
    }
}
