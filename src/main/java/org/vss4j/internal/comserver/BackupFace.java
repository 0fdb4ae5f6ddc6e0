package org.vss4j.internal.comserver;

import static java.lang.foreign.ValueLayout.ADDRESS;

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
        Stubs stubs = Vtables.STUBS;
        MemorySegment vtable = stubs.allocate(IVssBackupComponentsEx4Vtbl.layout(), 1);
        Vtables.fill(vtable, stubs);
        setPreparation(vtable, stubs);
        setSnapshotSet(vtable, stubs);
        setEnd(vtable, stubs);
        InventoryFace.set(vtable, stubs);
        WriterFace.set(vtable, stubs);
        return vtable;
    }

    private static void setPreparation(MemorySegment vtable, Stubs stubs) {
        IVssBackupComponentsEx4Vtbl.InitializeForBackup(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.InitializeForBackup.Function.class,
                        IVssBackupComponentsEx4Vtbl.InitializeForBackup.descriptor(),
                        BackupFace::initializeForBackup));
        IVssBackupComponentsEx4Vtbl.SetContext(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.SetContext.Function.class,
                        IVssBackupComponentsEx4Vtbl.SetContext.descriptor(),
                        (self, context) -> call(self, "SetContext", backup -> backup.setContext(context))));
        IVssBackupComponentsEx4Vtbl.SetBackupState(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.SetBackupState.Function.class,
                        IVssBackupComponentsEx4Vtbl.SetBackupState.descriptor(),
                        (self, components, bootable, type, partial) -> call(
                                self,
                                "SetBackupState",
                                backup -> backup.setBackupState(components != 0, bootable != 0, type, partial != 0))));
        IVssBackupComponentsEx4Vtbl.GatherWriterMetadata(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GatherWriterMetadata.Function.class,
                        IVssBackupComponentsEx4Vtbl.GatherWriterMetadata.descriptor(),
                        (self, out) ->
                                callAsync(self, "GatherWriterMetadata", out, BackupServer::gatherWriterMetadata)));
        IVssBackupComponentsEx4Vtbl.FreeWriterMetadata(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.FreeWriterMetadata.Function.class,
                        IVssBackupComponentsEx4Vtbl.FreeWriterMetadata.descriptor(),
                        self -> call(self, "FreeWriterMetadata", BackupServer::freeWriterMetadata)));
    }

    private static void setSnapshotSet(MemorySegment vtable, Stubs stubs) {
        IVssBackupComponentsEx4Vtbl.StartSnapshotSet(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.StartSnapshotSet.Function.class,
                        IVssBackupComponentsEx4Vtbl.StartSnapshotSet.descriptor(),
                        BackupFace::startSnapshotSet));
        IVssBackupComponentsEx4Vtbl.AddToSnapshotSet(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.AddToSnapshotSet.Function.class,
                        IVssBackupComponentsEx4Vtbl.AddToSnapshotSet.descriptor(),
                        BackupFace::addToSnapshotSet));
        IVssBackupComponentsEx4Vtbl.PrepareForBackup(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.PrepareForBackup.Function.class,
                        IVssBackupComponentsEx4Vtbl.PrepareForBackup.descriptor(),
                        (self, out) -> callAsync(self, "PrepareForBackup", out, BackupServer::prepareForBackup)));
        IVssBackupComponentsEx4Vtbl.DoSnapshotSet(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.DoSnapshotSet.Function.class,
                        IVssBackupComponentsEx4Vtbl.DoSnapshotSet.descriptor(),
                        (self, out) -> callAsync(self, "DoSnapshotSet", out, BackupServer::doSnapshotSet)));
        IVssBackupComponentsEx4Vtbl.GetSnapshotProperties(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GetSnapshotProperties.Function.class,
                        IVssBackupComponentsEx4Vtbl.GetSnapshotProperties.descriptor(),
                        BackupFace::getSnapshotProperties));
    }

    private static void setEnd(MemorySegment vtable, Stubs stubs) {
        IVssBackupComponentsEx4Vtbl.GatherWriterStatus(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.GatherWriterStatus.Function.class,
                        IVssBackupComponentsEx4Vtbl.GatherWriterStatus.descriptor(),
                        (self, out) -> callAsync(self, "GatherWriterStatus", out, BackupServer::gatherWriterStatus)));
        IVssBackupComponentsEx4Vtbl.FreeWriterStatus(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.FreeWriterStatus.Function.class,
                        IVssBackupComponentsEx4Vtbl.FreeWriterStatus.descriptor(),
                        self -> call(self, "FreeWriterStatus", BackupServer::freeWriterStatus)));
        IVssBackupComponentsEx4Vtbl.BackupComplete(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.BackupComplete.Function.class,
                        IVssBackupComponentsEx4Vtbl.BackupComplete.descriptor(),
                        (self, out) -> callAsync(self, "BackupComplete", out, BackupServer::backupComplete)));
        IVssBackupComponentsEx4Vtbl.AbortBackup(
                vtable,
                stubs.make(
                        IVssBackupComponentsEx4Vtbl.AbortBackup.Function.class,
                        IVssBackupComponentsEx4Vtbl.AbortBackup.descriptor(),
                        self -> call(self, "AbortBackup", BackupServer::abortBackup)));
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
