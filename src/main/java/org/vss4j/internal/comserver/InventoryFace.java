package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.windows.WideString;

/** The {@link InventoryMethods} in the vtable of all {@link BackupServer}s. */
final class InventoryFace {
    private InventoryFace() {}

    static void set(MemorySegment vtable, Stubs stubs) {
        IVssBackupComponentsEx4Vtbl.Query(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.Query.Function.class,
                        IVssBackupComponentsEx4Vtbl.Query.descriptor(),
                        InventoryFace::query));
        IVssBackupComponentsEx4Vtbl.DeleteSnapshots(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.DeleteSnapshots.Function.class,
                        IVssBackupComponentsEx4Vtbl.DeleteSnapshots.descriptor(),
                        InventoryFace::deleteSnapshots));
        IVssBackupComponentsEx4Vtbl.IsVolumeSupported(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.IsVolumeSupported.Function.class,
                        IVssBackupComponentsEx4Vtbl.IsVolumeSupported.descriptor(),
                        InventoryFace::isVolumeSupported));
    }

    private static int query(MemorySegment self, MemorySegment id, int type, int returnedType, MemorySegment out) {
        return call(self, "Query", inventory -> {
            if (out.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return inventory.query(
                    Guid.get(id), type, returnedType, enumeration -> out.set(ADDRESS, 0, enumeration.pointer()));
        });
    }

    private static int deleteSnapshots(
            MemorySegment self,
            MemorySegment id,
            int type,
            int force,
            MemorySegment deleted,
            MemorySegment notDeleted) {
        return call(self, "DeleteSnapshots", inventory -> {
            if (deleted.address() == 0 || notDeleted.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return inventory.deleteSnapshots(
                    Guid.get(id),
                    type,
                    force != 0,
                    count -> deleted.set(JAVA_INT, 0, count),
                    first -> Guid.set(notDeleted, first));
        });
    }

    private static int isVolumeSupported(
            MemorySegment self, MemorySegment providerId, MemorySegment volume, MemorySegment supported) {
        return call(self, "IsVolumeSupported", inventory -> {
            String name = WideString.readPointer(volume);
            if (name == null || supported.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return inventory.isVolumeSupported(
                    Guid.get(providerId), name, answer -> supported.set(JAVA_INT, 0, answer));
        });
    }

    private static int call(MemorySegment self, String method, Upcall.Method<InventoryMethods> body) {
        return Upcall.call(self, BackupServer.class, method, backup -> {
            InventoryMethods inventory = backup.inventory();
            return inventory == null ? Vssapi.E_NOTIMPL() : body.call(inventory);
        });
    }
}
