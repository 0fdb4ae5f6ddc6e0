package org.vss4j.requester;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.ServiceVolumes;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.windows.FileTimes;

/**
 * How the files in the copies of a service are reached.
 *
 * @param roots makes a path to a device object
 * @param volumes the volumes of the service
 */
record CopyAccess(Function<String, FrozenRoot> roots, ServiceVolumes volumes) {

    /**
     * The copies of a set.
     *
     * @param set the volumes, by the ids of their copies
     * @param describe reads the properties of a copy
     * @param owner given each path to a device object once it is made, to close it
     * @return the copies, in the order of the volumes
     */
    List<ShadowCopy> read(
            Map<UUID, Path> set, Function<UUID, SnapshotProperties> describe, Consumer<FrozenRoot> owner) {
        Map<UUID, SnapshotProperties> described = new LinkedHashMap<>();
        Map<UUID, SetVolume> frozen = new LinkedHashMap<>();
        set.forEach((id, volume) -> {
            SnapshotProperties copy = describe.apply(id);
            FrozenRoot root = roots.apply(device(copy));
            owner.accept(root);
            described.put(id, copy);
            frozen.put(id, new SetVolume(volume, Volumes.nameOf(volume), root.path()));
        });
        SetPaths paths = new SetPaths(frozen.values(), volumes);
        return frozen.entrySet().stream()
                .map(entry -> copy(
                        entry.getKey(), Objects.requireNonNull(described.get(entry.getKey())), entry.getValue(), paths))
                .toList();
    }

    private static ShadowCopy copy(UUID id, SnapshotProperties copy, SetVolume volume, SetPaths paths) {
        return new ShadowCopy(
                id, copy.setId(), volume, paths, device(copy), copy.providerId(), FileTimes.toInstant(copy.creation()));
    }

    private static String device(SnapshotProperties copy) {
        String device = copy.deviceObject();
        if (device == null) {
            throw new VssException(
                    "GetSnapshotProperties", HResult.E_UNEXPECTED, "the copy " + copy.id() + " has no device object");
        }
        return device;
    }
}
