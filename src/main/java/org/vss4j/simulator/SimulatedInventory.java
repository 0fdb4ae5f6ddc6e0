package org.vss4j.simulator;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.vss4j.HResult;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.comserver.EnumServer;
import org.vss4j.internal.comserver.InventoryMethods;
import org.vss4j.internal.trace.SessionLogger;

/** Query, DeleteSnapshots and IsVolumeSupported of one IVssBackupComponents. */
final class SimulatedInventory implements InventoryMethods {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");
    private static final UUID NOTHING = new UUID(0, 0);

    private static final int OBJECT_NONE = 1;
    private static final int OBJECT_SNAPSHOT_SET = 2;
    private static final int OBJECT_SNAPSHOT = 3;
    private static final int OBJECT_PROVIDER = 4;

    private final Machine machine;
    private final Caller caller;
    private final Supplier<SimulatedContext> context;

    SimulatedInventory(Machine machine, Caller caller, Supplier<SimulatedContext> context) {
        this.machine = machine;
        this.caller = caller;
        this.context = context;
    }

    @Override
    public int query(UUID id, int type, int returnedType, Consumer<EnumServer> enumeration) {
        return caller.call(
                VssMethod.QUERY,
                () -> {
                    if (!id.equals(NOTHING) || type != OBJECT_NONE) {
                        return HResult.E_INVALIDARG;
                    }
                    if (returnedType == OBJECT_PROVIDER) {
                        enumeration.accept(
                                new EnumServer(List.of(new EnumServer.Provider(SimulatedProvider.PROPERTIES))));
                        return HResult.S_OK;
                    }
                    if (returnedType != OBJECT_SNAPSHOT) {
                        return HResult.E_INVALIDARG;
                    }
                    SimulatedContext seenFrom = context.get();
                    enumeration.accept(new EnumServer(machine.copies().stream()
                            .filter(copy -> seenFrom.finds(copy.attributes()))
                            .map(EnumServer.Snapshot::new)
                            .toList()));
                    return HResult.S_OK;
                },
                id,
                type,
                returnedType);
    }

    @Override
    public int deleteSnapshots(UUID id, int type, boolean force, IntConsumer deleted, Consumer<UUID> notDeleted) {
        return caller.call(
                VssMethod.DELETE_SNAPSHOTS,
                () -> {
                    deleted.accept(0);
                    notDeleted.accept(NOTHING);
                    if (type != OBJECT_SNAPSHOT && type != OBJECT_SNAPSHOT_SET) {
                        return HResult.E_INVALIDARG;
                    }
                    return delete(id, type, deleted, notDeleted);
                },
                id,
                type,
                force);
    }

    /** One by one; the first that fails is named, and ends it. */
    private HResult delete(UUID id, int type, IntConsumer deleted, Consumer<UUID> notDeleted) {
        List<SnapshotProperties> selected = machine.copies().stream()
                .filter(copy -> (type == OBJECT_SNAPSHOT ? copy.id() : copy.setId()).equals(id))
                .toList();
        int count = 0;
        for (SnapshotProperties copy : selected) {
            HResult result = delete(copy);
            if (result.isFailure()) {
                notDeleted.accept(copy.id());
                return result;
            }
            deleted.accept(++count);
        }
        return count == 0 ? HResult.VSS_E_OBJECT_NOT_FOUND : HResult.S_OK;
    }

    private HResult delete(SnapshotProperties copy) {
        try {
            boolean found = machine.deletePersistent(copy.setId(), copy.id());
            for (SimulatedBackup object : machine.objects()) {
                found |= object.copies().delete(copy.id());
            }
            return found ? HResult.S_OK : HResult.VSS_E_OBJECT_NOT_FOUND;
        } catch (IOException e) {
            LOG.log(ERROR, "A simulated shadow copy could not be removed", e);
            return machine.storeFailures().codeOf(e);
        }
    }

    @Override
    public int isVolumeSupported(UUID providerId, String volume, IntConsumer supported) {
        return caller.call(
                VssMethod.IS_VOLUME_SUPPORTED,
                () -> {
                    if (!SimulatedProvider.is(providerId)) {
                        return SimulatedProvider.NOT_REGISTERED;
                    }
                    SimulatedVolume found = machine.volumes().find(volume);
                    if (found == null) {
                        return HResult.VSS_E_OBJECT_NOT_FOUND;
                    }
                    supported.accept(machine.volumes().isSupported(found) ? 1 : 0);
                    return HResult.S_OK;
                },
                providerId,
                volume);
    }
}
