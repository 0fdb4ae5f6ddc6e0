package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.FileTimes;
import org.vss4j.internal.com.SnapshotProperties;

/**
 * One backup: it makes one set of shadow copies, which live until it is closed. It owns one
 * {@code IVssBackupComponents} and all that this returned.
 *
 * <p>{@link #takeSnapshot} makes all calls that lead to the copies, {@link #complete} those that end a backup well. Who
 * wants to make them one by one uses the steps, which have Microsoft's names: some begin an {@link AsyncOperation}, and
 * the next step is legal when that has finished. The session has a reference of its own to each, so closing what a step
 * returned only lets go of it; closing the session closes them all. A step out of order is refused before VSS does, by a {@link VssException} with VSS_E_BAD_STATE (0x80042301) that names the step which is missing.
 *
 * <p>{@link #close()} leaves nothing behind, whenever it comes and from whichever thread: a running operation is
 * cancelled, and its end waited for; the backup is aborted where VSS asks for it; all references are released. The
 * shadow copies go. If the JVM ends while the session is open, a shutdown hook closes it, unless the options say
 * otherwise.
 *
 * <p>The steps are for one thread at a time; {@link #cancel()} and {@link #close()} are for any. A session must not be
 * opened, nor a step made, on a thread in a single-threaded apartment of COM, such as a user interface's.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/vss/overview-of-processing-a-backup-under-vss">Overview of
 *     Processing a Backup Under VSS</a>
 */
public final class BackupSession implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.vss4j.requester");

    private final BackupObject backup;
    private final BackupOptions options;
    private final SessionState state;
    private final Deadline deadline;

    /** The volumes of the set, by the ids of their copies. Guarded by itself. */
    private final Map<UUID, Path> volumes = new LinkedHashMap<>();

    /** Guarded by {@link #volumes}. */
    private final List<FrozenRoot> roots = new ArrayList<>();

    /** Guarded by {@link #volumes}. */
    private @Nullable List<ShadowCopy> copies;

    /** Whether it has been said that the writers' status cannot be had. */
    private final AtomicBoolean writersUnknown = new AtomicBoolean();

    private final SetRecord setRecord;

    /** Guarded by {@link #volumes}. */
    private @Nullable UUID setId;

    private BackupSession(BackupObject backup, BackupOptions options, SetRecord setRecord) {
        this.backup = backup;
        this.options = options;
        this.setRecord = setRecord;
        this.state = new SessionState(backup, options.context());
        this.deadline = new Deadline(options.timeout());
    }

    static BackupSession open(Supplier<BackupObject> factory, BackupOptions options, SetRecord setRecord) {
        BackupObject backup = factory.get();
        try {
            backup.initializeForBackup();
            backup.setContext(options.context());
            if (options.context().hasWriters()) {
                backup.setBackupState(options.type());
            }
        } catch (Throwable e) {
            backup.release();
            throw e;
        }
        BackupSession session = new BackupSession(backup, options, setRecord);
        if (options.atShutdown() == BackupOptions.AtShutdown.CLOSE) {
            OpenSessions.add(session);
        }
        return session;
    }

    /**
     * Makes shadow copies of volumes, all of the same instant.
     *
     * @param snapshotVolumes the volumes' root directories, such as {@code C:\} or a mount folder; see {@link Vss#volumeOf}
     * @return the copies, in the order of the volumes
     * @throws IllegalArgumentException if there are none, or one stands there twice
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled
     * @throws CancellationException if the session, or its running operation, was cancelled by someone else
     * @throws VssException if a call or an operation failed
     * @throws IllegalStateException if the session is closed, also while this waits
     */
    public List<ShadowCopy> takeSnapshot(Collection<Path> snapshotVolumes)
            throws InterruptedException, TimeoutException {
        if (snapshotVolumes.isEmpty()) {
            throw new IllegalArgumentException("There is no volume to make a shadow copy of");
        }
        if (options.context().hasWriters()) {
            await(Step.GATHER_WRITER_METADATA, gatherWriterMetadata());
        }
        startSnapshotSet();
        snapshotVolumes.forEach(this::addToSnapshotSet);
        if (options.context().hasWriters()) {
            await(Step.PREPARE_FOR_BACKUP, prepareForBackup());
            awaitWriterStatus();
        }
        await(Step.DO_SNAPSHOT_SET, doSnapshotSet());
        if (options.context().hasWriters()) {
            awaitWriterStatus();
        }
        return shadowCopies();
    }

    /**
     * Tells the writers that the backup is done. Without writers there is nobody to tell. The shadow copies stay until
     * the session is closed.
     *
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled
     * @throws CancellationException if the session, or its running operation, was cancelled by someone else
     * @throws VssException if a call or an operation failed
     * @throws IllegalStateException if the session is closed, also while this waits
     */
    public void complete() throws InterruptedException, TimeoutException {
        if (options.context().hasWriters()) {
            await(Step.BACKUP_COMPLETE, backupComplete());
            awaitWriterStatus();
        }
    }

    /**
     * Begins {@code GatherWriterMetadata}: asks the writers what they have. The first step of a session with writers.
     *
     * @return the operation, which belongs to the session
     * @throws VssException if the step is out of order, or the call failed
     */
    public AsyncOperation gatherWriterMetadata() {
        return state.begin(Step.GATHER_WRITER_METADATA, backup::gatherWriterMetadata);
    }

    /**
     * Calls {@code StartSnapshotSet}: from here on no other set can be made on this machine, until this one is made or
     * given up.
     *
     * @return the id of the set
     * @throws VssException if the step is out of order, or the call failed: VSS_E_SNAPSHOT_SET_IN_PROGRESS (0x80042316)
     *     while someone else makes a set
     */
    public UUID startSnapshotSet() {
        synchronized (volumes) {
            UUID id = state.perform(Step.START_SNAPSHOT_SET, backup::startSnapshotSet);
            setId = id;
            return id;
        }
    }

    /**
     * Calls {@code AddToSnapshotSet}: a shadow copy of the volume will be part of the set. If it fails, the set is as
     * before and can do without the volume.
     *
     * @param volume the volume's root directory, such as {@code C:\} or a mount folder
     * @return the id that the copy will have
     * @throws IllegalArgumentException if the volume is in the set already
     * @throws VssException if the step is out of order, or the call failed: VSS_E_VOLUME_NOT_SUPPORTED (0x8004230C),
     *     VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED (0x80042312), VSS_E_OBJECT_NOT_FOUND (0x80042308) and others
     */
    public UUID addToSnapshotSet(Path volume) {
        Path root = volume.toAbsolutePath().normalize();
        synchronized (volumes) {
            if (volumes.containsValue(root)) {
                throw new IllegalArgumentException("The volume " + root + " is in the snapshot set already");
            }
            String name = root.toString();
            String withSeparator = name.endsWith(File.separator) ? name : name + File.separator;
            UUID id = state.perform(Step.ADD_TO_SNAPSHOT_SET, () -> backup.addToSnapshotSet(withSeparator));
            volumes.put(id, root);
            return id;
        }
    }

    /**
     * Begins {@code PrepareForBackup}: the writers get ready. For sessions with writers.
     *
     * @return the operation, which belongs to the session
     * @throws VssException if the step is out of order, or the call failed
     */
    public AsyncOperation prepareForBackup() {
        return state.begin(Step.PREPARE_FOR_BACKUP, backup::prepareForBackup);
    }

    /**
     * Begins {@code GatherWriterStatus}: asks the writers how they fare. For sessions with writers, after each step in
     * which they take part.
     *
     * @return the operation, which belongs to the session
     * @throws VssException if the step is out of order, or the call failed
     */
    public AsyncOperation gatherWriterStatus() {
        return state.begin(Step.GATHER_WRITER_STATUS, backup::gatherWriterStatus);
    }

    /**
     * Begins {@code DoSnapshotSet}: makes the copies.
     *
     * @return the operation, which belongs to the session
     * @throws VssException if the step is out of order, or the call failed
     */
    public AsyncOperation doSnapshotSet() {
        UUID set;
        Map<UUID, Path> added;
        synchronized (volumes) {
            set = setId;
            added = new LinkedHashMap<>(volumes);
        }
        return state.begin(Step.DO_SNAPSHOT_SET, () -> {
            setRecord.begin(Objects.requireNonNull(set), added);
            return backup.doSnapshotSet();
        });
    }

    /**
     * The shadow copies that this session has made.
     *
     * @return the copies, in the order in which the volumes were added
     * @throws VssException if they are not made yet, or GetSnapshotProperties failed
     */
    public List<ShadowCopy> shadowCopies() {
        synchronized (volumes) {
            if (copies == null) {
                copies = state.perform(Step.GET_SNAPSHOT_PROPERTIES, this::readCopies);
            }
            return copies;
        }
    }

    /**
     * Begins {@code BackupComplete}: tells the writers that the backup is done. For sessions with writers.
     *
     * @return the operation, which belongs to the session
     * @throws VssException if the step is out of order, or the call failed
     */
    public AsyncOperation backupComplete() {
        return state.begin(Step.BACKUP_COMPLETE, backup::backupComplete);
    }

    /**
     * Cancels the session: no further step is made, and the operation that runs is cancelled. The session remains to be
     * closed. Waits for nothing.
     *
     * @return what the cancel of the running operation found; empty if none was running
     * @throws VssException if that cancel failed
     */
    public Optional<CancelOutcome> cancel() {
        return Optional.ofNullable(state.cancel());
    }

    /**
     * Ends the session and what it made. Does nothing if it is closed already; if another thread is closing it, waits
     * for that. An operation that runs is cancelled and waited for, up to 2 seconds.
     *
     * @throws VssException if {@code AbortBackup} failed; all the rest has been done then
     */
    @Override
    public void close() {
        List<RuntimeException> failures = new ArrayList<>(state.end());
        synchronized (volumes) {
            for (FrozenRoot root : roots) {
                try {
                    root.close();
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }
            roots.clear();
            try {
                setRecord.end(state.copies());
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        OpenSessions.remove(this);
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private List<ShadowCopy> readCopies() {
        List<ShadowCopy> read = new ArrayList<>();
        volumes.forEach((id, volume) -> {
            SnapshotProperties properties = backup.snapshotProperties(id);
            String device = properties.deviceObject();
            if (device == null) {
                throw new VssException(
                        "GetSnapshotProperties", HResult.E_UNEXPECTED, "the copy " + id + " has no device object");
            }
            FrozenRoot root = FrozenRoot.of(device);
            roots.add(root);
            Instant createdAt = FileTimes.toInstant(properties.creation());
            read.add(new ShadowCopy(
                    id, properties.setId(), volume, device, properties.providerId(), createdAt, root.path()));
        });
        return List.copyOf(read);
    }

    /** Waits for an operation until the session's time is up, and cancels it then. */
    private void await(Step step, AsyncOperation operation) throws InterruptedException, TimeoutException {
        AsyncStatus status = operation.awaitOrCancel(deadline.remaining());
        if (status instanceof AsyncStatus.Failed failed) {
            throw new VssException(step.method(), failed.error());
        }
        if (status instanceof AsyncStatus.Cancelled) {
            throw stopped(step.method() + " was cancelled");
        }
        if (status instanceof AsyncStatus.Pending) {
            throw stopped(step.method() + " was told to cancel, but is still pending");
        }
    }

    /** Says why an operation was stopped: an interrupt, the deadline, or someone else. */
    private RuntimeException stopped(String what) throws InterruptedException, TimeoutException {
        if (Thread.interrupted()) {
            throw new InterruptedException(what + ", for the thread was interrupted");
        }
        if (deadline.isPast()) {
            throw new TimeoutException(what + ", for the time of " + describe(options.timeout()) + " is up");
        }
        return new CancellationException(what);
    }

    private static String describe(Duration duration) {
        return duration.toMillis() + " ms";
    }

    /** A status that cannot be gathered is asked for once more; then how the writers fare is not known, and that is all. */
    private void awaitWriterStatus() throws InterruptedException, TimeoutException {
        try {
            await(Step.GATHER_WRITER_STATUS, gatherWriterStatus());
        } catch (VssException first) {
            try {
                await(Step.GATHER_WRITER_STATUS, gatherWriterStatus());
            } catch (VssException second) {
                LOG.log(
                        writersUnknown.getAndSet(true) ? DEBUG : WARNING,
                        "How the writers fare is not known: {0} {1}",
                        second.getMessage(),
                        second.advice());
            }
        }
    }
}
