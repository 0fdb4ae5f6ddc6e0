package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssAsyncVtbl;
import org.vss4j.internal.bindings.Vssapi;

/** The one vtable of all {@link AsyncServer}s. */
final class AsyncFace {
    static final MemorySegment VTABLE = vtable();

    private AsyncFace() {}

    private static MemorySegment vtable() {
        // The stubs live as long as the process, like the code of a library: no pointer to them can dangle.
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(IVssAsyncVtbl.layout());
        IVssAsyncVtbl.QueryInterface(vtable, IVssAsyncVtbl.QueryInterface.allocate(UnknownFace::queryInterface, arena));
        IVssAsyncVtbl.AddRef(vtable, IVssAsyncVtbl.AddRef.allocate(UnknownFace::addRef, arena));
        IVssAsyncVtbl.Release(vtable, IVssAsyncVtbl.Release.allocate(UnknownFace::release, arena));
        IVssAsyncVtbl.Cancel(vtable, IVssAsyncVtbl.Cancel.allocate(AsyncFace::cancel, arena));
        IVssAsyncVtbl.Wait(vtable, IVssAsyncVtbl.Wait.allocate(AsyncFace::await, arena));
        IVssAsyncVtbl.QueryStatus(vtable, IVssAsyncVtbl.QueryStatus.allocate(AsyncFace::queryStatus, arena));
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
