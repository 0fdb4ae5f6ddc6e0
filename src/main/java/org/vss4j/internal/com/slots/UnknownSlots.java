package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.counted;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssAsync;
import org.vss4j.internal.bindings.IVssAsyncVtbl;

/**
 * The slots of IUnknown. Every interface used here begins with these three, so the binding of one of them,
 * {@code IVssAsync}, serves for all.
 */
public final class UnknownSlots {
    private UnknownSlots() {}

    // HRESULT QueryInterface(REFIID riid, void **ppvObject)
    public static int queryInterface(MemorySegment self, MemorySegment id, MemorySegment object) {
        return ended(
                begun(),
                "IUnknown::QueryInterface",
                IVssAsyncVtbl.QueryInterface.invoke(
                        IVssAsyncVtbl.QueryInterface(IVssAsync.lpVtbl(self)), self, id, object));
    }

    // ULONG AddRef(void)
    public static int addRef(MemorySegment self) {
        return counted(
                begun(),
                "IUnknown::AddRef",
                IVssAsyncVtbl.AddRef.invoke(IVssAsyncVtbl.AddRef(IVssAsync.lpVtbl(self)), self));
    }

    // ULONG Release(void)
    public static int release(MemorySegment self) {
        return counted(
                begun(),
                "IUnknown::Release",
                IVssAsyncVtbl.Release.invoke(IVssAsyncVtbl.Release(IVssAsync.lpVtbl(self)), self));
    }
}
