package org.vss4j.requester;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The set of a session: its volumes, and the copies of them. Belongs to the thread of the session's calls, but for
 * {@link #copies}.
 */
final class SnapshotSet {
    private final BackupObject backup;
    private final CopyAccess access;
    private final SetRecord setRecord;
    private final SetProviders providers;

    /** The volumes, by the ids of their copies. */
    private final Map<UUID, Path> volumes = new LinkedHashMap<>();

    /** What the system calls the volumes. */
    private final Set<String> volumeNames = new HashSet<>();

    private final List<FrozenRoot> roots = new ArrayList<>();
    private volatile @Nullable UUID setId;
    private volatile @Nullable List<ShadowCopy> copies;

    SnapshotSet(BackupObject backup, CopyAccess access, SetRecord setRecord, SetProviders providers) {
        this.backup = backup;
        this.access = access;
        this.setRecord = setRecord;
        this.providers = providers;
    }

    /**
     * To be called before it is started.
     *
     * @throws org.vss4j.VssException if the options choose a provider that is not there
     */
    void findProviders() {
        providers.find();
    }

    /** Calls {@code StartSnapshotSet}. */
    UUID start() {
        setRecord.start();
        UUID id = backup.startSnapshotSet();
        setId = id;
        return id;
    }

    /** Calls {@code AddToSnapshotSet}, unless the volume is in the set, by whichever mount point. */
    UUID add(Path volume) {
        Path root = Volumes.rootOf(volume);
        String name = Volumes.nameOf(root);
        if (volumes.containsValue(root) || volumeNames.contains(name)) {
            throw new IllegalArgumentException("The volume " + root + " is in the snapshot set already");
        }
        UUID id = backup.addToSnapshotSet(Volumes.inCalls(root), providers.of(root));
        volumes.put(id, root);
        volumeNames.add(name);
        return id;
    }

    /** Its id, for any thread; null before it is started. */
    @Nullable
    UUID id() {
        return setId;
    }

    /** The root directories of its volumes. */
    Collection<Path> volumes() {
        return volumes.values();
    }

    /** Puts the set on record, whose copies are about to be made. */
    void putOnRecord() {
        setRecord.begin(Objects.requireNonNull(setId), new LinkedHashMap<>(volumes));
    }

    /** The copies, in the order in which the volumes were added, if they have been read; they are known for good then. */
    @Nullable
    List<ShadowCopy> copies() {
        return copies;
    }

    /** Asks for the copies, and makes a way to each. */
    List<ShadowCopy> read() {
        List<ShadowCopy> known = copies;
        if (known != null) {
            return known;
        }
        List<ShadowCopy> read = access.read(volumes, backup::snapshotProperties, roots::add);
        copies = read;
        return read;
    }

    /**
     * Removes the ways to the copies, and puts on record what became of these; to be called when the session has ended.
     *
     * @param made what is known of the copies
     * @param failures takes what failed
     */
    void end(SessionState.Copies made, List<RuntimeException> failures) {
        while (!roots.isEmpty()) {
            SessionState.attempt(failures, roots.getLast()::close);
            roots.removeLast();
        }
        SessionState.attempt(failures, () -> setRecord.end(made));
    }
}
