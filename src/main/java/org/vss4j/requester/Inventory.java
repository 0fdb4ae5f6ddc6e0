package org.vss4j.requester;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.VssException;
import org.vss4j.internal.com.Apartment;
import org.vss4j.internal.com.StackRoom;
import org.vss4j.internal.com.read.QueriedKind;
import org.vss4j.internal.state.ProcessLock;
import org.vss4j.internal.trace.SessionLogger;
import org.vss4j.internal.windows.Kernel32;
import org.vss4j.internal.windows.NtNames;
import org.vss4j.internal.windows.Platform;
import org.vss4j.internal.windows.Win32Exception;

/**
 * The shadow copies and providers of this machine: what there is, and how copies are deleted. Each call has an
 * {@code IVssBackupComponents} of its own, in the context VSS_CTX_ALL, on a thread of its own: whoever waits for it leaves it
 * at an interrupt and when its time is up, and what it still brings is given back when VSS returns. Safe for use by many
 * threads, none of them in a single-threaded apartment of COM.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponents-query">Query</a>
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponents-deletesnapshots">
 *     DeleteSnapshots</a>
 */
public final class Inventory {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    /** How long to wait between two looks whether another deletion is over. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /** Whether a deletion is under way that is on no record: those of this process wait for one another. */
    private static final AtomicBoolean UNRECORDED = new AtomicBoolean();

    private final Supplier<BackupObject> factory;
    private final Function<String, Boolean> snapshotted;
    private final String service;
    private final @Nullable Ledger ledger;
    private final Duration timeout;
    private final BackupObject.Force force;

    Inventory(
            Supplier<BackupObject> factory,
            Function<String, Boolean> snapshotted,
            String service,
            @Nullable Ledger ledger,
            Duration timeout,
            BackupObject.Force force) {
        this.factory = factory;
        this.snapshotted = snapshotted;
        this.service = service;
        this.ledger = ledger;
        this.timeout = timeout;
        this.force = force;
    }

    /**
     * This inventory, with another timeout.
     *
     * @param newTimeout how long each question, and each deletion, may take
     * @return the changed copy
     * @throws IllegalArgumentException if the timeout is negative
     */
    public Inventory withTimeout(Duration newTimeout) {
        if (newTimeout.isNegative()) {
            throw new IllegalArgumentException("The timeout is negative: " + newTimeout);
        }
        return new Inventory(factory, snapshotted, service, ledger, newTimeout, force);
    }

    /**
     * This inventory, deleting with force: whoever has made a copy does all that it can to delete it, also while it is used.
     *
     * @return the changed copy
     */
    public Inventory withForce() {
        return new Inventory(factory, snapshotted, service, ledger, timeout, BackupObject.Force.FORCED);
    }

    private interface Use<T> {
        T apply(BackupObject object);
    }

    /** Makes calls on a thread of their own, which they are told when nobody waits for them any more. */
    private <T> T call(String name, Function<BooleanSupplier, T> body) throws InterruptedException, TimeoutException {
        Apartment.requireMultiThreaded("A query");
        StackRoom.toBegin();
        AtomicBoolean left = new AtomicBoolean();
        CallThread thread = CallThread.start("vss4j-inventory");
        try {
            return thread.make(new Call<>(name, () -> body.apply(left::get), unused -> {}), new Deadline(timeout));
        } finally {
            left.set(true);
            thread.endAfterAll();
        }
    }

    private <T> T use(Use<T> use) {
        BackupObject object = factory.get();
        try {
            return use.apply(object);
        } finally {
            object.giveBack();
        }
    }

    /**
     * The shadow copies there are, as far as it is known that they are meant: see {@link CopyFilter#undecided}.
     *
     * @param filter which of them
     * @return the copies, the oldest first
     * @throws VssException if VSS refuses: E_ACCESSDENIED (0x80070005) without the rights of a backup operator
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the time is up
     */
    public List<StoredCopy> copies(CopyFilter filter) throws InterruptedException, TimeoutException {
        return filter.select(call("Query", left -> use(Deletions::query)));
    }

    /**
     * The providers there are.
     *
     * @return the providers
     * @throws VssException if VSS refuses
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the time is up
     */
    public List<ShadowCopyProvider> providers() throws InterruptedException, TimeoutException {
        return call("Query", left -> providersHere());
    }

    /** Asks for the providers on the current thread, which is one for calls. */
    List<ShadowCopyProvider> providersHere() {
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
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the time is up
     */
    public boolean isSupported(Path volume) throws InterruptedException, TimeoutException {
        String name = volumeNames(volume).iterator().next();
        return call("IsVolumeSupported", left -> use(object -> object.isVolumeSupported(name)));
    }

    /**
     * Asks whether there are shadow copies of a volume.
     *
     * @param volume its root directory
     * @return whether there are
     * @throws VssException if VSS cannot tell: VSS_E_OBJECT_NOT_FOUND (0x80042308) if it is no volume
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the time is up
     */
    public boolean isSnapshotted(Path volume) throws InterruptedException, TimeoutException {
        String name = volumeNames(volume).iterator().next();
        return call("IsVolumeSnapshotted", left -> snapshotted.apply(name));
    }

    /**
     * Deletes shadow copies, whoever made them. Deletions wait for one another, in this process and all others with the
     * same {@link Ledger}; without a ledger, in this process, and nothing is taken off a record then. A deletion that fails at
     * one copy goes on with the next; of a whole set, VSS stops at the first that fails. Copies that are on record, but are not there any more, are forgotten: those whose ids, or whose sets' ids,
     * the filter has, and with {@link CopyFilter#all} all of this service.
     *
     * <p>Who has to know what is gone also if this throws has it {@linkplain #delete(CopyFilter, DeletionObserver) observed}.
     *
     * @param filter which copies
     * @return what was deleted and what was not
     * @throws UndecidedCopiesException if of some copies it {@linkplain CopyFilter#undecided cannot be told} whether they are
     *     meant; nothing is deleted then
     * @throws VssException if the copies could not be listed
     * @throws InterruptedException if the thread was interrupted: what is being deleted goes, and nothing more
     * @throws TimeoutException if the time is up: what is being deleted goes, and nothing more
     */
    public DeletionReport delete(CopyFilter filter) throws InterruptedException, TimeoutException {
        return delete(filter, new DeletionObserver() {});
    }

    /**
     * Deletes shadow copies as {@link #delete(CopyFilter)} does, and tells at once what is gone.
     *
     * @param filter which copies
     * @param observer told each copy
     * @return what was deleted and what was not
     * @throws UndecidedCopiesException if of some copies it {@linkplain CopyFilter#undecided cannot be told} whether they are
     *     meant; nothing is deleted then
     * @throws VssException if the copies could not be listed
     * @throws InterruptedException if the thread was interrupted: what is being deleted goes, and nothing more
     * @throws TimeoutException if the time is up: what is being deleted goes, and nothing more
     */
    public DeletionReport delete(CopyFilter filter, DeletionObserver observer)
            throws InterruptedException, TimeoutException {
        return call("DeleteSnapshots", left -> delete(filter, observer, left));
    }

    /** Deletes shadow copies on the current thread, which is one for calls. */
    DeletionReport deleteHere(CopyFilter filter) {
        return delete(filter, new DeletionObserver() {}, () -> false);
    }

    private DeletionReport delete(CopyFilter filter, DeletionObserver observer, BooleanSupplier left) {
        Ledger records = ledger;
        return records == null
                ? deleteUnrecorded(filter, observer, left)
                : deleteRecorded(records, filter, observer, left);
    }

    private DeletionReport deleteUnrecorded(CopyFilter filter, DeletionObserver observer, BooleanSupplier left) {
        awaitTurn(left, () -> UNRECORDED.compareAndSet(false, true));
        try {
            return use(object -> new Deletions(object, filter, observer, force, left).make(List.of()));
        } finally {
            UNRECORDED.set(false);
        }
    }

    @SuppressWarnings("try")
    private DeletionReport deleteRecorded(
            Ledger records, CopyFilter filter, DeletionObserver observer, BooleanSupplier left) {
        try (ProcessLock lock = lock(records, left)) {
            // Before VSS is asked, so that whatever is put on record meanwhile is not taken for gone.
            List<Ledger.Orphan> onRecord = records.orphans().stream()
                    .filter(orphan -> orphan.service().equals(service))
                    .toList();
            DeletionReport report = use(object -> new Deletions(object, filter, observer, force, left).make(onRecord));
            return records.forget(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessLock lock(Ledger records, BooleanSupplier left) throws IOException {
        while (!left.getAsBoolean()) {
            ProcessLock lock = records.tryLockDeletions();
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw nobodyWaits();
    }

    /** Waits for the deletions of this process that have no ledger. */
    private static void awaitTurn(BooleanSupplier left, BooleanSupplier take) {
        while (!left.getAsBoolean()) {
            if (take.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw nobodyWaits();
    }

    private static CancellationException nobodyWaits() {
        return new CancellationException("Nothing is deleted, for nobody waits for it any more");
    }

    /** The service, and how long each question may take. */
    @Override
    public String toString() {
        return "Inventory[" + service + ", timeout "
                + (timeout.equals(BackupOptions.UNLIMITED) ? "none" : timeout.toString()) + "]";
    }
}
