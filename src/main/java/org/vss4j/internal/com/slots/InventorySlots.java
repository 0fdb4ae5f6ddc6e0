package org.vss4j.internal.com.slots;

import static org.vss4j.internal.trace.FlightRecording.begun;
import static org.vss4j.internal.trace.FlightRecording.ended;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl;
import org.vss4j.internal.bindings.IVssEnumObject;
import org.vss4j.internal.bindings.IVssEnumObjectVtbl;

/**
 * The slots of IVssBackupComponents by which shadow copies and providers are found and copies are deleted, and those of
 * the IVssEnumObject that Query gives. Each returns the HRESULT as it came. A GUID is passed by value.
 */
public final class InventorySlots {
    private InventorySlots() {}

    // HRESULT Query(VSS_ID QueriedObjectId, VSS_OBJECT_TYPE eQueriedObjectType, VSS_OBJECT_TYPE eReturnedObjectsType,
    //               IVssEnumObject **ppEnum)
    public static int query(
            MemorySegment self, MemorySegment id, int type, int returnedType, MemorySegment enumeration) {
        return ended(
                begun(),
                "IVssBackupComponents::Query",
                IVssBackupComponentsEx4Vtbl.Query.invoke(
                        IVssBackupComponentsEx4Vtbl.Query(vtable(self)), self, id, type, returnedType, enumeration));
    }

    // HRESULT DeleteSnapshots(VSS_ID SourceObjectId, VSS_OBJECT_TYPE eSourceObjectType, BOOL bForceDelete,
    //                         LONG *plDeletedSnapshots, VSS_ID *pNondeletedSnapshotID)
    public static int deleteSnapshots(
            MemorySegment self,
            MemorySegment id,
            int type,
            int force,
            MemorySegment deleted,
            MemorySegment notDeleted) {
        return ended(
                begun(),
                "IVssBackupComponents::DeleteSnapshots",
                IVssBackupComponentsEx4Vtbl.DeleteSnapshots.invoke(
                        IVssBackupComponentsEx4Vtbl.DeleteSnapshots(vtable(self)),
                        self,
                        id,
                        type,
                        force,
                        deleted,
                        notDeleted));
    }

    // HRESULT IsVolumeSupported(VSS_ID ProviderId, VSS_PWSZ pwszVolumeName, BOOL *pbSupportedByThisProvider)
    public static int isVolumeSupported(
            MemorySegment self, MemorySegment providerId, MemorySegment volume, MemorySegment supported) {
        return ended(
                begun(),
                "IVssBackupComponents::IsVolumeSupported",
                IVssBackupComponentsEx4Vtbl.IsVolumeSupported.invoke(
                        IVssBackupComponentsEx4Vtbl.IsVolumeSupported(vtable(self)),
                        self,
                        providerId,
                        volume,
                        supported));
    }

    // HRESULT Next(ULONG celt, VSS_OBJECT_PROP *rgelt, ULONG *pceltFetched)
    public static int next(MemorySegment enumeration, int count, MemorySegment objects, MemorySegment fetched) {
        return ended(
                begun(),
                "IVssEnumObject::Next",
                IVssEnumObjectVtbl.Next.invoke(
                        IVssEnumObjectVtbl.Next(IVssEnumObject.lpVtbl(enumeration)),
                        enumeration,
                        count,
                        objects,
                        fetched));
    }

    private static MemorySegment vtable(MemorySegment self) {
        return IVssBackupComponentsEx4.lpVtbl(self);
    }
}
