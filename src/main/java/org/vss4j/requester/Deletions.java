package org.vss4j.requester;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.read.QueriedKind;

/** Deletions of some of the shadow copies there are, and what has become of these until now. */
final class Deletions {
    private static final UUID NONE = new UUID(0, 0);

    private final BackupObject object;
    private final CopyFilter filter;
    private final DeletionObserver observer;
    private final BackupObject.Force force;
    private final BooleanSupplier left;
    private final List<StoredCopy> deleted = new ArrayList<>();
    private final List<DeletionReport.NotDeleted> notDeleted = new ArrayList<>();

    /**
     * Deletions that are to be made.
     *
     * @param object for queries
     * @param filter which copies
     * @param left whether nobody waits for them any more
     */
    Deletions(
            BackupObject object,
            CopyFilter filter,
            DeletionObserver observer,
            BackupObject.Force force,
            BooleanSupplier left) {
        this.object = object;
        this.filter = filter;
        this.observer = observer;
        this.force = force;
        this.left = left;
    }

    /** The copies there are. */
    static List<StoredCopy> query(BackupObject object) {
        return object.query(QueriedKind.SNAPSHOTS).stream().map(StoredCopy::of).toList();
    }

    /**
     * Deletes one after the other, until nobody waits for it any more.
     *
     * @param onRecord what the service has on record
     */
    DeletionReport make(List<Ledger.Orphan> onRecord) {
        List<StoredCopy> present = query(object);
        filter.requireDecided(present);
        List<StoredCopy> selected = filter.select(present);
        BackupObject.DeletedKind kind =
                filter.isOfWholeSets() ? BackupObject.DeletedKind.SNAPSHOT_SET : BackupObject.DeletedKind.SNAPSHOT;
        Map<UUID, List<StoredCopy>> byId = selected.stream()
                .collect(Collectors.groupingBy(
                        filter.isOfWholeSets() ? StoredCopy::setId : StoredCopy::id,
                        LinkedHashMap::new,
                        Collectors.toList()));
        byId.forEach((id, copies) -> {
            if (!left.getAsBoolean()) {
                observer.begins(copies);
                delete(id, kind, copies);
            }
        });
        Set<UUID> notFound = new HashSet<>(filter.ids());
        notFound.addAll(filter.setIds());
        selected.forEach(copy -> notFound.removeAll(Set.of(copy.id(), copy.setId())));
        Map<UUID, String> forgotten = new LinkedHashMap<>();
        for (Ledger.Orphan orphan : onRecord) {
            Map<UUID, String> gone = gone(orphan, present);
            if (!gone.isEmpty()) {
                notFound.removeAll(gone.keySet());
                notFound.remove(orphan.setId());
                forgotten.putAll(gone);
            }
        }
        return new DeletionReport(deleted, notDeleted, notFound, forgotten, Optional.empty());
    }

    /** The copies of a set on record that are meant, and are not there. */
    private Map<UUID, String> gone(Ledger.Orphan orphan, List<StoredCopy> present) {
        Map<UUID, String> gone = new LinkedHashMap<>(orphan.copies());
        if (!filter.equals(CopyFilter.all()) && !filter.setIds().contains(orphan.setId())) {
            gone.keySet().retainAll(filter.ids());
        }
        present.forEach(copy -> gone.remove(copy.id()));
        return gone;
    }

    /** One call; after a failure VSS is asked what is left, as that is what counts. */
    private void delete(UUID id, BackupObject.DeletedKind kind, List<StoredCopy> copies) {
        BackupObject.Deletion said = object.deleteSnapshots(id, kind, force);
        if (said.result().isSuccess()) {
            copies.forEach(this::tellDeleted);
            return;
        }
        Set<UUID> still;
        try {
            still = query(object).stream().map(StoredCopy::id).collect(Collectors.toSet());
        } catch (VssException e) {
            String reason = "DeleteSnapshots failed: " + said.result() + ": "
                    + said.result().meaning() + " Whether it is there is not known: " + e.getMessage();
            copies.forEach(copy -> notDeleted.add(new DeletionReport.NotDeleted(copy, said.result(), reason)));
            return;
        }
        int gone = 0;
        for (StoredCopy copy : copies) {
            boolean stays = still.contains(copy.id());
            if (!stays && gone < said.deleted()) {
                gone++;
                tellDeleted(copy);
            } else {
                notDeleted.add(new DeletionReport.NotDeleted(copy, said.result(), reason(copy, stays, copies, said)));
            }
        }
    }

    private void tellDeleted(StoredCopy copy) {
        deleted.add(copy);
        observer.deleted(copy);
    }

    private static String reason(StoredCopy copy, boolean stays, List<StoredCopy> copies, BackupObject.Deletion said) {
        HResult result = said.result();
        if (!stays) {
            return "it is gone: someone else has deleted it, or DeleteSnapshots did, though it failed: " + result;
        }
        boolean isTheOne = copies.size() == 1 || copy.id().equals(said.firstNotDeleted());
        if (isTheOne || said.firstNotDeleted().equals(NONE)) {
            return "DeleteSnapshots failed: " + result + ": " + result.meaning();
        }
        return "DeleteSnapshots stopped before it, at " + said.firstNotDeleted() + ": " + result;
    }
}
