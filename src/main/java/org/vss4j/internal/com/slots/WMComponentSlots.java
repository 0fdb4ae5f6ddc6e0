package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssWMComponent;
import org.vss4j.internal.bindings.IVssWMComponentVtbl;

/** The slots of IVssWMComponent. Each returns the HRESULT as it came. */
public final class WMComponentSlots {
    private WMComponentSlots() {}

    // HRESULT GetComponentInfo(PVSSCOMPONENTINFO *ppInfo)
    public static int getComponentInfo(MemorySegment self, MemorySegment info) {
        return ended(
                begun(),
                "IVssWMComponent::GetComponentInfo",
                IVssWMComponentVtbl.GetComponentInfo.invoke(
                        IVssWMComponentVtbl.GetComponentInfo(IVssWMComponent.lpVtbl(self)), self, info));
    }

    // HRESULT FreeComponentInfo(PVSSCOMPONENTINFO pInfo)
    public static int freeComponentInfo(MemorySegment self, MemorySegment info) {
        return ended(
                begun(),
                "IVssWMComponent::FreeComponentInfo",
                IVssWMComponentVtbl.FreeComponentInfo.invoke(
                        IVssWMComponentVtbl.FreeComponentInfo(IVssWMComponent.lpVtbl(self)), self, info));
    }

    // HRESULT GetFile(UINT iFile, IVssWMFiledesc **ppFiledesc)
    public static int getFile(MemorySegment self, int index, MemorySegment file) {
        return ended(
                begun(),
                "IVssWMComponent::GetFile",
                IVssWMComponentVtbl.GetFile.invoke(
                        IVssWMComponentVtbl.GetFile(IVssWMComponent.lpVtbl(self)), self, index, file));
    }

    // HRESULT GetDatabaseFile(UINT iDBFile, IVssWMFiledesc **ppFiledesc)
    public static int getDatabaseFile(MemorySegment self, int index, MemorySegment file) {
        return ended(
                begun(),
                "IVssWMComponent::GetDatabaseFile",
                IVssWMComponentVtbl.GetDatabaseFile.invoke(
                        IVssWMComponentVtbl.GetDatabaseFile(IVssWMComponent.lpVtbl(self)), self, index, file));
    }

    // HRESULT GetDatabaseLogFile(UINT iDbLogFile, IVssWMFiledesc **ppFiledesc)
    public static int getDatabaseLogFile(MemorySegment self, int index, MemorySegment file) {
        return ended(
                begun(),
                "IVssWMComponent::GetDatabaseLogFile",
                IVssWMComponentVtbl.GetDatabaseLogFile.invoke(
                        IVssWMComponentVtbl.GetDatabaseLogFile(IVssWMComponent.lpVtbl(self)), self, index, file));
    }

    // HRESULT GetDependency(UINT iDependency, IVssWMDependency **ppDependency)
    public static int getDependency(MemorySegment self, int index, MemorySegment dependency) {
        return ended(
                begun(),
                "IVssWMComponent::GetDependency",
                IVssWMComponentVtbl.GetDependency.invoke(
                        IVssWMComponentVtbl.GetDependency(IVssWMComponent.lpVtbl(self)), self, index, dependency));
    }
}
