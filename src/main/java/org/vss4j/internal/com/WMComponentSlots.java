package org.vss4j.internal.com;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssWMComponent;
import org.vss4j.internal.bindings.IVssWMComponentVtbl;

/** The slots of IVssWMComponent. Each returns the HRESULT as it came. */
final class WMComponentSlots {
    private WMComponentSlots() {}

    // HRESULT GetComponentInfo(PVSSCOMPONENTINFO *ppInfo)
    static int getComponentInfo(MemorySegment self, MemorySegment info) {
        return IVssWMComponentVtbl.GetComponentInfo.invoke(
                IVssWMComponentVtbl.GetComponentInfo(IVssWMComponent.lpVtbl(self)), self, info);
    }

    // HRESULT FreeComponentInfo(PVSSCOMPONENTINFO pInfo)
    static int freeComponentInfo(MemorySegment self, MemorySegment info) {
        return IVssWMComponentVtbl.FreeComponentInfo.invoke(
                IVssWMComponentVtbl.FreeComponentInfo(IVssWMComponent.lpVtbl(self)), self, info);
    }

    // HRESULT GetFile(UINT iFile, IVssWMFiledesc **ppFiledesc)
    static int getFile(MemorySegment self, int index, MemorySegment file) {
        return IVssWMComponentVtbl.GetFile.invoke(
                IVssWMComponentVtbl.GetFile(IVssWMComponent.lpVtbl(self)), self, index, file);
    }

    // HRESULT GetDatabaseFile(UINT iDBFile, IVssWMFiledesc **ppFiledesc)
    static int getDatabaseFile(MemorySegment self, int index, MemorySegment file) {
        return IVssWMComponentVtbl.GetDatabaseFile.invoke(
                IVssWMComponentVtbl.GetDatabaseFile(IVssWMComponent.lpVtbl(self)), self, index, file);
    }

    // HRESULT GetDatabaseLogFile(UINT iDbLogFile, IVssWMFiledesc **ppFiledesc)
    static int getDatabaseLogFile(MemorySegment self, int index, MemorySegment file) {
        return IVssWMComponentVtbl.GetDatabaseLogFile.invoke(
                IVssWMComponentVtbl.GetDatabaseLogFile(IVssWMComponent.lpVtbl(self)), self, index, file);
    }

    // HRESULT GetDependency(UINT iDependency, IVssWMDependency **ppDependency)
    static int getDependency(MemorySegment self, int index, MemorySegment dependency) {
        return IVssWMComponentVtbl.GetDependency.invoke(
                IVssWMComponentVtbl.GetDependency(IVssWMComponent.lpVtbl(self)), self, index, dependency);
    }
}
