package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssWMDependency;
import org.vss4j.internal.bindings.IVssWMDependencyVtbl;

/** The slots of IVssWMDependency. Each returns the HRESULT as it came. */
public final class WMDependencySlots {
    private WMDependencySlots() {}

    // HRESULT GetWriterId(VSS_ID *pWriterId)
    public static int getWriterId(MemorySegment self, MemorySegment writerId) {
        return ended(
                begun(),
                "IVssWMDependency::GetWriterId",
                IVssWMDependencyVtbl.GetWriterId.invoke(
                        IVssWMDependencyVtbl.GetWriterId(IVssWMDependency.lpVtbl(self)), self, writerId));
    }

    // HRESULT GetLogicalPath(BSTR *pbstrLogicalPath)
    public static int getLogicalPath(MemorySegment self, MemorySegment path) {
        return ended(
                begun(),
                "IVssWMDependency::GetLogicalPath",
                IVssWMDependencyVtbl.GetLogicalPath.invoke(
                        IVssWMDependencyVtbl.GetLogicalPath(IVssWMDependency.lpVtbl(self)), self, path));
    }

    // HRESULT GetComponentName(BSTR *pbstrComponentName)
    public static int getComponentName(MemorySegment self, MemorySegment name) {
        return ended(
                begun(),
                "IVssWMDependency::GetComponentName",
                IVssWMDependencyVtbl.GetComponentName.invoke(
                        IVssWMDependencyVtbl.GetComponentName(IVssWMDependency.lpVtbl(self)), self, name));
    }
}
