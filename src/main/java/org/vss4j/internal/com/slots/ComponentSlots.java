package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssComponentEx2;
import org.vss4j.internal.bindings.IVssComponentEx2Vtbl;

/** The slots of IVssComponent, and of …Ex2, that are used. Each returns the HRESULT as it came. */
public final class ComponentSlots {
    private ComponentSlots() {}

    // HRESULT GetLogicalPath(BSTR *pbstrPath)
    public static int getLogicalPath(MemorySegment self, MemorySegment path) {
        return ended(
                begun(),
                "IVssComponent::GetLogicalPath",
                IVssComponentEx2Vtbl.GetLogicalPath.invoke(
                        IVssComponentEx2Vtbl.GetLogicalPath(IVssComponentEx2.lpVtbl(self)), self, path));
    }

    // HRESULT GetComponentType(VSS_COMPONENT_TYPE *pct)
    public static int getComponentType(MemorySegment self, MemorySegment type) {
        return ended(
                begun(),
                "IVssComponent::GetComponentType",
                IVssComponentEx2Vtbl.GetComponentType.invoke(
                        IVssComponentEx2Vtbl.GetComponentType(IVssComponentEx2.lpVtbl(self)), self, type));
    }

    // HRESULT GetComponentName(BSTR *pbstrName)
    public static int getComponentName(MemorySegment self, MemorySegment name) {
        return ended(
                begun(),
                "IVssComponent::GetComponentName",
                IVssComponentEx2Vtbl.GetComponentName.invoke(
                        IVssComponentEx2Vtbl.GetComponentName(IVssComponentEx2.lpVtbl(self)), self, name));
    }

    // HRESULT GetBackupStamp(BSTR *pbstrBackupStamp)
    public static int getBackupStamp(MemorySegment self, MemorySegment stamp) {
        return ended(
                begun(),
                "IVssComponent::GetBackupStamp",
                IVssComponentEx2Vtbl.GetBackupStamp.invoke(
                        IVssComponentEx2Vtbl.GetBackupStamp(IVssComponentEx2.lpVtbl(self)), self, stamp));
    }

    // HRESULT GetFailure(HRESULT *phr, HRESULT *phrApplication, BSTR *pbstrApplicationMessage, DWORD *pdwReserved)
    public static int getFailure(
            MemorySegment self,
            MemorySegment failure,
            MemorySegment applicationError,
            MemorySegment applicationMessage,
            MemorySegment reserved) {
        return ended(
                begun(),
                "IVssComponentEx2::GetFailure",
                IVssComponentEx2Vtbl.GetFailure.invoke(
                        IVssComponentEx2Vtbl.GetFailure(IVssComponentEx2.lpVtbl(self)),
                        self,
                        failure,
                        applicationError,
                        applicationMessage,
                        reserved));
    }
}
