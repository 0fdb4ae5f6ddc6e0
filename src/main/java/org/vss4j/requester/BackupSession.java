package org.vss4j.requester;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.vss4j.AsyncOperation;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.com.StackRoom;
import org.vss4j.internal.com.read.WriterCalls;
import org.vss4j.internal.com.read.WriterDocument;
import org.vss4j.internal.trace.SessionScope;
import org.vss4j.internal.trace.TracedSession;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * One backup: it makes one set of shadow copies, which live until it is closed. It owns one
 * {@code IVssBackupComponents} and all that this returned.
 *
 * <p>{@link #takeSnapshot(Collection) takeSnapshot} makes all calls that lead to the copies, {@link #complete} those that end a backup well. Who
 * wants to make them one by one uses the steps, which have Microsoft's names: some begin an {@link AsyncOperation}, and
 * the next step is legal when that has finished. The session has a reference of its own to each, so closing what a step
 * returned only lets go of it; closing the session closes them all. A step out of order is refused before VSS does, by a
 * {@link VssException} with VSS_E_BAD_STATE (0x80042301) that names the step which is missing.
 *
 * <p>With writers, {@link #writers()} tells what they have, the options select what of it the backup is of, and
 * {@link #componentResults()} and {@link #writerFailures()} tell what became of it.
 *
 * <p>{@link #close()} leaves nothing behind, whenever it comes and from whichever thread: a running operation is
 * cancelled, and its end waited for; the backup is aborted where VSS asks for it; all references are released. The
 * shadow copies go. If the JVM ends while the session is open, a shutdown hook closes it, unless the options say
 * otherwise.
 *
 * <p><b>Calls that do not return.</b> The session calls VSS on a thread of its own, and whoever makes a step waits there.
 * He leaves a call that has not returned when the session's time is up, when he is interrupted, and when the session is
 * cancelled or closed; the session is spent then, and remains to be closed. What the call still brings is given back when it
 * returns: a set that it opened is aborted, an operation that it began is cancelled. If the time is up, or the thread
 * interrupted, before a step, nothing is called, and after an interrupt the session can go on. For the end of an operation
 * {@link #takeSnapshot(Collection) takeSnapshot}, {@link #complete} and {@link #writers} wait no longer either: they have it
 * cancelled when the time is up or at an interrupt, and leave it when it has ended or 2 seconds later, whether
 * {@code QueryStatus} and {@code Cancel} return or not; when the session is cancelled, as long after that, and when it is
 * closed, at once.
 *
 * <p><b>Threads.</b> The steps are for one thread at a time; {@link #cancel()} and {@link #close()} are for any. A session
 * must not be opened, nor a step made, on a thread in a single-threaded apartment of COM, such as a user interface's. Code
 * of the program that runs in a call, such as the handler of a line of the log, runs on the session's thread: it may cancel
 * the session; a close is put off until the call has returned, and a step is refused by an {@link IllegalStateException}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/vss/overview-of-processing-a-backup-under-vss">Overview of
 *     Processing a Backup Under VSS</a>
 */
public final class BackupSession implements AutoCloseable {
    /* Long, for it is the face of a session: each step is a short method, and half of the lines are what it promises. */

    private final SessionScope scope;
    private final BackupObject backup;
    private final SnapshotContext context;
    private final SetRecord setRecord;
    private final SnapshotSet set;
    private final SessionWriters writers;
    private final SessionState state;
    private final StepsInARow steps;

    private BackupSession(
            CallThread thread,
            Deadline deadline,
            TracedSession traced,
            BackupObject backup,
            BackupOptions options,
            CopyAccess access,
            SetRecord setRecord) {
        this.scope = traced.scope();
        this.backup = backup;
        this.context = options.context();
        this.setRecord = setRecord;
        this.set = new SnapshotSet(backup, access, setRecord);
        this.writers = new SessionWriters(backup, options, access.volumes());
        this.state = new SessionState(thread, deadline, traced, backup, options, writers, set);
        this.steps = new StepsInARow(this, options, writers, state, setRecord);
    }

    static BackupSession open(
            Supplier<BackupObject> factory,
            BackupOptions options,
            CopyAccess access,
            SetRecord setRecord,
            Deadline deadline)
            throws InterruptedException, TimeoutException {
        if (options.selection().includesAnything() && !options.context().hasWriters()) {
            throw new IllegalArgumentException(
                    "Components are selected, but no writer takes part in the context " + options.context());
        }
        StackRoom.toBegin();
        TracedSession traced = new TracedSession(options.context().toString());
        CallThread thread = CallThread.start("vss4j-session-" + traced.scope().session());
        Call<BackupSession> opening = new Call<>(
                "CreateVssBackupComponents",
                () -> open(thread, deadline, traced, factory, options, access, setRecord),
                BackupSession::endHere);
        try {
            return thread.make(opening, deadline);
        } catch (Throwable e) {
            thread.endAfterAll();
            if (!opening.isLeft()) {
                traced.ended("NOT_OPENED");
            }
            throw e;
        }
    }

    /** On the thread of the session's calls. */
    private static BackupSession open(
            CallThread thread,
            Deadline deadline,
            TracedSession traced,
            Supplier<BackupObject> factory,
            BackupOptions options,
            CopyAccess access,
            SetRecord setRecord) {
        SessionScope outer = traced.scope().enter();
        try {
            BackupObject backup = factory.get();
            try {
                BackupSession session = new BackupSession(thread, deadline, traced, backup, options, access, setRecord);
                if (options.atShutdown() == BackupOptions.AtShutdown.CLOSE) {
                    OpenSessions.add(session);
                }
                return session;
            } catch (Throwable e) {
                backup.giveBack();
                throw e;
            }
        } finally {
            SessionScope.leave(outer);
        }
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
     * {@linkplain #discardCopies discarded}. If the set could not be prepared or made, the writers have been asked how they
     * fare: the exception names those that failed, and so does {@link #writerFailures()}.
     *
     * <p>Components that are selected and have files on another volume are left out, and are among the
     * {@linkplain #writerFailures() failures}; if one is required, no set is started.
     *
     * @param snapshotVolumes the volumes' root directories, such as {@code C:\} or a mount folder; see {@link Vss#volumeOf}
     * @return the copies, in the order of the volumes
     * @throws IllegalArgumentException if there are none, or one stands there twice
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled, or the call left
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled, or the call left
     * @throws CancellationException if the session, or its running operation, was cancelled by someone else
     * @throws WriterFailedException if the writer of a required component has failed
     * @throws VssException if a call or an operation failed, or if nobody can say how the writers of required components
     *     fare
     * @throws IllegalStateException if the session is closed, also while this waits
     */
    public List<ShadowCopy> takeSnapshot(Collection<Path> snapshotVolumes)
            throws InterruptedException, TimeoutException {
        return steps.takeSnapshot(snapshotVolumes);
    }

    /**
     * As {@link #takeSnapshot(Collection)}, of the {@linkplain #volumes() volumes} that what the options select needs.
     *
     * @return the copies
     * @throws IllegalArgumentException if it needs none
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled, or the call left
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled, or the call left
     */
    public List<ShadowCopy> takeSnapshot() throws InterruptedException, TimeoutException {
        return steps.takeSnapshot();
    }

    /**
     * Tells the writers that the backup is done. In a context without writers there is nobody to tell, so this does
     * nothing, whatever has become of the session. The shadow copies stay until the session is closed.
     *
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled, or the call left
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled, or the call left
     * @throws CancellationException if the session, or its running operation, was cancelled by someone else
     * @throws WriterFailedException if the writer of a required component has failed
     * @throws VssException if a call or an operation failed, or if nobody can say how the writers of required components
     *     fare
     * @throws IllegalStateException if the session is closed, also while this waits
     */
    public void complete() throws InterruptedException, TimeoutException {
        steps.complete();
    }

    /**
     * What the writers have. Asks them, unless they have been asked. For sessions with writers, before the snapshot set is
     * started; later, and when the session is closed, if it is {@linkplain BackupOptions.Metadata#KEPT kept}.
     *
     * @return what each of them says, in no particular order; one that failed to answer is not among them
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled, or the call left
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled, or the call left
     * @throws CancellationException if the session, or its running operation, was cancelled by someone else
     * @throws VssException if it is too late to ask, or a call or an operation failed
     */
    public List<WriterMetadata> writers() throws InterruptedException, TimeoutException {
        Optional<List<WriterDocument>> kept = writers.kept();
        if (kept.isEmpty()) {
            steps.askWriters();
        }
        List<WriterDocument> documents =
                kept.isPresent() ? kept.get() : state.perform(Step.GET_WRITER_METADATA, writers::read);
        return documents.stream().map(WriterDocument::metadata).toList();
    }

    /**
     * The volumes of which what the options select needs copies: those that hold its files. Asks the writers, unless they
     * have been asked. Files in a folder whose name has no meaning on this machine, such as one with an environment variable
     * that is not set here, have no volume.
     *
     * @return the volumes' root directories, each once; none if no components are selected
     * @throws VssException if something that is required cannot be included, it is too late to ask, or a call or an
     *     operation failed
     * @throws InterruptedException if the thread was interrupted: the running operation has been cancelled, or the call left
     * @throws TimeoutException if the session's time is up: the running operation has been cancelled, or the call left
     */
    public List<Path> volumes() throws InterruptedException, TimeoutException {
        return steps.volumes();
    }

    /**
     * The metadata document of a writer, as the service keeps it.
     *
     * @param writer one of {@link #writers()}
     * @return XML
     * @throws VssException if it is too late to ask, or no such writer has answered: VSS_E_OBJECT_NOT_FOUND (0x80042308)
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public String writerDocument(WriterMetadata writer) throws InterruptedException, TimeoutException {
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
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public void enableWriterClasses(Collection<UUID> writerIds) throws InterruptedException, TimeoutException {
        choose(Step.ENABLE_WRITER_CLASSES, writerIds, WriterCalls::enableWriterClasses);
    }

    /**
     * Calls {@code DisableWriterClasses}: writers of the classes take no part. Before the writers are asked.
     *
     * @param writerIds class ids
     * @throws IllegalArgumentException if there are none
     * @throws VssException if the step is out of order, or the call failed
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public void disableWriterClasses(Collection<UUID> writerIds) throws InterruptedException, TimeoutException {
        choose(Step.DISABLE_WRITER_CLASSES, writerIds, WriterCalls::disableWriterClasses);
    }

    /**
     * Calls {@code DisableWriterInstances}: the writers take no part. Before the writers are asked; their ids are known
     * from the {@link #writers()} of another session.
     *
     * @param instanceIds instance ids
     * @throws IllegalArgumentException if there are none
     * @throws VssException if the step is out of order, or the call failed
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public void disableWriterInstances(Collection<UUID> instanceIds) throws InterruptedException, TimeoutException {
        choose(Step.DISABLE_WRITER_INSTANCES, instanceIds, WriterCalls::disableWriterInstances);
    }

    private void choose(Step step, Collection<UUID> ids, BiConsumer<WriterCalls, List<UUID>> call)
            throws InterruptedException, TimeoutException {
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
     *     since the copies were made; empty if it is known, or was never to be
     */
    public Optional<VssException> writerStatusFailure() {
        return writers.whyUnknown();
    }

    /**
     * What the backup has to do without: writers that failed, whether they have to do with the selected components or
     * not, what was selected as optional and is not there, and {@linkplain #componentFailed what could not be backed up}.
     * While nobody knows how the writers fare, those of the selected components are among them.
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
     * Says that something of a component could not be backed up, a file of it that could not be read for example: then the
     * component has failed, the one with which it came, and what depends on them. {@link #complete()} tells the writers, and
     * does not fail for it. For any thread; of what is said of a component the first stays.
     *
     * @param writer the writer whose it is, one of {@link #writers()} or of the {@link #componentResults()}
     * @param component the component, or one that came with it
     * @param reason why, in one line
     * @throws IllegalArgumentException if it is not in the backup
     * @throws VssException if the writers have been told already: VSS_E_BAD_STATE (0x80042301)
     */
    public void componentFailed(WriterMetadata writer, WriterComponent component, String reason) {
        writers.failed(writer, component, reason);
    }

    /**
     * Calls {@code SaveAsXML}: the backup document, which a restore needs. When the copies are made; best after
     * {@link #complete()}, when it says which components succeeded.
     *
     * @return XML
     * @throws VssException if the step is out of order, or the call failed
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public String backupDocument() throws InterruptedException, TimeoutException {
        return state.perform(Step.SAVE_AS_XML, () -> backup.writers(WriterCalls::document));
    }

    /**
     * Begins {@code GatherWriterMetadata}: asks the writers what they have. The first step of a session with writers.
     *
     * @return the operation, which belongs to the session
     * @throws VssException if the step is out of order, or the call failed
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public AsyncOperation gatherWriterMetadata() throws InterruptedException, TimeoutException {
        return state.begin(Step.GATHER_WRITER_METADATA, backup::gatherWriterMetadata);
    }

    /**
     * Calls {@code AddComponent} for each component that the options select, then {@code StartSnapshotSet}: from here on
     * no other set can be made on this machine, until this one is made or given up. {@link #takeSnapshot(Collection)} leaves
     * out what is not on its volumes; here these are not known yet, see {@link #prepareForBackup}.
     *
     * @return the id of the set
     * @throws VssException if the step is out of order, or the call failed: VSS_E_SNAPSHOT_SET_IN_PROGRESS (0x80042316)
     *     while someone else makes a set
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public UUID startSnapshotSet() throws InterruptedException, TimeoutException {
        return steps.startSnapshotSet(Selector.Obstacles.NONE);
    }

    /**
     * Calls {@code AddToSnapshotSet}: a shadow copy of the volume will be part of the set. If it fails, the set is as
     * before and can do without the volume.
     *
     * @param volume the volume's root directory, such as {@code C:\} or a mount folder; or, of a volume that has neither, its
     *     own name, as <code>\\.\Volume{…}\</code>
     * @return the id that the copy will have
     * @throws IllegalArgumentException if the volume is in the set already, by whichever mount point
     * @throws VssException if the step is out of order, or the call failed: VSS_E_VOLUME_NOT_SUPPORTED (0x8004230C),
     *     VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED (0x80042312), VSS_E_OBJECT_NOT_FOUND (0x80042308) and others
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public UUID addToSnapshotSet(Path volume) throws InterruptedException, TimeoutException {
        return state.perform(Step.ADD_TO_SNAPSHOT_SET, () -> set.add(volume));
    }

    /**
     * Begins {@code PrepareForBackup}: the writers get ready. For sessions with writers. A component with files on a volume
     * that is not in the set has failed.
     *
     * @return the operation, which belongs to the session
     * @throws VssException if the step is out of order, or the call failed; VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT
     *     (0x800423F0) if a required component has files on a volume that is not in the set, to which it can still be added
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public AsyncOperation prepareForBackup() throws InterruptedException, TimeoutException {
        return state.begin(Step.PREPARE_FOR_BACKUP, () -> {
            writers.beforePreparation(set.volumes());
            return backup.prepareForBackup();
        });
    }

    /**
     * Begins {@code GatherWriterStatus}: asks the writers how they fare. For sessions with writers, after each step in
     * which they take part.
     *
     * @return the operation, which belongs to the session; it is closed when the status is gathered again
     * @throws VssException if the step is out of order, or the call failed
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public AsyncOperation gatherWriterStatus() throws InterruptedException, TimeoutException {
        return state.begin(Step.GATHER_WRITER_STATUS, backup::gatherWriterStatus);
    }

    /**
     * Begins {@code DoSnapshotSet}: makes the copies.
     *
     * @return the operation, which belongs to the session
     * @throws WriterFailedException if the writer of a required component has failed
     * @throws VssException if the step is out of order, or the call failed
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public AsyncOperation doSnapshotSet() throws InterruptedException, TimeoutException {
        return state.begin(Step.DO_SNAPSHOT_SET, () -> {
            writers.beforeCopies();
            set.putOnRecord();
            return state.makeCopies();
        });
    }

    /**
     * The shadow copies that this session has made.
     *
     * @return the copies, in the order in which the volumes were added
     * @throws VssException if they are not made yet, or GetSnapshotProperties failed
     * @throws IllegalStateException if the session is closed
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public List<ShadowCopy> shadowCopies() throws InterruptedException, TimeoutException {
        state.requireOpen();
        List<ShadowCopy> known = set.copies();
        return known != null ? known : state.perform(Step.GET_SNAPSHOT_PROPERTIES, set::read);
    }

    /**
     * Lets the shadow copies go with the session also if they are persistent, for nobody is to have them: {@link #close}
     * deletes them. What cannot be deleted then stays on record, as unfinished.
     */
    public void discardCopies() {
        setRecord.discard();
    }

    /**
     * Calls {@code SetBackupSucceeded} for each selected component, with whether it is known that nothing of it failed, and
     * begins {@code BackupComplete}: tells the writers that the backup is done. For sessions with writers.
     *
     * @return the operation, which belongs to the session
     * @throws WriterFailedException if the writer of a required component has failed
     * @throws VssException if the step is out of order, or the call failed
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public AsyncOperation backupComplete() throws InterruptedException, TimeoutException {
        return state.begin(Step.BACKUP_COMPLETE, () -> {
            writers.beforeEnd();
            return backup.backupComplete();
        });
    }

    /**
     * Cancels the session: no further step is made, who waits for a call leaves it by a {@link CancellationException}, and
     * the operation that runs is cancelled. The session remains to be closed. Waits for nothing but that cancel.
     *
     * @return what the cancel of the running operation found; empty if none was running, or the session is closed
     * @throws VssException if that cancel failed
     */
    public Optional<CancelOutcome> cancel() {
        return Optional.ofNullable(state.cancel());
    }

    /**
     * Ends the session and what it made. Does nothing if it is closed already; if another thread is closing it, waits for
     * that. An operation that runs is cancelled, without asking whether it has ended, and waited for, up to 2 seconds; then the
     * backup is aborted all the same. A step's call that does not return is waited for as long as the options' patience is, and the calls that end
     * the session up to a minute; then this returns with a warning in the log, and what is left to do is done when VSS lets it
     * be done: who closes again does not wait for it. In a call of this session, as in the handler of a line of the log, this
     * returns at once, and the session is ended when that call has returned. An interrupt changes nothing.
     *
     * <p>When this has returned without a warning, nothing of the session is left in VSS but a reference in which a call has
     * not returned, which is released when it does.
     *
     * @throws VssException if {@code AbortBackup} failed, if copies that are discarded could not be deleted, or if nobody
     *     knows whether persistent ones were made, since {@code DoSnapshotSet} was still pending after its cancel: the message
     *     names them, and they are on record as unfinished. All the rest has been done then. If several threads close, one of
     *     them gets it; if none waits, it is logged
     */
    @Override
    public void close() {
        state.end(this::forget);
    }

    /** As {@link #close}, on the thread of the session's calls, for a session that nobody has. */
    private void endHere() {
        state.endHere(this::forget);
    }

    private void forget() {
        OpenSessions.remove(this);
    }

    /**
     * Its number, how far it has come, as far as that is known without a question to VSS, its context, and the id of its
     * set if there is one.
     */
    @Override
    public String toString() {
        UUID setId = set.id();
        return "BackupSession[" + number() + ", " + state.describe() + ", " + context
                + (setId == null ? "" : ", set " + setId) + "]";
    }
}
