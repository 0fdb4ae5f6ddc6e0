package org.vss4j.simulator;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.windows.FileTimes;

/** The shadow copies of one snapshot set. Safe for use by many threads, but for {@link #add} and {@link #freeze}. */
final class CopySet {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.simulator");

    private static final int MAX_VOLUMES = 64;
    private static final int MAX_COPIES_OF_VOLUME = 512;
    private static final HResult MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED = HResult.of(0x80042317);
    private static final String MACHINE_NAME = "simulator";
    /** VSS_SS_CREATED. */
    static final int CREATED = 12;

    private final UUID id = UUID.randomUUID();
    private final Machine machine;

    /** Where they are made; null as long as there is none. Guarded by this. */
    private @Nullable Path folder;

    /** Guarded by this. */
    private final Map<UUID, FrozenVolume> copies = new LinkedHashMap<>();

    /** The copies that are complete. Guarded by this. */
    private List<SnapshotProperties> described = List.of();

    CopySet(Machine machine) {
        this.machine = machine;
    }

    UUID id() {
        return id;
    }

    /** Adds a volume by its name. */
    HResult add(String volumeName, UUID providerId, Consumer<UUID> out) {
        return add(volumeName, providerId, machine.copies(), out);
    }

    /** Given the copies of all sets, for which other sets are asked: so without the lock of this one. */
    private synchronized HResult add(
            String volumeName, UUID providerId, List<SnapshotProperties> there, Consumer<UUID> out) {
        SimulatedVolume volume = machine.volumes().find(volumeName);
        if (!SimulatedProvider.is(providerId)) {
            return SimulatedProvider.NOT_REGISTERED;
        }
        if (volume == null) {
            return HResult.VSS_E_OBJECT_NOT_FOUND;
        }
        if (!machine.volumes().isSupported(volume)) {
            return SimulatedProvider.unsupportedBy(providerId);
        }
        if (copies.values().stream().anyMatch(copy -> copy.volume().equals(volume))) {
            // Microsoft's pages do not say what happens; this is the simulator's own choice.
            return HResult.VSS_E_OBJECT_ALREADY_EXISTS;
        }
        if (copies.size() == MAX_VOLUMES) {
            return HResult.VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED;
        }
        if (isFull(volume.name(), there)) {
            return MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED;
        }
        UUID copyId = UUID.randomUUID();
        copies.put(copyId, new FrozenVolume(volume, PersistentCopies.filesIn(folder(), copyId)));
        out.accept(copyId);
        return HResult.S_OK;
    }

    private static boolean isFull(String volumeName, List<SnapshotProperties> there) {
        return there.stream()
                        .filter(copy -> volumeName.equals(copy.originalVolume()))
                        .count()
                >= MAX_COPIES_OF_VOLUME;
    }

    /** The volumes that are in the set. */
    synchronized SetVolumes volumes() {
        return new SetVolumes(
                machine.volumes(),
                copies.values().stream().map(copy -> copy.volume().root()).collect(Collectors.toSet()));
    }

    /** Copies all volumes. What it throws leaves a part of the copies, which {@link #delete()} removes. */
    void freeze(SimulatedAsync operation, SimulatedContext context, FilesNotInSnapshot leftOut) throws IOException {
        Map<UUID, FrozenVolume> all = all();
        Path made = folder();
        Files.createDirectory(made, OwnerOnly.directory(made));
        for (FrozenVolume copy : all.values()) {
            Files.createDirectory(copy.folder(), OwnerOnly.directory(made));
            copy.freeze(machine, leftOut, operation);
        }
        CopySeal.set(all.values().stream().map(FrozenVolume::folder).toList());
        Instant createdAt = machine.clock().instant();
        if (context.isPersistent()) {
            all.forEach((copyId, copy) -> copy.hasMovedTo(machine.persistent().files(id, copyId)));
            machine.persistent().add(made, id, describe(all, context, createdAt));
        }
        synchronized (this) {
            described = describe(all, context, createdAt);
        }
    }

    private synchronized Path folder() {
        if (folder == null) {
            folder = machine.folder().resolve(id.toString());
        }
        return folder;
    }

    private synchronized Map<UUID, FrozenVolume> all() {
        return new LinkedHashMap<>(copies);
    }

    private List<SnapshotProperties> describe(
            Map<UUID, FrozenVolume> all, SimulatedContext context, Instant createdAt) {
        List<SnapshotProperties> descriptions = new ArrayList<>();
        all.forEach((copyId, copy) -> descriptions.add(new SnapshotProperties(
                copyId,
                id,
                all.size(),
                SimulatedDevice.of(copyId),
                copy.volume().name(),
                MACHINE_NAME,
                MACHINE_NAME,
                null,
                null,
                SimulatedProvider.ID,
                context.attributes(),
                FileTimes.of(createdAt),
                CREATED)));
        return List.copyOf(descriptions);
    }

    /** The folder of a device object; empty if it is that of no copy of the set. */
    synchronized Optional<Path> folderOf(String deviceObject) {
        return copies.entrySet().stream()
                .filter(copy -> SimulatedDevice.of(copy.getKey()).equals(deviceObject))
                .map(copy -> copy.getValue().root())
                .findFirst();
    }

    /** The copy of the set in which a path lies; empty if it lies in none. */
    synchronized Optional<FrozenVolume> holding(Path frozen) {
        return copies.values().stream()
                .filter(copy -> frozen.startsWith(copy.root()))
                .findFirst();
    }

    /** Describes a copy. */
    synchronized HResult properties(UUID copyId, Consumer<SnapshotProperties> out) {
        return described.stream()
                .filter(copy -> copy.id().equals(copyId))
                .findFirst()
                .map(copy -> {
                    out.accept(copy);
                    return HResult.S_OK;
                })
                .orElse(HResult.VSS_E_OBJECT_NOT_FOUND);
    }

    /** The copies that are complete and go with the object that made them. */
    synchronized List<SnapshotProperties> released() {
        return described.stream()
                .filter(copy -> !new SimulatedContext(copy.attributes()).isPersistent())
                .toList();
    }

    /**
     * Takes note that a copy is deleted, and removes its files.
     *
     * @return whether it was there
     */
    synchronized boolean delete(UUID copyId) throws IOException {
        FrozenVolume copy = copies.remove(copyId);
        if (copy == null) {
            return false;
        }
        boolean complete =
                described.stream().anyMatch(candidate -> candidate.id().equals(copyId));
        described = described.stream()
                .filter(candidate -> !candidate.id().equals(copyId))
                .toList();
        copy.check(machine.changed()::add);
        copy.delete();
        return complete;
    }

    /** The end of the object that made them: persistent copies stay. */
    synchronized void release() {
        List<SnapshotProperties> going = released();
        if (going.isEmpty() && !described.isEmpty()) {
            return;
        }
        going.forEach(copy -> Objects.requireNonNull(copies.get(copy.id())).check(machine.changed()::add));
        delete();
    }

    /** Removes what was copied. */
    synchronized void delete() {
        described = List.of();
        try {
            for (UUID copyId : copies.keySet()) {
                boolean unused = machine.deletePersistent(id, copyId);
            }
            if (folder != null) {
                FileTrees.delete(folder);
            }
        } catch (IOException e) {
            LOG.log(ERROR, "A simulated shadow copy could not be removed", e);
        }
    }
}
