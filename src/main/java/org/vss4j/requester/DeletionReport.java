package org.vss4j.requester;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.vss4j.HResult;

/**
 * What a deletion did. Every copy that was meant is in one of the lists.
 *
 * @param deleted the copies that are gone, by this deletion
 * @param notDeleted the copies that are not, each with the reason
 * @param notFound ids of copies and sets that were asked for, and that there were not
 */
public record DeletionReport(List<StoredCopy> deleted, List<NotDeleted> notDeleted, Set<UUID> notFound) {
    /** Copies the lists. */
    public DeletionReport {
        deleted = List.copyOf(deleted);
        notDeleted = List.copyOf(notDeleted);
        notFound = Set.copyOf(notFound);
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
     * Tells whether all that was asked for has been done.
     *
     * @return whether every copy was there, and is gone
     */
    public boolean isComplete() {
        return notDeleted.isEmpty() && notFound.isEmpty();
    }
}
