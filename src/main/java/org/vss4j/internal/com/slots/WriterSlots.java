package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl;

/** The slots of IVssBackupComponents, and of …Ex3, that concern writers. A GUID is passed by value: the segment's 16 bytes are copied. Each returns the HRESULT as it came. */
public final class WriterSlots {
    private WriterSlots() {}

    // HRESULT GetWriterComponentsCount(UINT *pcComponents)
    public static int getWriterComponentsCount(MemorySegment self, MemorySegment count) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterComponentsCount",
                IVssBackupComponentsEx4Vtbl.GetWriterComponentsCount.invoke(
                        IVssBackupComponentsEx4Vtbl.GetWriterComponentsCount(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        count));
    }

    // HRESULT GetWriterComponents(UINT iWriter, IVssWriterComponentsExt **ppWriter)
    public static int getWriterComponents(MemorySegment self, int index, MemorySegment components) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterComponents",
                IVssBackupComponentsEx4Vtbl.GetWriterComponents.invoke(
                        IVssBackupComponentsEx4Vtbl.GetWriterComponents(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        index,
                        components));
    }

    // HRESULT GetWriterMetadataCount(UINT *pcWriters)
    public static int getWriterMetadataCount(MemorySegment self, MemorySegment count) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterMetadataCount",
                IVssBackupComponentsEx4Vtbl.GetWriterMetadataCount.invoke(
                        IVssBackupComponentsEx4Vtbl.GetWriterMetadataCount(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        count));
    }

    // HRESULT GetWriterMetadata(UINT iWriter, VSS_ID *pidInstance, IVssExamineWriterMetadata **ppMetadata)
    public static int getWriterMetadata(
            MemorySegment self, int index, MemorySegment instanceId, MemorySegment metadata) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterMetadata",
                IVssBackupComponentsEx4Vtbl.GetWriterMetadata.invoke(
                        IVssBackupComponentsEx4Vtbl.GetWriterMetadata(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        index,
                        instanceId,
                        metadata));
    }

    // HRESULT AddComponent(VSS_ID instanceId, VSS_ID writerId, VSS_COMPONENT_TYPE ct, LPCWSTR wszLogicalPath, LPCWSTR
    // wszComponentName)
    public static int addComponent(
            MemorySegment self,
            MemorySegment instanceId,
            MemorySegment writerId,
            int type,
            MemorySegment path,
            MemorySegment name) {
        return ended(
                begun(),
                "IVssBackupComponents::AddComponent",
                IVssBackupComponentsEx4Vtbl.AddComponent.invoke(
                        IVssBackupComponentsEx4Vtbl.AddComponent(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        instanceId,
                        writerId,
                        type,
                        path,
                        name));
    }

    // HRESULT GetWriterStatusCount(UINT *pcWriters)
    public static int getWriterStatusCount(MemorySegment self, MemorySegment count) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterStatusCount",
                IVssBackupComponentsEx4Vtbl.GetWriterStatusCount.invoke(
                        IVssBackupComponentsEx4Vtbl.GetWriterStatusCount(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        count));
    }

    // HRESULT GetWriterStatus(UINT iWriter, VSS_ID *pidInstance, VSS_ID *pidWriter, BSTR *pbstrWriter, VSS_WRITER_STATE
    // *pnStatus, HRESULT *phResultFailure)
    public static int getWriterStatus(
            MemorySegment self,
            int index,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment state,
            MemorySegment failure) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterStatus",
                IVssBackupComponentsEx4Vtbl.GetWriterStatus.invoke(
                        IVssBackupComponentsEx4Vtbl.GetWriterStatus(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        index,
                        instanceId,
                        writerId,
                        name,
                        state,
                        failure));
    }

    // HRESULT SetBackupSucceeded(VSS_ID instanceId, VSS_ID writerId, VSS_COMPONENT_TYPE ct, LPCWSTR wszLogicalPath,
    // LPCWSTR wszComponentName, bool bSucceeded)
    public static int setBackupSucceeded(
            MemorySegment self,
            MemorySegment instanceId,
            MemorySegment writerId,
            int type,
            MemorySegment path,
            MemorySegment name,
            byte succeeded) {
        return ended(
                begun(),
                "IVssBackupComponents::SetBackupSucceeded",
                IVssBackupComponentsEx4Vtbl.SetBackupSucceeded.invoke(
                        IVssBackupComponentsEx4Vtbl.SetBackupSucceeded(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        instanceId,
                        writerId,
                        type,
                        path,
                        name,
                        succeeded));
    }

    // HRESULT SetBackupOptions(VSS_ID writerId, VSS_COMPONENT_TYPE ct, LPCWSTR wszLogicalPath, LPCWSTR
    // wszComponentName, LPCWSTR wszBackupOptions)
    public static int setBackupOptions(
            MemorySegment self,
            MemorySegment writerId,
            int type,
            MemorySegment path,
            MemorySegment name,
            MemorySegment options) {
        return ended(
                begun(),
                "IVssBackupComponents::SetBackupOptions",
                IVssBackupComponentsEx4Vtbl.SetBackupOptions.invoke(
                        IVssBackupComponentsEx4Vtbl.SetBackupOptions(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        writerId,
                        type,
                        path,
                        name,
                        options));
    }

    // HRESULT SetPreviousBackupStamp(VSS_ID writerId, VSS_COMPONENT_TYPE ct, LPCWSTR wszLogicalPath, LPCWSTR
    // wszComponentName, LPCWSTR wszPreviousBackupStamp)
    public static int setPreviousBackupStamp(
            MemorySegment self,
            MemorySegment writerId,
            int type,
            MemorySegment path,
            MemorySegment name,
            MemorySegment stamp) {
        return ended(
                begun(),
                "IVssBackupComponents::SetPreviousBackupStamp",
                IVssBackupComponentsEx4Vtbl.SetPreviousBackupStamp.invoke(
                        IVssBackupComponentsEx4Vtbl.SetPreviousBackupStamp(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        writerId,
                        type,
                        path,
                        name,
                        stamp));
    }

    // HRESULT SaveAsXML(BSTR *pbstrXML)
    public static int saveAsXML(MemorySegment self, MemorySegment xml) {
        return ended(
                begun(),
                "IVssBackupComponents::SaveAsXML",
                IVssBackupComponentsEx4Vtbl.SaveAsXML.invoke(
                        IVssBackupComponentsEx4Vtbl.SaveAsXML(IVssBackupComponentsEx4.lpVtbl(self)), self, xml));
    }

    // HRESULT DisableWriterClasses(const VSS_ID *rgWriterClassId, UINT cClassId)
    public static int disableWriterClasses(MemorySegment self, MemorySegment ids, int count) {
        return ended(
                begun(),
                "IVssBackupComponents::DisableWriterClasses",
                IVssBackupComponentsEx4Vtbl.DisableWriterClasses.invoke(
                        IVssBackupComponentsEx4Vtbl.DisableWriterClasses(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        ids,
                        count));
    }

    // HRESULT EnableWriterClasses(const VSS_ID *rgWriterClassId, UINT cClassId)
    public static int enableWriterClasses(MemorySegment self, MemorySegment ids, int count) {
        return ended(
                begun(),
                "IVssBackupComponents::EnableWriterClasses",
                IVssBackupComponentsEx4Vtbl.EnableWriterClasses.invoke(
                        IVssBackupComponentsEx4Vtbl.EnableWriterClasses(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        ids,
                        count));
    }

    // HRESULT DisableWriterInstances(const VSS_ID *rgWriterInstanceId, UINT cInstanceId)
    public static int disableWriterInstances(MemorySegment self, MemorySegment ids, int count) {
        return ended(
                begun(),
                "IVssBackupComponents::DisableWriterInstances",
                IVssBackupComponentsEx4Vtbl.DisableWriterInstances.invoke(
                        IVssBackupComponentsEx4Vtbl.DisableWriterInstances(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        ids,
                        count));
    }

    // HRESULT GetWriterStatusEx(UINT iWriter, VSS_ID *pidInstance, VSS_ID *pidWriter, BSTR *pbstrWriter,
    // VSS_WRITER_STATE *pnStatus, HRESULT *phrFailureWriter, HRESULT *phrApplication, BSTR *pbstrApplicationMessage)
    public static int getWriterStatusEx(
            MemorySegment self,
            int index,
            MemorySegment instanceId,
            MemorySegment writerId,
            MemorySegment name,
            MemorySegment state,
            MemorySegment failure,
            MemorySegment applicationError,
            MemorySegment applicationMessage) {
        return ended(
                begun(),
                "IVssBackupComponentsEx3::GetWriterStatusEx",
                IVssBackupComponentsEx4Vtbl.GetWriterStatusEx.invoke(
                        IVssBackupComponentsEx4Vtbl.GetWriterStatusEx(IVssBackupComponentsEx4.lpVtbl(self)),
                        self,
                        index,
                        instanceId,
                        writerId,
                        name,
                        state,
                        failure,
                        applicationError,
                        applicationMessage));
    }
}
