package org.vss4j.internal.com.slots;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssAsync;
import org.vss4j.internal.bindings.IVssAsyncVtbl;

/** The slots of IVssAsync. Each returns the HRESULT as it came. */
public final class AsyncSlots {
    private AsyncSlots() {}

    // HRESULT Cancel(void)
    public static int cancel(MemorySegment self) {
        return IVssAsyncVtbl.Cancel.invoke(IVssAsyncVtbl.Cancel(IVssAsync.lpVtbl(self)), self);
    }

    // HRESULT Wait(DWORD dwMilliseconds)
    public static int await(MemorySegment self, int milliseconds) {
        return IVssAsyncVtbl.Wait.invoke(IVssAsyncVtbl.Wait(IVssAsync.lpVtbl(self)), self, milliseconds);
    }

    // HRESULT QueryStatus(HRESULT *pHrResult, INT *pReserved); pReserved must be NULL
    public static int queryStatus(MemorySegment self, MemorySegment result) {
        return IVssAsyncVtbl.QueryStatus.invoke(
                IVssAsyncVtbl.QueryStatus(IVssAsync.lpVtbl(self)), self, result, MemorySegment.NULL);
    }
}
