package org.vss4j.simulator;

import static java.lang.System.Logger.Level.ERROR;

import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.internal.com.FileTimes;
import org.vss4j.internal.com.SnapshotProperties;

/** The shadow copies of one snapshot set. Its owner sees to it that no two methods run at once. */
final class CopySet {
    private static final System.Logger LOG = System.getLogger("org.vss4j.simulator");

    /** The provider that all simulated copies name. */
    private static final UUID PROVIDER = UUID.fromString("6b1f3f4e-0f0b-4b7e-9c57-76d1a5d3b3a4");

    private static final UUID ANY_PROVIDER = new UUID(0, 0);
    private static final HResult PROVIDER_NOT_REGISTERED = HResult.of(0x80042304);
    private static final int MAX_VOLUMES = 64;
    private static final String MACHINE_NAME = "simulator";
    /** VSS_SS_CREATED. */
    private static final int CREATED = 12;

    private final UUID id = UUID.randomUUID();
    private final Machine machine;
    private final Map<UUID, FrozenVolume> copies = new LinkedHashMap<>();
    private @Nullable Instant createdAt;

    CopySet(Machine machine) {
        this.machine = machine;
    }

    UUID id() {
        return id;
    }

    /** Adds a volume by its name. */
    HResult add(String volumeName, UUID providerId, Consumer<UUID> out) {
        SimulatedVolume volume = find(volumeName);
        if (!providerId.equals(ANY_PROVIDER) && !providerId.equals(PROVIDER)) {
            return PROVIDER_NOT_REGISTERED;
        }
        if (volume == null) {
            return HResult.VSS_E_OBJECT_NOT_FOUND;
        }
        if (copies.values().stream().anyMatch(copy -> copy.volume().equals(volume))) {
            // Microsoft's pages do not say what happens; this is the simulator's own choice.
            return HResult.VSS_E_OBJECT_ALREADY_EXISTS;
        }
        if (copies.size() == MAX_VOLUMES) {
            return HResult.VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED;
        }
        UUID copyId = UUID.randomUUID();
        copies.put(copyId, new FrozenVolume(volume, machine.folder().resolve(copyId.toString())));
        out.accept(copyId);
        return HResult.S_OK;
    }

    /** Copies all volumes. What it throws leaves a part of the copies, which {@link #delete} removes. */
    void freeze(SimulatedAsync operation) throws IOException {
        for (FrozenVolume copy : copies.values()) {
            copy.freeze(machine.store(), operation, machine.unreadable());
        }
        createdAt = machine.clock().instant();
    }

    /** Describes a copy. */
    HResult properties(UUID copyId, int context, Consumer<SnapshotProperties> out) {
        FrozenVolume copy = copies.get(copyId);
        if (copy == null || createdAt == null) {
            return HResult.VSS_E_OBJECT_NOT_FOUND;
        }
        out.accept(new SnapshotProperties(
                copyId,
                id,
                copies.size(),
                copy.root().toString(),
                name(copy.volume()),
                MACHINE_NAME,
                MACHINE_NAME,
                null,
                null,
                PROVIDER,
                context,
                FileTimes.of(createdAt),
                CREATED));
        return HResult.S_OK;
    }

    /** Removes what was copied. */
    void delete() {
        createdAt = null;
        for (FrozenVolume copy : copies.values()) {
            try {
                copy.delete();
            } catch (IOException e) {
                LOG.log(ERROR, "A simulated shadow copy could not be removed", e);
            }
        }
    }

    private @Nullable SimulatedVolume find(String volumeName) {
        return machine.volumes().stream()
                .filter(volume -> name(volume).equals(volumeName))
                .findFirst()
                .orElse(null);
    }

    /** A volume's name: its root directory with the separator that VSS asks for at the end. */
    private static String name(SimulatedVolume volume) {
        String root = volume.root().toString();
        return root.endsWith(File.separator) ? root : root + File.separator;
    }
}
