package org.vss4j.requester;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.state.OrphanRecord;

/** What a session puts on record of its set. Not safe for use by many threads, as its session's steps. */
final class SetRecord {
    private final @Nullable Ledger ledger;
    private final String service;
    private final SnapshotContext context;
    private Ledger.@Nullable Entry entry;

    /**
     * A record in a ledger, or nowhere.
     *
     * @throws IllegalStateException if the copies outlive the process, and there is no ledger
     */
    SetRecord(@Nullable Ledger ledger, String service, SnapshotContext context) {
        if (ledger == null && context.isPersistent()) {
            throw new IllegalStateException("The copies of " + context + " outlive this process, and nobody would know"
                    + " of them if it died: give the Vss a ledger, by Vss.withLedger");
        }
        this.ledger = ledger;
        this.service = service;
        this.context = context;
    }

    /**
     * To be called before the copies are made; once more if that has failed, for volumes may have been added since. A set
     * without volumes has no copies that could be left.
     */
    void begin(UUID setId, Map<UUID, Path> volumes) {
        if (ledger == null || volumes.isEmpty()) {
            return;
        }
        Map<UUID, String> names = new LinkedHashMap<>();
        volumes.forEach((id, volume) -> names.put(id, volume.toString()));
        Ledger.Entry before = entry;
        entry = ledger.begin(
                new OrphanRecord(setId, service, context.value(), Instant.now(), OrphanRecord.State.UNFINISHED, names));
        if (before != null) {
            before.withdraw();
        }
    }

    /** To be called when the session has ended: copies go with it, unless they are persistent and have been made. */
    void end(SessionState.Copies copies) {
        Ledger.Entry open = entry;
        if (open == null || copies == SessionState.Copies.UNKNOWN) {
            // What is not known to be gone becomes an orphan when the ledger is closed, or its process dies.
            return;
        }
        entry = null;
        if (copies == SessionState.Copies.MADE && context.isPersistent()) {
            open.keep();
        } else {
            open.withdraw();
        }
    }
}
