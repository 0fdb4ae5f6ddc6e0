package org.vss4j.requester;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.access.Friends;
import org.vss4j.internal.state.Note;
import org.vss4j.internal.state.OrphanRecord;
import org.vss4j.internal.state.ProcessLock;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.internal.state.StateRoot;
import org.vss4j.internal.trace.SessionLogger;

/**
 * The record of the shadow copies that this process makes, in a folder that all processes of a user share: each set is on
 * the disk before its copies exist, and goes when they are given back. So what a process left that died at any point is
 * known to the next: {@link #orphans}. Safe for use by many threads.
 */
public final class Ledger implements AutoCloseable {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    static {
        // Somebody else has opened the folder, and closes it.
        Friends.let(Ledger.class, StateDirectory.class, Ledger::new);
    }

    private static final int MOST_REMEMBERED = 100;

    private final StateDirectory state;

    /** Guarded by itself. */
    private final Deque<Entry> begun = new ArrayDeque<>();

    /** What sessions have begun that have not ended. */
    private final Set<SetRecord> open = ConcurrentHashMap.newKeySet();

    private Ledger(StateDirectory state) {
        this.state = state;
    }

    /**
     * Opens the ledger in a folder, and takes note of what dead processes have left.
     *
     * @param folder a folder of our own; it is made, for its owner only, if it is missing
     * @return the ledger; it has to be closed, after the sessions that use it
     * @throws IOException if the folder cannot be used
     */
    public static Ledger open(Path folder) throws IOException {
        return new Ledger(StateDirectory.open(folder, line -> LOG.log(INFO, line)));
    }

    /**
     * Opens the ledger in the folder that the platform has for it: {@code vss4j} in {@code LOCALAPPDATA} on Windows,
     * elsewhere in {@code XDG_STATE_HOME} or {@code ~/.local/state}.
     *
     * @return the ledger; it has to be closed, after the sessions that use it
     * @throws IOException if the folder cannot be used
     */
    public static Ledger ofUser() throws IOException {
        return open(StateRoot.ofUser());
    }

    /**
     * Shadow copies of one set that a process of ours made, and that have not been given back.
     *
     * @param setId the set's id
     * @param service who made them: {@code system}, {@code simulator} or a library
     * @param attributes what their context asked for
     * @param begun when they were put on record, before they were made
     * @param end what became of their process
     * @param copies the volumes, by the ids of the copies; whether a copy is there is for the service to say
     */
    public record Orphan(
            UUID setId,
            String service,
            Set<SnapshotAttribute> attributes,
            Instant begun,
            End end,
            Map<UUID, String> copies) {}

    /** What became of the process that made shadow copies. */
    public enum End {
        /** It died, or could not give them back. */
        UNFINISHED,
        /** It left them on purpose: they are persistent, and its session was closed. */
        KEPT
    }

    /** What has become of shadow copies that were made. */
    public enum Fate {
        /** They stay, on purpose, and are on record. */
        KEPT,
        /** They are gone. */
        GIVEN_BACK,
        /** They may be there: their session is open, or could not give them back. They are on record. */
        UNFINISHED
    }

    /**
     * Shadow copies of one set that were made through this ledger.
     *
     * @param setId the set's id
     * @param copies the volumes, by the ids of the copies
     * @param fate what has become of them
     */
    public record MadeSet(UUID setId, Map<UUID, String> copies, Fate fate) {}

    /**
     * Counts the snapshot sets that sessions with this ledger have begun, and that VSS may still have: those of sessions that
     * are open, and of sessions whose {@link BackupSession#close} has left it to VSS to let itself be called.
     *
     * @return the number of sets, those that have no copies yet included
     */
    public int openSets() {
        return open.size();
    }

    void setBegins(SetRecord set) {
        open.add(set);
    }

    void setIsOver(SetRecord set) {
        open.remove(set);
    }

    /**
     * The shadow copies that were made through this ledger since it was opened, those of sessions that failed too.
     *
     * @return the last hundred sets, the oldest first
     */
    public List<MadeSet> made() {
        synchronized (begun) {
            return begun.stream()
                    .map(entry -> new MadeSet(entry.set.setId(), entry.set.copies(), entry.fate))
                    .toList();
        }
    }

    /**
     * The copies that nobody has given back, as far as their records can be read.
     *
     * @return the sets, the oldest first
     * @throws IOException if the folder of the records cannot be read
     */
    public List<Orphan> orphans() throws IOException {
        return state.orphans().list().stream().map(Ledger::orphan).toList();
    }

    /**
     * A record that cannot be read, so that it is not known which copies it is about; or the folder of a process of which
     * nobody can tell whether it lives, and what it has left.
     *
     * @param file where it is
     * @param reason why, in a few words
     * @param advice what to do, in a few words
     */
    public record UnreadableRecord(Path file, String reason, String advice) {}

    /**
     * The records that cannot be read. They hide no others.
     *
     * @return where they are, and why
     * @throws IOException if not even that can be found out
     */
    public List<UnreadableRecord> unreadable() throws IOException {
        return state.orphans().unreadable().stream()
                .map(record -> new UnreadableRecord(record.file(), record.reason(), record.advice()))
                .toList();
    }

    private static Orphan orphan(OrphanRecord stored) {
        return new Orphan(
                stored.setId(),
                stored.service(),
                SnapshotAttribute.of(stored.context()),
                stored.begun(),
                stored.state() == OrphanRecord.State.KEPT ? End.KEPT : End.UNFINISHED,
                stored.copies());
    }

    /**
     * Forgets a set, whose copies are gone.
     *
     * @param orphan the set
     * @throws IOException if the record cannot be changed
     */
    public void forget(Orphan orphan) throws IOException {
        state.orphans().forget(orphan.copies().keySet(), Set.of(orphan.setId()));
    }

    /** Takes off the record what was deleted, and what was gone before; the report then says whether that was possible. */
    DeletionReport forget(DeletionReport report) {
        Set<UUID> gone = new HashSet<>(report.forgotten().keySet());
        Set<UUID> sets = new HashSet<>();
        report.deleted().forEach(copy -> {
            gone.add(copy.id());
            sets.add(copy.setId());
        });
        try {
            uninterrupted(() -> state.orphans().forget(gone, sets));
            return report;
        } catch (IOException e) {
            return new DeletionReport(
                    report.deleted(),
                    report.notDeleted(),
                    report.notFound(),
                    Map.of(),
                    Optional.of(new DeletionReport.RecordFailure(gone, String.valueOf(e.getMessage()))));
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    /** Makes a change that has to be made also by a thread that is interrupted, whose files would be closed under it. */
    private static void uninterrupted(Change change) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            change.make();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Keeps others from deleting shadow copies; null if somebody deletes some now. */
    @Nullable
    ProcessLock tryLockDeletions() throws IOException {
        return state.tryLockDeletions();
    }

    /** Puts a set on record, whose copies are about to be made. */
    Entry begin(OrphanRecord set) {
        try {
            Entry entry = new Entry(set, state.putOnRecordIfWeDie(set));
            synchronized (begun) {
                begun.addLast(entry);
                if (begun.size() > MOST_REMEMBERED) {
                    begun.removeFirst();
                }
            }
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The shadow copies are not made, for they could not be put on record: " + e.getMessage(), e);
        }
    }

    /** A set that this process makes. */
    final class Entry {
        private final OrphanRecord set;
        private final Note note;

        /** Guarded by {@link #begun}. */
        private Fate fate = Fate.UNFINISHED;

        Entry(OrphanRecord set, Note note) {
            this.set = set;
            this.note = note;
        }

        /** Which copies, and of what, for a message. */
        String copies() {
            return set.copies().entrySet().stream()
                    .map(copy -> copy.getKey() + " of " + copy.getValue())
                    .collect(Collectors.joining(", "));
        }

        /** The copies were never made. If that cannot be noted, the folder says so when it is closed. */
        void withdraw() {
            note.drop();
            synchronized (begun) {
                begun.remove(this);
            }
        }

        /** The copies are gone. If that cannot be noted, the folder says so when it is closed. */
        void giveBack() {
            note.drop();
            become(Fate.GIVEN_BACK);
        }

        /** The copies stay, on purpose. */
        void keep() {
            change(() -> {
                uninterrupted(() -> state.orphans().put(set.withState(OrphanRecord.State.KEPT)));
                note.done();
            });
            become(Fate.KEPT);
        }

        private void become(Fate newFate) {
            synchronized (begun) {
                fate = newFate;
            }
        }

        private static void change(Change change) {
            try {
                change.make();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The folder. */
    @Override
    public String toString() {
        return "Ledger[" + state.root() + "]";
    }

    /**
     * Closes the folder. Sets that are still on record become orphans.
     *
     * @throws UncheckedIOException if that was not possible; the next process tries again
     */
    @Override
    public void close() {
        try {
            state.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
