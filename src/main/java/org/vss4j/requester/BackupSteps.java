package org.vss4j.requester;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.vss4j.AsyncOperation;
import org.vss4j.VssException;
import org.vss4j.internal.com.read.WriterCalls;

/**
 * The calls of one {@link BackupSession}, under Microsoft's names, for who makes them one by one: those that
 * {@link BackupSession#takeSnapshot(Collection) takeSnapshot} and {@link BackupSession#complete} make in a row. Each is made
 * once in a session, whoever makes it.
 *
 * <p>Their order with writers:
 * <ol>
 *   <li>{@link #enableWriterClasses}, {@link #disableWriterClasses} and {@link #disableWriterInstances}, if writers are to
 *       be chosen, and as often as it takes;
 *   <li>{@link #gatherWriterMetadata}; from its end on {@link BackupSession#writers}, {@link BackupSession#volumes} and
 *       {@link BackupSession#writerDocument} answer, until
 *   <li>{@link #startSnapshotSet}, which adds the components that the options select;
 *   <li>{@link #addToSnapshotSet}, for each volume;
 *   <li>{@link #prepareForBackup}, and {@link #gatherWriterStatus} when it has ended;
 *   <li>{@link #doSnapshotSet}, and {@link #gatherWriterStatus} when it has ended; from then on there are
 *       {@link BackupSession#shadowCopies};
 *   <li>{@link #backupComplete}, and {@link #gatherWriterStatus} when it has ended; after that
 *       {@link BackupSession#backupDocument} is whole.
 * </ol>
 * Without writers: {@link #startSnapshotSet}, {@link #addToSnapshotSet} for each volume, {@link #doSnapshotSet}.
 *
 * <p>A step that begins an {@link AsyncOperation} has been made when that has finished. The session has a reference of its
 * own to each, so closing what a step returned only lets go of it; closing the session closes them all. A step out of order
 * is refused before VSS does, by a {@link VssException} with VSS_E_BAD_STATE (0x80042301) that names the step which is
 * missing, or says that this one has been made. If a call has failed before, or an operation, that is its cause. When an
 * operation has failed, or was cancelled, the session can only be closed; but for {@link #gatherWriterStatus}, whose failure
 * changes nothing, and which can also be asked after a failed {@link #prepareForBackup} or {@link #doSnapshotSet}.
 *
 * <p>For one thread at a time. If the session's time is up before a step, or the thread interrupted, nothing is called; one
 * whose call has not returned by then is left, and the session is spent.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/vss/overview-of-processing-a-backup-under-vss">Overview of
 *     Processing a Backup Under VSS</a>
 */
public final class BackupSteps {
    private final BackupObject backup;
    private final BackupOptions options;
    private final SessionWriters writers;
    private final SnapshotSet set;
    private final SessionState state;

    BackupSteps(
            BackupObject backup, BackupOptions options, SessionWriters writers, SnapshotSet set, SessionState state) {
        this.backup = backup;
        this.options = options;
        this.writers = writers;
        this.set = set;
        this.state = state;
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
     * from the {@link BackupSession#writers()} of another session.
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
     * no other set can be made on this machine, until this one is made or given up. {@link BackupSession#takeSnapshot(Collection)} leaves
     * out what is not on its volumes; here these are not known yet, see {@link #prepareForBackup}.
     *
     * @return the id of the set
     * @throws VssException if the step is out of order, or the call failed: VSS_E_SNAPSHOT_SET_IN_PROGRESS (0x80042316)
     *     while someone else makes a set
     * @throws InterruptedException if the thread was interrupted
     * @throws TimeoutException if the session's time is up
     */
    public UUID startSnapshotSet() throws InterruptedException, TimeoutException {
        return startSnapshotSet(Selector.Obstacles.NONE);
    }

    /** Selects, of what can be in the backup, and starts the set. */
    UUID startSnapshotSet(Selector.Obstacles obstacles) throws InterruptedException, TimeoutException {
        return state.perform(Step.START_SNAPSHOT_SET, () -> {
            if (options.context().hasWriters()) {
                writers.select(obstacles);
                writers.freeMetadata();
            }
            return state.openSet();
        });
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
}
