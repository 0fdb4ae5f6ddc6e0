package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl;

/**
 * The slots of IVssBackupComponents that a backup session uses. Each returns the HRESULT as it came. A GUID is passed by
 * value: the segment's 16 bytes are copied.
 */
public final class BackupSlots {
    private BackupSlots() {}

    // HRESULT InitializeForBackup(BSTR bstrXML); NULL: a new document
    public static int initializeForBackup(MemorySegment self, MemorySegment xml) {
        return ended(
                begun(),
                "IVssBackupComponents::InitializeForBackup",
                IVssBackupComponentsEx4Vtbl.InitializeForBackup.invoke(
                        IVssBackupComponentsEx4Vtbl.InitializeForBackup(vtable(self)), self, xml));
    }

    // HRESULT SetBackupState(bool bSelectComponents, bool bBackupBootableSystemState, VSS_BACKUP_TYPE backupType,
    //                        bool bPartialFileSupport)
    public static int setBackupState(
            MemorySegment self, boolean selectComponents, boolean bootableState, int backupType, boolean partialFiles) {
        return ended(
                begun(),
                "IVssBackupComponents::SetBackupState",
                IVssBackupComponentsEx4Vtbl.SetBackupState.invoke(
                        IVssBackupComponentsEx4Vtbl.SetBackupState(vtable(self)),
                        self,
                        toByte(selectComponents),
                        toByte(bootableState),
                        backupType,
                        toByte(partialFiles)));
    }

    // HRESULT GatherWriterMetadata(IVssAsync **pAsync)
    public static int gatherWriterMetadata(MemorySegment self, MemorySegment async) {
        return ended(
                begun(),
                "IVssBackupComponents::GatherWriterMetadata",
                IVssBackupComponentsEx4Vtbl.GatherWriterMetadata.invoke(
                        IVssBackupComponentsEx4Vtbl.GatherWriterMetadata(vtable(self)), self, async));
    }

    // HRESULT FreeWriterMetadata(void)
    public static int freeWriterMetadata(MemorySegment self) {
        return ended(
                begun(),
                "IVssBackupComponents::FreeWriterMetadata",
                IVssBackupComponentsEx4Vtbl.FreeWriterMetadata.invoke(
                        IVssBackupComponentsEx4Vtbl.FreeWriterMetadata(vtable(self)), self));
    }

    // HRESULT PrepareForBackup(IVssAsync **ppAsync)
    public static int prepareForBackup(MemorySegment self, MemorySegment async) {
        return ended(
                begun(),
                "IVssBackupComponents::PrepareForBackup",
                IVssBackupComponentsEx4Vtbl.PrepareForBackup.invoke(
                        IVssBackupComponentsEx4Vtbl.PrepareForBackup(vtable(self)), self, async));
    }

    // HRESULT AbortBackup(void)
    public static int abortBackup(MemorySegment self) {
        return ended(
                begun(),
                "IVssBackupComponents::AbortBackup",
                IVssBackupComponentsEx4Vtbl.AbortBackup.invoke(
                        IVssBackupComponentsEx4Vtbl.AbortBackup(vtable(self)), self));
    }

    // HRESULT GatherWriterStatus(IVssAsync **pAsync)
    public static int gatherWriterStatus(MemorySegment self, MemorySegment async) {
        return ended(
                begun(),
                "IVssBackupComponents::GatherWriterStatus",
                IVssBackupComponentsEx4Vtbl.GatherWriterStatus.invoke(
                        IVssBackupComponentsEx4Vtbl.GatherWriterStatus(vtable(self)), self, async));
    }

    // HRESULT FreeWriterStatus(void)
    public static int freeWriterStatus(MemorySegment self) {
        return ended(
                begun(),
                "IVssBackupComponents::FreeWriterStatus",
                IVssBackupComponentsEx4Vtbl.FreeWriterStatus.invoke(
                        IVssBackupComponentsEx4Vtbl.FreeWriterStatus(vtable(self)), self));
    }

    // HRESULT BackupComplete(IVssAsync **ppAsync)
    public static int backupComplete(MemorySegment self, MemorySegment async) {
        return ended(
                begun(),
                "IVssBackupComponents::BackupComplete",
                IVssBackupComponentsEx4Vtbl.BackupComplete.invoke(
                        IVssBackupComponentsEx4Vtbl.BackupComplete(vtable(self)), self, async));
    }

    // HRESULT SetContext(LONG lContext)
    public static int setContext(MemorySegment self, int context) {
        return ended(
                begun(),
                "IVssBackupComponents::SetContext",
                IVssBackupComponentsEx4Vtbl.SetContext.invoke(
                        IVssBackupComponentsEx4Vtbl.SetContext(vtable(self)), self, context));
    }

    // HRESULT StartSnapshotSet(VSS_ID *pSnapshotSetId)
    public static int startSnapshotSet(MemorySegment self, MemorySegment setId) {
        return ended(
                begun(),
                "IVssBackupComponents::StartSnapshotSet",
                IVssBackupComponentsEx4Vtbl.StartSnapshotSet.invoke(
                        IVssBackupComponentsEx4Vtbl.StartSnapshotSet(vtable(self)), self, setId));
    }

    // HRESULT AddToSnapshotSet(VSS_PWSZ pwszVolumeName, VSS_ID ProviderId, VSS_ID *pidSnapshot)
    public static int addToSnapshotSet(
            MemorySegment self, MemorySegment volume, MemorySegment providerId, MemorySegment snapshotId) {
        return ended(
                begun(),
                "IVssBackupComponents::AddToSnapshotSet",
                IVssBackupComponentsEx4Vtbl.AddToSnapshotSet.invoke(
                        IVssBackupComponentsEx4Vtbl.AddToSnapshotSet(vtable(self)),
                        self,
                        volume,
                        providerId,
                        snapshotId));
    }

    // HRESULT DoSnapshotSet(IVssAsync **ppAsync)
    public static int doSnapshotSet(MemorySegment self, MemorySegment async) {
        return ended(
                begun(),
                "IVssBackupComponents::DoSnapshotSet",
                IVssBackupComponentsEx4Vtbl.DoSnapshotSet.invoke(
                        IVssBackupComponentsEx4Vtbl.DoSnapshotSet(vtable(self)), self, async));
    }

    // HRESULT GetSnapshotProperties(VSS_ID SnapshotId, VSS_SNAPSHOT_PROP *pProp)
    public static int getSnapshotProperties(MemorySegment self, MemorySegment snapshotId, MemorySegment properties) {
        return ended(
                begun(),
                "IVssBackupComponents::GetSnapshotProperties",
                IVssBackupComponentsEx4Vtbl.GetSnapshotProperties.invoke(
                        IVssBackupComponentsEx4Vtbl.GetSnapshotProperties(vtable(self)), self, snapshotId, properties));
    }

    private static MemorySegment vtable(MemorySegment self) {
        return IVssBackupComponentsEx4.lpVtbl(self);
    }

    /** A C++ bool: one byte. */
    private static byte toByte(boolean value) {
        return (byte) (value ? 1 : 0);
    }
}
