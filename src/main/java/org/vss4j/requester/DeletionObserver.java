package org.vss4j.requester;

import java.util.List;

/**
 * Watches a deletion, so that what has been deleted is known whatever becomes of the rest. Called on the thread that calls
 * VSS, one call after the other, also when nobody waits for the deletion any more; what it throws ends the deletion.
 */
public interface DeletionObserver {
    /**
     * VSS is about to be told to delete copies: one, or those of a set that are meant.
     *
     * @param copies the copies
     */
    default void begins(List<StoredCopy> copies) {}

    /**
     * A copy is gone, by this deletion.
     *
     * @param copy the copy
     */
    default void deleted(StoredCopy copy) {}
}
