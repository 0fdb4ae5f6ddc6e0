package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssWMFiledesc;
import org.vss4j.internal.bindings.IVssWMFiledescVtbl;

/** The slots of IVssWMFiledesc. Each returns the HRESULT as it came. */
public final class WMFiledescSlots {
    private WMFiledescSlots() {}

    // HRESULT GetPath(BSTR *pbstrPath)
    public static int getPath(MemorySegment self, MemorySegment path) {
        return ended(
                begun(),
                "IVssWMFiledesc::GetPath",
                IVssWMFiledescVtbl.GetPath.invoke(IVssWMFiledescVtbl.GetPath(IVssWMFiledesc.lpVtbl(self)), self, path));
    }

    // HRESULT GetFilespec(BSTR *pbstrFilespec)
    public static int getFilespec(MemorySegment self, MemorySegment fileSpec) {
        return ended(
                begun(),
                "IVssWMFiledesc::GetFilespec",
                IVssWMFiledescVtbl.GetFilespec.invoke(
                        IVssWMFiledescVtbl.GetFilespec(IVssWMFiledesc.lpVtbl(self)), self, fileSpec));
    }

    // HRESULT GetRecursive(bool *pbRecursive)
    public static int getRecursive(MemorySegment self, MemorySegment recursive) {
        return ended(
                begun(),
                "IVssWMFiledesc::GetRecursive",
                IVssWMFiledescVtbl.GetRecursive.invoke(
                        IVssWMFiledescVtbl.GetRecursive(IVssWMFiledesc.lpVtbl(self)), self, recursive));
    }

    // HRESULT GetAlternateLocation(BSTR *pbstrAlternateLocation)
    public static int getAlternateLocation(MemorySegment self, MemorySegment location) {
        return ended(
                begun(),
                "IVssWMFiledesc::GetAlternateLocation",
                IVssWMFiledescVtbl.GetAlternateLocation.invoke(
                        IVssWMFiledescVtbl.GetAlternateLocation(IVssWMFiledesc.lpVtbl(self)), self, location));
    }

    // HRESULT GetBackupTypeMask(DWORD *pdwTypeMask)
    public static int getBackupTypeMask(MemorySegment self, MemorySegment mask) {
        return ended(
                begun(),
                "IVssWMFiledesc::GetBackupTypeMask",
                IVssWMFiledescVtbl.GetBackupTypeMask.invoke(
                        IVssWMFiledescVtbl.GetBackupTypeMask(IVssWMFiledesc.lpVtbl(self)), self, mask));
    }
}
