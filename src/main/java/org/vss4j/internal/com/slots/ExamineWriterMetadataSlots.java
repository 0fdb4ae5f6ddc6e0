package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssExamineWriterMetadataEx2;
import org.vss4j.internal.bindings.IVssExamineWriterMetadataEx2Vtbl;

/** The slots of IVssExamineWriterMetadata, and of …Ex and …Ex2, that are used. Each returns the HRESULT as it came. */
public final class ExamineWriterMetadataSlots {
    private ExamineWriterMetadataSlots() {}

    // HRESULT GetIdentity(VSS_ID *pidInstance, VSS_ID *pidWriter, BSTR *pbstrWriterName, VSS_USAGE_TYPE *pUsage,
    // VSS_SOURCE_TYPE *pSource)
    public static int getIdentity(
            MemorySegment self,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment usage,
            MemorySegment source) {
        return ended(
                begun(),
                "IVssExamineWriterMetadata::GetIdentity",
                IVssExamineWriterMetadataEx2Vtbl.GetIdentity.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetIdentity(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        instanceId,
                        writerId,
                        name,
                        usage,
                        source));
    }

    // HRESULT GetFileCounts(UINT *pcIncludeFiles, UINT *pcExcludeFiles, UINT *pcComponents)
    public static int getFileCounts(
            MemorySegment self, MemorySegment included, MemorySegment excluded, MemorySegment components) {
        return ended(
                begun(),
                "IVssExamineWriterMetadata::GetFileCounts",
                IVssExamineWriterMetadataEx2Vtbl.GetFileCounts.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetFileCounts(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        included,
                        excluded,
                        components));
    }

    // HRESULT GetExcludeFile(UINT iFile, IVssWMFiledesc **ppFiledesc)
    public static int getExcludeFile(MemorySegment self, int index, MemorySegment file) {
        return ended(
                begun(),
                "IVssExamineWriterMetadata::GetExcludeFile",
                IVssExamineWriterMetadataEx2Vtbl.GetExcludeFile.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFile(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        index,
                        file));
    }

    // HRESULT GetComponent(UINT iComponent, IVssWMComponent **ppComponent)
    public static int getComponent(MemorySegment self, int index, MemorySegment component) {
        return ended(
                begun(),
                "IVssExamineWriterMetadata::GetComponent",
                IVssExamineWriterMetadataEx2Vtbl.GetComponent.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetComponent(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        index,
                        component));
    }

    // HRESULT GetRestoreMethod(VSS_RESTOREMETHOD_ENUM *pMethod, BSTR *pbstrService, BSTR *pbstrUserProcedure,
    // VSS_WRITERRESTORE_ENUM *pwriterRestore, bool *pbRebootRequired, UINT *pcMappings)
    public static int getRestoreMethod(
            MemorySegment self,
            MemorySegment method,
            MemorySegment service,
            MemorySegment procedure,
            MemorySegment writerRestore,
            MemorySegment reboot,
            MemorySegment mappings) {
        return ended(
                begun(),
                "IVssExamineWriterMetadata::GetRestoreMethod",
                IVssExamineWriterMetadataEx2Vtbl.GetRestoreMethod.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetRestoreMethod(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        method,
                        service,
                        procedure,
                        writerRestore,
                        reboot,
                        mappings));
    }

    // HRESULT GetAlternateLocationMapping(UINT iMapping, IVssWMFiledesc **ppFiledesc)
    public static int getAlternateLocationMapping(MemorySegment self, int index, MemorySegment file) {
        return ended(
                begun(),
                "IVssExamineWriterMetadata::GetAlternateLocationMapping",
                IVssExamineWriterMetadataEx2Vtbl.GetAlternateLocationMapping.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetAlternateLocationMapping(
                                IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        index,
                        file));
    }

    // HRESULT GetBackupSchema(DWORD *pdwSchemaMask)
    public static int getBackupSchema(MemorySegment self, MemorySegment mask) {
        return ended(
                begun(),
                "IVssExamineWriterMetadata::GetBackupSchema",
                IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetBackupSchema(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        mask));
    }

    // HRESULT SaveAsXML(BSTR *pbstrXML)
    public static int saveAsXML(MemorySegment self, MemorySegment xml) {
        return ended(
                begun(),
                "IVssExamineWriterMetadata::SaveAsXML",
                IVssExamineWriterMetadataEx2Vtbl.SaveAsXML.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.SaveAsXML(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        xml));
    }

    // HRESULT GetIdentityEx(VSS_ID *pidInstance, VSS_ID *pidWriter, BSTR *pbstrWriterName, BSTR *pbstrInstanceName,
    // VSS_USAGE_TYPE *pUsage, VSS_SOURCE_TYPE *pSource)
    public static int getIdentityEx(
            MemorySegment self,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment instanceName,
            MemorySegment usage,
            MemorySegment source) {
        return ended(
                begun(),
                "IVssExamineWriterMetadataEx::GetIdentityEx",
                IVssExamineWriterMetadataEx2Vtbl.GetIdentityEx.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetIdentityEx(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        instanceId,
                        writerId,
                        name,
                        instanceName,
                        usage,
                        source));
    }

    // HRESULT GetVersion(DWORD *pdwMajorVersion, DWORD *pdwMinorVersion)
    public static int getVersion(MemorySegment self, MemorySegment major, MemorySegment minor) {
        return ended(
                begun(),
                "IVssExamineWriterMetadataEx2::GetVersion",
                IVssExamineWriterMetadataEx2Vtbl.GetVersion.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetVersion(IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        major,
                        minor));
    }

    // HRESULT GetExcludeFromSnapshotCount(UINT *pcExcludedFiles)
    public static int getExcludeFromSnapshotCount(MemorySegment self, MemorySegment count) {
        return ended(
                begun(),
                "IVssExamineWriterMetadataEx2::GetExcludeFromSnapshotCount",
                IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotCount.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotCount(
                                IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        count));
    }

    // HRESULT GetExcludeFromSnapshotFile(UINT iFile, IVssWMFiledesc **ppFiledesc)
    public static int getExcludeFromSnapshotFile(MemorySegment self, int index, MemorySegment file) {
        return ended(
                begun(),
                "IVssExamineWriterMetadataEx2::GetExcludeFromSnapshotFile",
                IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotFile.invoke(
                        IVssExamineWriterMetadataEx2Vtbl.GetExcludeFromSnapshotFile(
                                IVssExamineWriterMetadataEx2.lpVtbl(self)),
                        self,
                        index,
                        file));
    }
}
