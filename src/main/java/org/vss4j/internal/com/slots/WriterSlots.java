package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssBackupComponents;
import org.vss4j.internal.bindings.IVssBackupComponentsEx3;
import org.vss4j.internal.bindings.IVssBackupComponentsEx3Vtbl;
import org.vss4j.internal.bindings.IVssBackupComponentsVtbl;

/** The slots of IVssBackupComponents, and of …Ex3, that concern writers. A GUID is passed by value: the segment's 16 bytes are copied. Each returns the HRESULT as it came. */
public final class WriterSlots {
    private WriterSlots() {}

    // HRESULT GetWriterComponentsCount(UINT *pcComponents)
    public static int getWriterComponentsCount(MemorySegment self, MemorySegment count) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterComponentsCount",
                IVssBackupComponentsVtbl.GetWriterComponentsCount.invoke(
                        IVssBackupComponentsVtbl.GetWriterComponentsCount(IVssBackupComponents.lpVtbl(self)),
                        self,
                        count));
    }

    // HRESULT GetWriterComponents(UINT iWriter, IVssWriterComponentsExt **ppWriter)
    public static int getWriterComponents(MemorySegment self, int index, MemorySegment components) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterComponents",
                IVssBackupComponentsVtbl.GetWriterComponents.invoke(
                        IVssBackupComponentsVtbl.GetWriterComponents(IVssBackupComponents.lpVtbl(self)),
                        self,
                        index,
                        components));
    }

    // HRESULT GetWriterMetadataCount(UINT *pcWriters)
    public static int getWriterMetadataCount(MemorySegment self, MemorySegment count) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterMetadataCount",
                IVssBackupComponentsVtbl.GetWriterMetadataCount.invoke(
                        IVssBackupComponentsVtbl.GetWriterMetadataCount(IVssBackupComponents.lpVtbl(self)),
                        self,
                        count));
    }

    // HRESULT GetWriterMetadata(UINT iWriter, VSS_ID *pidInstance, IVssExamineWriterMetadata **ppMetadata)
    public static int getWriterMetadata(
            MemorySegment self, int index, MemorySegment instanceId, MemorySegment metadata) {
        return ended(
                begun(),
                "IVssBackupComponents::GetWriterMetadata",
                IVssBackupComponentsVtbl.GetWriterMetadata.invoke(
                        IVssBackupComponentsVtbl.GetWriterMetadata(IVssBackupComponents.lpVtbl(self)),
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
                IVssBackupComponentsVtbl.AddComponent.invoke(
                        IVssBackupComponentsVtbl.AddComponent(IVssBackupComponents.lpVtbl(self)),
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
                IVssBackupComponentsVtbl.GetWriterStatusCount.invoke(
                        IVssBackupComponentsVtbl.GetWriterStatusCount(IVssBackupComponents.lpVtbl(self)), self, count));
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
                IVssBackupComponentsVtbl.GetWriterStatus.invoke(
                        IVssBackupComponentsVtbl.GetWriterStatus(IVssBackupComponents.lpVtbl(self)),
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
                IVssBackupComponentsVtbl.SetBackupSucceeded.invoke(
                        IVssBackupComponentsVtbl.SetBackupSucceeded(IVssBackupComponents.lpVtbl(self)),
                        self,
                        instanceId,
                        writerId,
                        type,
                        path,
                        name,
                        succeeded));
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
                IVssBackupComponentsVtbl.SetPreviousBackupStamp.invoke(
                        IVssBackupComponentsVtbl.SetPreviousBackupStamp(IVssBackupComponents.lpVtbl(self)),
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
                IVssBackupComponentsVtbl.SaveAsXML.invoke(
                        IVssBackupComponentsVtbl.SaveAsXML(IVssBackupComponents.lpVtbl(self)), self, xml));
    }

    // HRESULT DisableWriterClasses(const VSS_ID *rgWriterClassId, UINT cClassId)
    public static int disableWriterClasses(MemorySegment self, MemorySegment ids, int count) {
        return ended(
                begun(),
                "IVssBackupComponents::DisableWriterClasses",
                IVssBackupComponentsVtbl.DisableWriterClasses.invoke(
                        IVssBackupComponentsVtbl.DisableWriterClasses(IVssBackupComponents.lpVtbl(self)),
                        self,
                        ids,
                        count));
    }

    // HRESULT EnableWriterClasses(const VSS_ID *rgWriterClassId, UINT cClassId)
    public static int enableWriterClasses(MemorySegment self, MemorySegment ids, int count) {
        return ended(
                begun(),
                "IVssBackupComponents::EnableWriterClasses",
                IVssBackupComponentsVtbl.EnableWriterClasses.invoke(
                        IVssBackupComponentsVtbl.EnableWriterClasses(IVssBackupComponents.lpVtbl(self)),
                        self,
                        ids,
                        count));
    }

    // HRESULT DisableWriterInstances(const VSS_ID *rgWriterInstanceId, UINT cInstanceId)
    public static int disableWriterInstances(MemorySegment self, MemorySegment ids, int count) {
        return ended(
                begun(),
                "IVssBackupComponents::DisableWriterInstances",
                IVssBackupComponentsVtbl.DisableWriterInstances.invoke(
                        IVssBackupComponentsVtbl.DisableWriterInstances(IVssBackupComponents.lpVtbl(self)),
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
                IVssBackupComponentsEx3Vtbl.GetWriterStatusEx.invoke(
                        IVssBackupComponentsEx3Vtbl.GetWriterStatusEx(IVssBackupComponentsEx3.lpVtbl(self)),
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
