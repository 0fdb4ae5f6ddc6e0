package org.vss4j.requester;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.read.QueriedKind;
import org.vss4j.internal.state.ProcessLock;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.windows.Kernel32;
import org.vss4j.internal.windows.NtNames;
import org.vss4j.internal.windows.Platform;
import org.vss4j.internal.windows.Win32Exception;

/**
 * The shadow copies and providers of this machine: what there is, and how copies are deleted. Each call has an
 * {@code IVssBackupComponents} of its own, in the context VSS_CTX_ALL. Safe for use by many threads, none of them in a
 * single-threaded apartment of COM.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponents-query">Query</a>
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponents-deletesnapshots">
 *     DeleteSnapshots</a>
 */
public final class Inventory {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");
    private static final UUID NONE = new UUID(0, 0);

    private final Supplier<BackupObject> factory;
    private final Function<String, Boolean> snapshotted;
    private final String service;
    private final Supplier<Ledger> ledger;

    Inventory(
            Supplier<BackupObject> factory,
            Function<String, Boolean> snapshotted,
            String service,
            Supplier<Ledger> ledger) {
        this.factory = factory;
        this.snapshotted = snapshotted;
        this.service = service;
        this.ledger = ledger;
    }

    private interface Use<T> {
        T apply(BackupObject object);
    }

    private <T> T use(Use<T> use) {
        BackupObject object = factory.get();
        try {
            object.initializeForBackup();
            object.setContextAll();
            return use.apply(object);
        } finally {
            object.release();
        }
    }

    /**
     * The shadow copies there are.
     *
     * @param filter which of them
     * @return the copies, the oldest first
     * @throws VssException if VSS refuses: E_ACCESSDENIED (0x80070005) without the rights of a backup operator
     */
    public List<StoredCopy> copies(CopyFilter filter) {
        return filter.select(use(Inventory::query));
    }

    private static List<StoredCopy> query(BackupObject object) {
        return object.query(QueriedKind.SNAPSHOTS).stream().map(StoredCopy::of).toList();
    }

    /**
     * The providers there are.
     *
     * @return the providers
     * @throws VssException if VSS refuses
     */
    public List<ShadowCopyProvider> providers() {
        return use(object -> object.query(QueriedKind.PROVIDERS)).stream()
                .map(ShadowCopyProvider::of)
                .toList();
    }

    /**
     * The names by which VSS may know a volume.
     *
     * @param volume its root directory
     * @return the directory with a separator at its end; on Windows also <code>\\?\Volume{…}\</code>
     */
    public Set<String> volumeNames(Path volume) {
        String name = Volumes.inCalls(Volumes.rootOf(volume));
        Set<String> names = new LinkedHashSet<>(List.of(name));
        if (Platform.isWindows() && NtNames.isOnDrive(name)) {
            try {
                names.add(Kernel32.volumeName(name));
            } catch (Win32Exception e) {
                LOG.log(WARNING, "{0} has no other name: {1}", name, e.getMessage());
            }
        }
        return names;
    }

    /**
     * Asks whether copies can be made of a volume; to be asked before a session is opened. Yes is no promise: limits are
     * not looked at.
     *
     * @param volume its root directory
     * @return whether some provider can
     * @throws VssException if VSS cannot tell: VSS_E_OBJECT_NOT_FOUND (0x80042308) if it is no volume
     */
    public boolean isSupported(Path volume) {
        String name = volumeNames(volume).iterator().next();
        return use(object -> object.isVolumeSupported(name));
    }

    /**
     * Asks whether there are shadow copies of a volume.
     *
     * @param volume its root directory
     * @return whether there are
     * @throws VssException if VSS cannot tell: VSS_E_OBJECT_NOT_FOUND (0x80042308) if it is no volume
     */
    public boolean isSnapshotted(Path volume) {
        return snapshotted.apply(volumeNames(volume).iterator().next());
    }

    /**
     * Deletes shadow copies, whoever made them. Deletions wait for one another, in this process and all others with the
     * same {@link Ledger}. A deletion that fails at one copy goes on with the next; of a whole set, VSS stops at the first
     * that fails. Copies that are on record, but are not there any more, are forgotten: those whose ids, or whose sets' ids,
     * the filter has, and with {@link CopyFilter#all} all of this service.
     *
     * @param filter which copies
     * @return what was deleted and what was not; after an exception a second look is needed
     * @throws VssException if the copies could not be listed
     * @throws IllegalStateException if the service has no ledger
     * @throws InterruptedException if the thread is interrupted while it waits for another deletion
     */
    @SuppressWarnings("try")
    public DeletionReport delete(CopyFilter filter) throws InterruptedException {
        Ledger records = ledger.get();
        try (ProcessLock lock = records.lockDeletions()) {
            // Before VSS is asked, so that whatever is put on record meanwhile is not taken for gone.
            List<Ledger.Orphan> onRecord = records.orphans().stream()
                    .filter(orphan -> orphan.service().equals(service))
                    .toList();
            DeletionReport report = use(object -> delete(object, filter, onRecord));
            records.forget(report);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DeletionReport delete(BackupObject object, CopyFilter filter, List<Ledger.Orphan> onRecord) {
        List<StoredCopy> present = query(object);
        List<StoredCopy> selected = filter.select(present);
        Map<UUID, String> forgotten = new LinkedHashMap<>();
        List<StoredCopy> deleted = new ArrayList<>();
        List<DeletionReport.NotDeleted> notDeleted = new ArrayList<>();
        if (filter.isOfWholeSets()) {
            Map<UUID, List<StoredCopy>> sets = selected.stream()
                    .collect(Collectors.groupingBy(StoredCopy::setId, LinkedHashMap::new, Collectors.toList()));
            sets.forEach((setId, copies) ->
                    delete(object, setId, BackupObject.DeletedKind.SNAPSHOT_SET, copies, deleted, notDeleted));
        } else {
            selected.forEach(copy ->
                    delete(object, copy.id(), BackupObject.DeletedKind.SNAPSHOT, List.of(copy), deleted, notDeleted));
        }
        Set<UUID> notFound = new HashSet<>(filter.ids());
        notFound.addAll(filter.setIds());
        selected.forEach(copy -> notFound.removeAll(Set.of(copy.id(), copy.setId())));
        for (Ledger.Orphan orphan : onRecord) {
            Map<UUID, String> gone = gone(orphan, filter, present);
            if (!gone.isEmpty()) {
                notFound.removeAll(gone.keySet());
                notFound.remove(orphan.setId());
                forgotten.putAll(gone);
            }
        }
        return new DeletionReport(deleted, notDeleted, notFound, forgotten);
    }

    /** The copies of a set on record that are meant, and are not there. */
    private static Map<UUID, String> gone(Ledger.Orphan orphan, CopyFilter filter, List<StoredCopy> present) {
        Map<UUID, String> gone = new LinkedHashMap<>(orphan.copies());
        if (!filter.equals(CopyFilter.all()) && !filter.setIds().contains(orphan.setId())) {
            gone.keySet().retainAll(filter.ids());
        }
        present.forEach(copy -> gone.remove(copy.id()));
        return gone;
    }

    /** One call; after a failure VSS is asked what is left, as that is what counts. */
    private static void delete(
            BackupObject object,
            UUID id,
            BackupObject.DeletedKind kind,
            List<StoredCopy> copies,
            List<StoredCopy> deleted,
            List<DeletionReport.NotDeleted> notDeleted) {
        BackupObject.Deletion said = object.deleteSnapshots(id, kind);
        if (said.result().isSuccess()) {
            deleted.addAll(copies);
            return;
        }
        Set<UUID> left = query(object).stream().map(StoredCopy::id).collect(Collectors.toSet());
        int gone = 0;
        for (StoredCopy copy : copies) {
            boolean stays = left.contains(copy.id());
            if (!stays && gone < said.deleted()) {
                gone++;
                deleted.add(copy);
            } else {
                notDeleted.add(new DeletionReport.NotDeleted(copy, said.result(), reason(copy, stays, copies, said)));
            }
        }
    }

    private static String reason(StoredCopy copy, boolean stays, List<StoredCopy> copies, BackupObject.Deletion said) {
        HResult result = said.result();
        if (!stays) {
            return "it was gone already: someone else has deleted it";
        }
        boolean isTheOne = copies.size() == 1 || copy.id().equals(said.firstNotDeleted());
        if (isTheOne || said.firstNotDeleted().equals(NONE)) {
            return "DeleteSnapshots failed: " + result + ": " + result.meaning();
        }
        return "DeleteSnapshots stopped before it, at " + said.firstNotDeleted() + ": " + result;
    }
}
