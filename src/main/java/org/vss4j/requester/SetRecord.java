package org.vss4j.requester;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vss4j.VssException;
import org.vss4j.internal.state.OrphanRecord;

/** What a session puts on record of its set. Not safe for use by many threads, as its session's steps. */
final class SetRecord {
    private final @Nullable Ledger ledger;
    private final String service;
    private final SnapshotContext context;
    private final Inventory inventory;
    private Ledger.@Nullable Entry entry;
    private @Nullable UUID setId;
    private Ending ending = Ending.AS_THE_CONTEXT_SAYS;

    private enum Ending {
        AS_THE_CONTEXT_SAYS,
        DELETED
    }

    /**
     * A record in a ledger, or nowhere.
     *
     * @param inventory deletes the copies that nobody is to have
     * @throws IllegalStateException if the copies outlive the process, and there is no ledger
     */
    SetRecord(@Nullable Ledger ledger, String service, SnapshotContext context, Inventory inventory) {
        if (ledger == null && context.isPersistent()) {
            throw new IllegalStateException("The copies of " + context + " outlive this process, and nobody would know"
                    + " of them if it died: give the Vss a ledger, by Vss.withLedger");
        }
        this.ledger = ledger;
        this.service = service;
        this.context = context;
        this.inventory = inventory;
    }

    /**
     * To be called before the copies are made; once more if that has failed, for volumes may have been added since. A set
     * without volumes has no copies that could be left.
     */
    void begin(UUID newSetId, Map<UUID, Path> volumes) {
        if (ledger == null || volumes.isEmpty()) {
            return;
        }
        Map<UUID, String> names = new LinkedHashMap<>();
        volumes.forEach((id, volume) -> names.put(id, volume.toString()));
        Ledger.Entry before = entry;
        setId = newSetId;
        entry = ledger.begin(new OrphanRecord(
                newSetId, service, context.value(), Instant.now(), OrphanRecord.State.UNFINISHED, names));
        if (before != null) {
            before.withdraw();
        }
    }

    /** Nobody is to have the copies: they go with the session, persistent or not. */
    void discard() {
        ending = Ending.DELETED;
    }

    /**
     * To be called when the session has ended: copies go with it, unless they are persistent, have been made, and are not
     * discarded.
     *
     * @throws VssException if copies that are discarded could not be deleted; they stay on record as unfinished
     */
    void end(SessionState.Copies copies) {
        Ledger.Entry open = entry;
        if (open == null || copies == SessionState.Copies.UNKNOWN) {
            // What is not known to be gone becomes an orphan when the ledger is closed, or its process dies.
            return;
        }
        entry = null;
        if (copies == SessionState.Copies.NONE) {
            open.withdraw();
        } else if (!context.isPersistent()) {
            open.giveBack();
        } else if (ending == Ending.DELETED) {
            delete(Objects.requireNonNull(setId));
            open.giveBack();
        } else {
            open.keep();
        }
    }

    private void delete(UUID set) {
        boolean interrupted = Thread.interrupted();
        try {
            DeletionReport report = inventory.delete(CopyFilter.all().withSet(set));
            if (!report.notDeleted().isEmpty()) {
                DeletionReport.NotDeleted first = report.notDeleted().getFirst();
                throw new VssException(
                        "DeleteSnapshots",
                        first.error(),
                        "the copy " + first.copy().id() + " stays, and is on record as unfinished: " + first.reason());
            }
        } catch (InterruptedException e) {
            interrupted = true;
            throw new IllegalStateException(
                    "The shadow copies of the set " + set + " stay, and are on record as unfinished: interrupted", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
