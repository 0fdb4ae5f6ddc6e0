package org.vss4j.requester;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.state.OrphanRecord;

/**
 * What a session puts on record of its set, and for whom its copies are. Belongs to the thread of the session's calls, but
 * for {@link #discard}, {@link #withhold} and {@link #handOver}, which are for any.
 */
final class SetRecord {
    private final @Nullable Ledger ledger;
    private final String service;
    private final BackupOptions options;
    private final Inventory inventory;
    private Ledger.@Nullable Entry entry;
    private @Nullable UUID setId;
    private volatile boolean discarded;
    private final AtomicReference<Holder> holder = new AtomicReference<>(Holder.THE_USER);

    /** Who has the copies. */
    private enum Holder {
        THE_USER,
        /** Nobody yet: what makes them has not returned. */
        NOBODY,
        /** The session has ended. */
        NOBODY_ANY_MORE
    }

    /**
     * A record in a ledger, or nowhere.
     *
     * @param inventory deletes the copies that nobody is to have
     * @throws IllegalStateException if the copies outlive the process, and there is no ledger
     */
    SetRecord(@Nullable Ledger ledger, String service, BackupOptions options, Inventory inventory) {
        if (ledger == null && options.context().isPersistent()) {
            throw new IllegalStateException(
                    "The copies of " + options.context() + " outlive this process, and nobody would know"
                            + " of them if it died: give the Vss a ledger, by Vss.withLedger");
        }
        this.ledger = ledger;
        this.service = service;
        this.options = options;
        this.inventory = inventory;
    }

    /** To be called before the set is begun. */
    void start() {
        if (ledger != null) {
            ledger.setBegins(this);
        }
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
                newSetId, service, options.contextValue(), Instant.now(), OrphanRecord.State.UNFINISHED, names));
        if (before != null) {
            before.withdraw();
        }
    }

    /** Nobody is to have the copies: they go with the session, persistent or not. */
    void discard() {
        discarded = true;
    }

    /** Nobody has the copies, which are going to be made, until they are {@linkplain #handOver handed over}. */
    void withhold() {
        holder.compareAndSet(Holder.THE_USER, Holder.NOBODY);
    }

    /**
     * The user has the copies.
     *
     * @throws IllegalStateException if the session has ended, and with it copies that nobody had
     */
    void handOver() {
        if (!holder.compareAndSet(Holder.NOBODY, Holder.THE_USER)) {
            throw CallThread.closed();
        }
    }

    /**
     * To be called when the session has ended: copies go with it, unless they are persistent, have been made, and are not
     * discarded.
     *
     * @throws VssException if copies that are discarded could not be deleted, or nobody knows whether persistent ones were
     *     made; they stay on record as unfinished
     */
    void end(SessionState.Copies copies) {
        if (ledger != null) {
            ledger.setIsOver(this);
        }
        if (holder.getAndSet(Holder.NOBODY_ANY_MORE) == Holder.NOBODY) {
            discarded = true;
        }
        Ledger.Entry open = entry;
        if (open == null) {
            return;
        }
        if (copies == SessionState.Copies.UNKNOWN) {
            // What is not known to be gone becomes an orphan when the ledger is closed, or its process dies.
            requireNotPersistent(open);
            return;
        }
        if (copies == SessionState.Copies.NONE) {
            open.withdraw();
        } else if (!options.context().isPersistent()) {
            open.giveBack();
        } else if (discarded) {
            delete(Objects.requireNonNull(setId));
            open.giveBack();
        } else {
            open.keep();
        }
        // Not before: what an error keeps from being done is done when this is called again.
        entry = null;
    }

    /** Copies that are not persistent go by themselves, whenever they are made. */
    private void requireNotPersistent(Ledger.Entry open) {
        if (options.context().isPersistent()) {
            throw new VssException(
                    Step.DO_SNAPSHOT_SET.method(),
                    HResult.E_UNEXPECTED,
                    "whether it made the copies is not known, and they are on record as unfinished: " + open.copies());
        }
    }

    private void delete(UUID set) {
        DeletionReport report = inventory.deleteHere(CopyFilter.all().withSet(set));
        if (!report.notDeleted().isEmpty()) {
            DeletionReport.NotDeleted first = report.notDeleted().getFirst();
            throw new VssException(
                    "DeleteSnapshots",
                    first.error(),
                    "the copy " + first.copy().id() + " stays, and is on record as unfinished: " + first.reason());
        }
    }
}
