package org.vss4j.requester;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.vss4j.HResult;

/**
 * What a deletion did. Every copy that was meant is in one of these.
 *
 * @param deleted the copies that are gone, by this deletion
 * @param notDeleted the copies that are not, each with the reason
 * @param notFound ids of copies and sets that were asked for, and that there were not
 * @param forgotten the volumes, by the ids, of copies that somebody else had deleted before: they were on record, and are
 *     not any more
 * @param recordFailure why copies that are gone may be on record still, if the record could not be changed
 */
public record DeletionReport(
        List<StoredCopy> deleted,
        List<NotDeleted> notDeleted,
        Set<UUID> notFound,
        Map<UUID, String> forgotten,
        Optional<RecordFailure> recordFailure) {
    /** Copies the collections. */
    public DeletionReport {
        deleted = List.copyOf(deleted);
        notDeleted = List.copyOf(notDeleted);
        notFound = Set.copyOf(notFound);
        forgotten = Collections.unmodifiableMap(new LinkedHashMap<>(forgotten));
    }

    /**
     * A copy that this deletion did not delete.
     *
     * @param copy the copy
     * @param error what DeleteSnapshots returned
     * @param reason one line
     */
    public record NotDeleted(StoredCopy copy, HResult error, String reason) {}

    /**
     * Copies that are gone, and may be on record still: the record could not be changed.
     *
     * @param copies their ids
     * @param reason one line
     */
    public record RecordFailure(Set<UUID> copies, String reason) {
        /** Copies the ids. */
        public RecordFailure {
            copies = Set.copyOf(copies);
        }
    }

    /**
     * Tells whether all that was asked for has been done.
     *
     * @return whether every copy was there, or on record, and is gone
     */
    public boolean isComplete() {
        return notDeleted.isEmpty() && notFound.isEmpty();
    }
}
