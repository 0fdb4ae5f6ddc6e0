package org.vss4j.requester;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.vss4j.CancelOutcome;
import org.vss4j.HResult;
import org.vss4j.VssException;
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
 * <p>{@link #takeSnapshot(Collection) takeSnapshot} makes all calls that lead to the copies, {@link #complete} those that
 * end a backup well. Who wants to make them one by one has them in {@link #steps()}. What comes out of order is refused before
 * VSS does, by a {@link VssException} with VSS_E_BAD_STATE (0x80042301) that says why.
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
    private final SessionScope scope;
    private final BackupObject backup;
    private final SnapshotContext context;
    private final SetRecord setRecord;
    private final SnapshotSet set;
    private final SessionWriters writers;
    private final SessionState state;
    private final BackupSteps steps;
    private final StepsInARow way;

    /** On the thread of its calls. */
    BackupSession(
            CallThread thread,
            Deadline deadline,
            TracedSession traced,
            BackupObject backup,
            BackupOptions options,
            CopyAccess access,
            SetRecord setRecord,
            SetProviders providers) {
        this.scope = traced.scope();
        this.backup = backup;
        this.context = options.context();
        this.setRecord = setRecord;
        this.set = new SnapshotSet(backup, access, setRecord, providers);
        this.writers = new SessionWriters(backup, options, access.volumes());
        this.state = new SessionState(thread, deadline, traced, backup, options, writers, set);
        this.steps = new BackupSteps(backup, options, writers, set, state);
        this.way = new StepsInARow(steps, options, writers, set, state, setRecord);
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
     * The calls that this session makes, for who makes them one by one.
     *
     * @return the steps, always the same object
     */
    public BackupSteps steps() {
        return steps;
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
        return way.takeSnapshot(snapshotVolumes);
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
        return way.takeSnapshot();
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
        way.complete();
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
            way.askWriters();
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
        return way.volumes();
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
        state.refresh();
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
        state.refresh();
        return writers.failures();
    }

    /**
     * What became of the components that the options select.
     *
     * @return one for each that was added; empty before the snapshot set is started
     */
    public List<ComponentResult> componentResults() {
        state.refresh();
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
        return way.copies();
    }

    /**
     * Lets the shadow copies go with the session also if they are persistent, for nobody is to have them: {@link #close}
     * deletes them. What cannot be deleted then stays on record, as unfinished.
     */
    public void discardCopies() {
        setRecord.discard();
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
        state.end();
    }

    /**
     * As {@link #close}, for a session that nobody else has, and nobody would close again: what an Error keeps from being done
     * is done by the thread of the session's calls when that is possible, and waited for as a call is that does not return.
     */
    void giveBack() {
        state.endWhateverHappens();
    }

    /** As {@link #close}, on the thread of the session's calls, for a session that nobody has. */
    void endHere() {
        state.endHere();
    }

    /** Has a shutdown hook close it, if it is open then. */
    void closeAtShutdown() {
        OpenSessions.add(state);
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
