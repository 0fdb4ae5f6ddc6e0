package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.vss4j.internal.bindings.IVssBackupComponentsEx4Vtbl;
import org.vss4j.internal.bindings.Vssapi;
import org.vss4j.internal.com.Guid;
import org.vss4j.internal.windows.WideString;

/** The one vtable of all {@link BackupServer}s. */
final class BackupFace {
    static final MemorySegment VTABLE = vtable();

    private BackupFace() {}

    private static MemorySegment vtable() {
        // The stubs live as long as the process, like the code of a library: no pointer to them can dangle.
        Arena arena = Arena.global();
        MemorySegment vtable = arena.allocate(IVssBackupComponentsEx4Vtbl.layout());
        MemorySegment notImplemented = notImplemented(arena);
        for (long offset = 0; offset < vtable.byteSize(); offset += ADDRESS.byteSize()) {
            vtable.set(ADDRESS, offset, notImplemented);
        }
        setUnknown(vtable, arena);
        setPreparation(vtable, arena);
        setSnapshotSet(vtable, arena);
        setEnd(vtable, arena);
        InventoryFace.set(vtable, arena);
        WriterFace.set(vtable, arena);
        return vtable;
    }

    /**
     * One stub for all methods that are not implemented. It declares {@code this} alone: in the 64-bit calling conventions
     * of Windows and of Unix the caller cleans up, so the arguments that it does not look at do no harm.
     */
    private static MemorySegment notImplemented(Arena arena) {
        return IVssBackupComponentsEx4Vtbl.AbortBackup.allocate(unused -> Vssapi.E_NOTIMPL(), arena);
    }

    private static void setUnknown(MemorySegment vtable, Arena arena) {
        IVssBackupComponentsEx4Vtbl.QueryInterface(
                vtable, IVssBackupComponentsEx4Vtbl.QueryInterface.allocate(UnknownFace::queryInterface, arena));
        IVssBackupComponentsEx4Vtbl.AddRef(
                vtable, IVssBackupComponentsEx4Vtbl.AddRef.allocate(UnknownFace::addRef, arena));
        IVssBackupComponentsEx4Vtbl.Release(
                vtable, IVssBackupComponentsEx4Vtbl.Release.allocate(UnknownFace::release, arena));
    }

    private static void setPreparation(MemorySegment vtable, Arena arena) {
        IVssBackupComponentsEx4Vtbl.InitializeForBackup(
                vtable,
                IVssBackupComponentsEx4Vtbl.InitializeForBackup.allocate(BackupFace::initializeForBackup, arena));
        IVssBackupComponentsEx4Vtbl.SetContext(
                vtable,
                IVssBackupComponentsEx4Vtbl.SetContext.allocate(
                        (self, context) -> call(self, "SetContext", backup -> backup.setContext(context)), arena));
        IVssBackupComponentsEx4Vtbl.SetBackupState(
                vtable,
                IVssBackupComponentsEx4Vtbl.SetBackupState.allocate(
                        (self, components, bootable, type, partial) -> call(
                                self,
                                "SetBackupState",
                                backup -> backup.setBackupState(components != 0, bootable != 0, type, partial != 0)),
                        arena));
        IVssBackupComponentsEx4Vtbl.GatherWriterMetadata(
                vtable,
                IVssBackupComponentsEx4Vtbl.GatherWriterMetadata.allocate(
                        (self, out) -> callAsync(self, "GatherWriterMetadata", out, BackupServer::gatherWriterMetadata),
                        arena));
        IVssBackupComponentsEx4Vtbl.FreeWriterMetadata(
                vtable,
                IVssBackupComponentsEx4Vtbl.FreeWriterMetadata.allocate(
                        self -> call(self, "FreeWriterMetadata", BackupServer::freeWriterMetadata), arena));
    }

    private static void setSnapshotSet(MemorySegment vtable, Arena arena) {
        IVssBackupComponentsEx4Vtbl.StartSnapshotSet(
                vtable, IVssBackupComponentsEx4Vtbl.StartSnapshotSet.allocate(BackupFace::startSnapshotSet, arena));
        IVssBackupComponentsEx4Vtbl.AddToSnapshotSet(
                vtable, IVssBackupComponentsEx4Vtbl.AddToSnapshotSet.allocate(BackupFace::addToSnapshotSet, arena));
        IVssBackupComponentsEx4Vtbl.PrepareForBackup(
                vtable,
                IVssBackupComponentsEx4Vtbl.PrepareForBackup.allocate(
                        (self, out) -> callAsync(self, "PrepareForBackup", out, BackupServer::prepareForBackup),
                        arena));
        IVssBackupComponentsEx4Vtbl.DoSnapshotSet(
                vtable,
                IVssBackupComponentsEx4Vtbl.DoSnapshotSet.allocate(
                        (self, out) -> callAsync(self, "DoSnapshotSet", out, BackupServer::doSnapshotSet), arena));
        IVssBackupComponentsEx4Vtbl.GetSnapshotProperties(
                vtable,
                IVssBackupComponentsEx4Vtbl.GetSnapshotProperties.allocate(BackupFace::getSnapshotProperties, arena));
    }

    private static void setEnd(MemorySegment vtable, Arena arena) {
        IVssBackupComponentsEx4Vtbl.GatherWriterStatus(
                vtable,
                IVssBackupComponentsEx4Vtbl.GatherWriterStatus.allocate(
                        (self, out) -> callAsync(self, "GatherWriterStatus", out, BackupServer::gatherWriterStatus),
                        arena));
        IVssBackupComponentsEx4Vtbl.FreeWriterStatus(
                vtable,
                IVssBackupComponentsEx4Vtbl.FreeWriterStatus.allocate(
                        self -> call(self, "FreeWriterStatus", BackupServer::freeWriterStatus), arena));
        IVssBackupComponentsEx4Vtbl.BackupComplete(
                vtable,
                IVssBackupComponentsEx4Vtbl.BackupComplete.allocate(
                        (self, out) -> callAsync(self, "BackupComplete", out, BackupServer::backupComplete), arena));
        IVssBackupComponentsEx4Vtbl.AbortBackup(
                vtable,
                IVssBackupComponentsEx4Vtbl.AbortBackup.allocate(
                        self -> call(self, "AbortBackup", BackupServer::abortBackup), arena));
    }

    private static int initializeForBackup(MemorySegment self, MemorySegment xml) {
        return call(self, "InitializeForBackup", backup -> backup.initializeForBackup(WideString.readPointer(xml)));
    }

    private static int startSnapshotSet(MemorySegment self, MemorySegment setId) {
        return call(self, "StartSnapshotSet", backup -> {
            if (setId.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return backup.startSnapshotSet(id -> Guid.set(setId, id));
        });
    }

    private static int addToSnapshotSet(
            MemorySegment self, MemorySegment volume, MemorySegment providerId, MemorySegment snapshotId) {
        return call(self, "AddToSnapshotSet", backup -> {
            String name = WideString.readPointer(volume);
            if (name == null || snapshotId.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return backup.addToSnapshotSet(name, Guid.get(providerId), id -> Guid.set(snapshotId, id));
        });
    }

    private static int getSnapshotProperties(MemorySegment self, MemorySegment snapshotId, MemorySegment out) {
        return call(self, "GetSnapshotProperties", backup -> {
            if (out.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return backup.getSnapshotProperties(
                    Guid.get(snapshotId), properties -> PropertyStructure.write(properties, out));
        });
    }

    private static int call(MemorySegment self, String method, Upcall.Method<BackupServer> body) {
        return Upcall.call(self, BackupServer.class, method, body);
    }

    /** A method that begins an operation. */
    private interface Beginning {
        int begin(BackupServer backup, Consumer<AsyncServer> async);
    }

    private static int callAsync(MemorySegment self, String method, MemorySegment out, Beginning body) {
        return call(self, method, backup -> {
            if (out.address() == 0) {
                return Vssapi.E_INVALIDARG();
            }
            return body.begin(backup, async -> out.set(ADDRESS, 0, async.pointer()));
        });
    }
}
