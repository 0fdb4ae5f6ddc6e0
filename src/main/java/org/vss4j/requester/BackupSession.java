package org.vss4j.requester;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.read.SnapshotProperties;
import org.vss4j.internal.com.read.WriterCalls;
import org.vss4j.internal.com.read.WriterDocument;
import org.vss4j.internal.trace.SessionScope;
import org.vss4j.internal.trace.TracedSession;
import org.vss4j.internal.windows.FileTimes;
import org.vss4j.writer.WriterMetadata;

/**
 * One backup: it makes one set of shadow copies, which live until it is closed. It owns one
 * {@code IVssBackupComponents} and all that this returned.
 *
 * <p>{@link #takeSnapshot} makes all calls that lead to the copies, {@link #complete} those that end a backup well. Who
 * wants to make them one by one uses the steps, which have Microsoft's names: some begin an {@link AsyncOperation}, and
 * the next step is legal when that has finished. The session has a reference of its own to each, so closing what a step
 * returned only lets go of it; closing the session closes them all. A step out of order is refused before VSS does, by a {@link VssException} with VSS_E_BAD_STATE (0x80042301) that names the step which is missing.
 *
 * <p>With writers, {@link #writers()} tells what they have, the options select what of it the backup is of, and
 * {@link #componentResults()} and {@link #writerFailures()} tell what became of it.
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
    /* Long, for it is the face of a session: each step is a short method, and half of the lines are what it promises. */

    private final SessionScope scope;
    private final BackupObject backup;
    private final BackupOptions options;
    private final Function<String, FrozenRoot> rootOf;
    private final SessionState state;
    private final SessionWriters writers;
    private final Deadline deadline;

    /** The volumes of the set, by the ids of their copies. Guarded by itself. */
    private final Map<UUID, Path> volumes = new LinkedHashMap<>();

    /** What the system calls the volumes of the set. Guarded by {@link #volumes}. */
    private final Set<String> volumeNames = new HashSet<>();

    /** Guarded by {@link #volumes}. */
    private final List<FrozenRoot> roots = new ArrayList<>();

    /** Guarded by {@link #volumes}. */
    private @Nullable List<ShadowCopy> copies;

    private final SetRecord setRecord;

    /** Guarded by {@link #volumes}. */
    private @Nullable UUID setId;

    private BackupSession(
            TracedSession traced,
            BackupObject backup,
            BackupOptions options,
            Function<String, FrozenRoot> rootOf,
            SetRecord setRecord) {
        this.scope = traced.scope();
        this.backup = backup;
        this.options = options;
        this.rootOf = rootOf;
        this.setRecord = setRecord;
        this.writers = new SessionWriters(backup, options);
        this.state = new SessionState(traced, backup, options.context(), writers);
        this.deadline = new Deadline(options.timeout());
    }

    static BackupSession open(
            Supplier<BackupObject> factory,
            BackupOptions options,
            Function<String, FrozenRoot> rootOf,
            SetRecord setRecord) {
        if (options.selection().includesAnything() && !options.context().hasWriters()) {
            throw new IllegalArgumentException(
                    "Components are selected, but no writer takes part in the context " + options.context());
        }
        TracedSession traced = new TracedSession(options.context().toString());
        SessionScope outer = traced.scope().enter();
        try {
            return open(traced, factory.get(), options, rootOf, setRecord);
        } catch (Throwable e) {
            traced.ended("NOT_OPENED");
            throw e;
        } finally {
            SessionScope.leave(outer);
        }
    }

    private static BackupSession open(
            TracedSession traced,
            BackupObject backup,
            BackupOptions options,
            Function<String, FrozenRoot> rootOf,
            SetRecord setRecord) {
        try {
            backup.initializeForBackup();
            backup.setContext(options.context());
            if (options.context().hasWriters()) {
                backup.setBackupState(options);
            }
        } catch (Throwable e) {
            backup.release();
            throw e;
        }
        BackupSession session = new BackupSession(traced, backup, options, rootOf, setRecord);
        if (options.atShutdown() == BackupOptions.AtShutdown.CLOSE) {
            OpenSessions.add(session);
        }
        return session;
    }

    /**
     * The number by which the log and the events of the Flight Recorder name this session.
     *
     * @return a number that no other session of this process has
     */
    public long number() {
        return scope.session();
    }

    /**
     * Makes shadow copies of volumes, all of the same instant. If this throws, copies that have been made all the same are
     * {@linkplain #discardCopies discarded}. If the set could not be made, the writers have been asked how they fare, and
     * {@link #writerFailures()} says who failed.
     *
     * @param snapshotVolumes the volumes' root directories, such as {@code C:\} or a mount folder; see {@link Vss#volumeOf}
     * @return the copies, in the order of the volumes
     * @throws IllegalArgumentException if there are none, or one stands there twice
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled
     * @throws CancellationException if the session, or its running operation, was cancelled by someone else
     * @throws WriterFailedException if the writer of a required component has failed
     * @throws VssException if a call or an operation failed, or if nobody can say how the writers of required components
     *     fare
     * @throws IllegalStateException if the session is closed, also while this waits
     */
    public List<ShadowCopy> takeSnapshot(Collection<Path> snapshotVolumes)
            throws InterruptedException, TimeoutException {
        if (snapshotVolumes.isEmpty()) {
            throw new IllegalArgumentException("There is no volume to make a shadow copy of");
        }
        Volumes.requireDistinct(snapshotVolumes);
        if (options.context().hasWriters()) {
            askWriters();
        }
        startSnapshotSet();
        try {
            return makeSet(snapshotVolumes);
        } catch (Throwable e) {
            discardCopies();
            throw e;
        }
    }

    private List<ShadowCopy> makeSet(Collection<Path> snapshotVolumes) throws InterruptedException, TimeoutException {
        snapshotVolumes.forEach(this::addToSnapshotSet);
        if (options.context().hasWriters()) {
            deadline.await(Step.PREPARE_FOR_BACKUP, prepareForBackup());
            awaitWriterStatus(Step.PREPARE_FOR_BACKUP);
        }
        try {
            deadline.await(Step.DO_SNAPSHOT_SET, doSnapshotSet());
        } catch (VssException e) {
            if (options.context().hasWriters()) {
                // A writer may be why.
                deadline.awaitAfter(e, Step.GATHER_WRITER_STATUS, this::gatherWriterStatus);
                state.refresh();
            }
            throw e;
        }
        if (options.context().hasWriters()) {
            awaitWriterStatus(Step.DO_SNAPSHOT_SET);
        }
        return shadowCopies();
    }

    /**
     * Tells the writers that the backup is done. In a context without writers there is nobody to tell, so this does
     * nothing, whatever has become of the session. The shadow copies stay until the session is closed.
     *
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled
     * @throws CancellationException if the session, or its running operation, was cancelled by someone else
     * @throws WriterFailedException if the writer of a required component has failed
     * @throws VssException if a call or an operation failed, or if nobody can say how the writers of required components
     *     fare
     * @throws IllegalStateException if the session is closed, also while this waits
     */
    public void complete() throws InterruptedException, TimeoutException {
        if (options.context().hasWriters()) {
            deadline.await(Step.BACKUP_COMPLETE, backupComplete());
            awaitWriterStatus(Step.BACKUP_COMPLETE);
        }
    }

    /**
     * What the writers have. Asks them, unless they have been asked. For sessions with writers, before the snapshot set is
     * started; later, and when the session is closed, if it is {@linkplain BackupOptions.Metadata#KEPT kept}.
     *
     * @return what each of them says, in no particular order; one that failed to answer is not among them
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled
     * @throws CancellationException if the session, or its running operation, was cancelled by someone else
     * @throws VssException if it is too late to ask, or a call or an operation failed
     */
    public List<WriterMetadata> writers() throws InterruptedException, TimeoutException {
        Optional<List<WriterDocument>> kept = writers.kept();
        if (kept.isEmpty()) {
            askWriters();
        }
        return kept.orElseGet(() -> state.perform(Step.GET_WRITER_METADATA, writers::read)).stream()
                .map(WriterDocument::metadata)
                .toList();
    }

    /**
     * The metadata document of a writer, as the service keeps it.
     *
     * @param writer one of {@link #writers()}
     * @return XML
     * @throws VssException if it is too late to ask, or no such writer has answered: VSS_E_OBJECT_NOT_FOUND (0x80042308)
     */
    public String writerDocument(WriterMetadata writer) {
        return state.perform(Step.GET_WRITER_METADATA, writers::read).stream()
                .filter(document -> document.metadata().instanceId().equals(writer.instanceId()))
                .map(WriterDocument::xml)
                .findFirst()
                .orElseThrow(() -> new VssException(
                        "GetWriterMetadata",
                        HResult.VSS_E_OBJECT_NOT_FOUND,
                        "no writer " + writer.name() + " with the instance id " + writer.instanceId()
                                + " has said what it has"));
    }

    /**
     * Calls {@code EnableWriterClasses}: only writers of the classes that are enabled take part. The first call takes back
     * what was disabled before. Before the writers are asked.
     *
     * @param writerIds class ids
     * @throws IllegalArgumentException if there are none
     * @throws VssException if the step is out of order, or the call failed
     */
    public void enableWriterClasses(Collection<UUID> writerIds) {
        choose(Step.ENABLE_WRITER_CLASSES, writerIds, WriterCalls::enableWriterClasses);
    }

    /**
     * Calls {@code DisableWriterClasses}: writers of the classes take no part. Before the writers are asked.
     *
     * @param writerIds class ids
     * @throws IllegalArgumentException if there are none
     * @throws VssException if the step is out of order, or the call failed
     */
    public void disableWriterClasses(Collection<UUID> writerIds) {
        choose(Step.DISABLE_WRITER_CLASSES, writerIds, WriterCalls::disableWriterClasses);
    }

    /**
     * Calls {@code DisableWriterInstances}: the writers take no part. Before the writers are asked; their ids are known
     * from the {@link #writers()} of another session.
     *
     * @param instanceIds instance ids
     * @throws IllegalArgumentException if there are none
     * @throws VssException if the step is out of order, or the call failed
     */
    public void disableWriterInstances(Collection<UUID> instanceIds) {
        choose(Step.DISABLE_WRITER_INSTANCES, instanceIds, WriterCalls::disableWriterInstances);
    }

    private void choose(Step step, Collection<UUID> ids, BiConsumer<WriterCalls, List<UUID>> call) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(step.method() + " needs one id at least");
        }
        List<UUID> list = List.copyOf(ids);
        state.perform(step, () -> {
            backup.writers(calls -> {
                call.accept(calls, list);
                return null;
            });
            return list;
        });
    }

    /**
     * How the writers fare, as they said when their status was gathered last.
     *
     * <p>What they say is reliable after each step in which they take part, and else a hint.
     *
     * @return the status of each; empty if it has not been gathered, or could not be read
     */
    public List<WriterStatus> writerStatuses() {
        state.refresh();
        return writers.statuses();
    }

    /**
     * Why nobody knows how the writers fare.
     *
     * @return why their status could not be gathered or read when that was last tried, or that it has not been gathered
     *     since the step that it should follow; empty if it is known, or was never to be
     */
    public Optional<VssException> writerStatusFailure() {
        return writers.whyUnknown();
    }

    /**
     * What the backup has to do without: writers that failed, whether they have to do with the selected components or
     * not, and what was selected as optional and is not there. While nobody knows how the writers fare, those of the
     * selected components are among them.
     *
     * @return the failures until now, in the order in which they became known
     */
    public List<WriterFailure> writerFailures() {
        return writers.failures();
    }

    /**
     * What became of the components that the options select.
     *
     * @return one for each that was added; empty before the snapshot set is started
     */
    public List<ComponentResult> componentResults() {
        return writers.results();
    }

    /**
     * Calls {@code SaveAsXML}: the backup document, which a restore needs. When the copies are made; best after
     * {@link #complete()}, when it says which components succeeded.
     *
     * @return XML
     * @throws VssException if the step is out of order, or the call failed
     */
    public String backupDocument() {
        return state.perform(Step.SAVE_AS_XML, () -> backup.writers(WriterCalls::document));
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
     * Calls {@code AddComponent} for each component that the options select, then {@code StartSnapshotSet}: from here on
     * no other set can be made on this machine, until this one is made or given up.
     *
     * @return the id of the set
     * @throws VssException if the step is out of order, or the call failed: VSS_E_SNAPSHOT_SET_IN_PROGRESS (0x80042316)
     *     while someone else makes a set
     */
    public UUID startSnapshotSet() {
        synchronized (volumes) {
            UUID id = state.perform(Step.START_SNAPSHOT_SET, () -> {
                if (options.context().hasWriters()) {
                    writers.select();
                    writers.freeMetadata();
                }
                return backup.startSnapshotSet();
            });
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
     * @throws IllegalArgumentException if the volume is in the set already, by whichever mount point
     * @throws VssException if the step is out of order, or the call failed: VSS_E_VOLUME_NOT_SUPPORTED (0x8004230C),
     *     VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED (0x80042312), VSS_E_OBJECT_NOT_FOUND (0x80042308) and others
     */
    public UUID addToSnapshotSet(Path volume) {
        Path root = Volumes.rootOf(volume);
        synchronized (volumes) {
            String path = root.toString();
            String withSeparator = path.endsWith(File.separator) ? path : path + File.separator;
            String name = Volumes.nameOf(withSeparator);
            if (volumes.containsValue(root) || volumeNames.contains(name)) {
                throw new IllegalArgumentException("The volume " + root + " is in the snapshot set already");
            }
            UUID id = state.perform(Step.ADD_TO_SNAPSHOT_SET, () -> backup.addToSnapshotSet(withSeparator));
            volumes.put(id, root);
            volumeNames.add(name);
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
     * @return the operation, which belongs to the session; it is closed when the status is gathered again
     * @throws VssException if the step is out of order, or the call failed
     */
    public AsyncOperation gatherWriterStatus() {
        return state.begin(Step.GATHER_WRITER_STATUS, backup::gatherWriterStatus);
    }

    /**
     * Begins {@code DoSnapshotSet}: makes the copies.
     *
     * @return the operation, which belongs to the session
     * @throws WriterFailedException if the writer of a required component has failed
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
            writers.beforeCopies();
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
     * Lets the shadow copies go with the session also if they are persistent, for nobody is to have them: {@link #close}
     * deletes them. What cannot be deleted then stays on record, as unfinished.
     */
    public void discardCopies() {
        synchronized (volumes) {
            setRecord.discard();
        }
    }

    /**
     * Calls {@code SetBackupSucceeded} for each selected component, with whether it is known that nothing of it failed, and
     * begins {@code BackupComplete}: tells the writers that the backup is done. For sessions with writers.
     *
     * @return the operation, which belongs to the session
     * @throws WriterFailedException if the writer of a required component has failed
     * @throws VssException if the step is out of order, or the call failed
     */
    public AsyncOperation backupComplete() {
        return state.begin(Step.BACKUP_COMPLETE, () -> {
            writers.beforeEnd();
            return backup.backupComplete();
        });
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
     * @throws VssException if {@code AbortBackup} failed, or copies that are discarded could not be deleted; all the rest
     *     has been done then
     */
    @Override
    public void close() {
        scope.run(this::closeAll);
    }

    private void closeAll() {
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
        if (options.atShutdown() == BackupOptions.AtShutdown.CLOSE) {
            OpenSessions.remove(this);
        }
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
            FrozenRoot root = rootOf.apply(device);
            roots.add(root);
            Instant createdAt = FileTimes.toInstant(properties.creation());
            VolumeFiles files = new VolumeFiles(volume, Set.copyOf(volumes.values()));
            read.add(new ShadowCopy(
                    id, properties.setId(), files, device, properties.providerId(), createdAt, root.path()));
        });
        return List.copyOf(read);
    }

    /** A status that cannot be gathered is asked for once more; then how the writers fare is not known. */
    private void awaitWriterStatus(Step after) throws InterruptedException, TimeoutException {
        try {
            deadline.await(Step.GATHER_WRITER_STATUS, gatherWriterStatus());
        } catch (VssException first) {
            try {
                deadline.await(Step.GATHER_WRITER_STATUS, gatherWriterStatus());
            } catch (VssException second) {
                state.review(() -> writers.noteUnknown(second));
            }
        }
        state.review(() -> writers.requireNoVeto(after.method()));
    }

    /** Asks the writers what they have, unless they have been asked. */
    private void askWriters() throws InterruptedException, TimeoutException {
        if (!state.allows(Step.GET_WRITER_METADATA)) {
            deadline.await(Step.GATHER_WRITER_METADATA, gatherWriterMetadata());
        }
    }
}
