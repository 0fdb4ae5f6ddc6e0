package org.vss4j.simulator;

import static org.vss4j.simulator.VssMethod.ABORT_BACKUP;
import static org.vss4j.simulator.VssMethod.ADD_COMPONENT;
import static org.vss4j.simulator.VssMethod.ADD_TO_SNAPSHOT_SET;
import static org.vss4j.simulator.VssMethod.BACKUP_COMPLETE;
import static org.vss4j.simulator.VssMethod.DELETE_SNAPSHOTS;
import static org.vss4j.simulator.VssMethod.DISABLE_WRITER_CLASSES;
import static org.vss4j.simulator.VssMethod.DISABLE_WRITER_INSTANCES;
import static org.vss4j.simulator.VssMethod.DO_SNAPSHOT_SET;
import static org.vss4j.simulator.VssMethod.ENABLE_WRITER_CLASSES;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GET_SNAPSHOT_PROPERTIES;
import static org.vss4j.simulator.VssMethod.GET_WRITER_COMPONENTS;
import static org.vss4j.simulator.VssMethod.GET_WRITER_COMPONENTS_COUNT;
import static org.vss4j.simulator.VssMethod.GET_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.GET_WRITER_METADATA_COUNT;
import static org.vss4j.simulator.VssMethod.GET_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GET_WRITER_STATUS_COUNT;
import static org.vss4j.simulator.VssMethod.GET_WRITER_STATUS_EX;
import static org.vss4j.simulator.VssMethod.INITIALIZE_FOR_BACKUP;
import static org.vss4j.simulator.VssMethod.IS_VOLUME_SUPPORTED;
import static org.vss4j.simulator.VssMethod.PREPARE_FOR_BACKUP;
import static org.vss4j.simulator.VssMethod.QUERY;
import static org.vss4j.simulator.VssMethod.SAVE_AS_XML;
import static org.vss4j.simulator.VssMethod.SET_BACKUP_OPTIONS;
import static org.vss4j.simulator.VssMethod.SET_BACKUP_STATE;
import static org.vss4j.simulator.VssMethod.SET_BACKUP_SUCCEEDED;
import static org.vss4j.simulator.VssMethod.SET_CONTEXT;
import static org.vss4j.simulator.VssMethod.SET_PREVIOUS_BACKUP_STAMP;
import static org.vss4j.simulator.VssMethod.START_SNAPSHOT_SET;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How far one IVssBackupComponents has come, and the one table that says which method may be called when: what breaks it
 * gets VSS_E_BAD_STATE. Not safe for use by many threads; its owner holds a lock.
 *
 * <p>Where Microsoft's pages say "not within the correct sequence" without saying which, the reading is this table's.
 */
final class Sequence {
    /** The snapshot set of the object. */
    enum SnapshotSet {
        NONE,
        OPEN,
        PREPARED,
        DONE
    }

    private static final Map<VssMethod, Predicate<Sequence>> RULES = new EnumMap<>(VssMethod.class);

    static {
        RULES.put(INITIALIZE_FOR_BACKUP, s -> !s.initialized);
        RULES.put(SET_CONTEXT, s -> s.isIdle() && !s.contextSet && s.set == SnapshotSet.NONE);
        RULES.put(SET_BACKUP_STATE, s -> s.isIdle() && s.set.compareTo(SnapshotSet.PREPARED) < 0);
        RULES.put(
                GATHER_WRITER_METADATA, s -> s.isIdle() && !s.gatherBegun && s.set.compareTo(SnapshotSet.PREPARED) < 0);
        RULES.put(FREE_WRITER_METADATA, s -> s.isIdle() && s.gathered);
        RULES.put(START_SNAPSHOT_SET, s -> s.isIdle() && s.makesCopies && s.set == SnapshotSet.NONE);
        RULES.put(ADD_TO_SNAPSHOT_SET, s -> s.isIdle() && s.set == SnapshotSet.OPEN);
        RULES.put(
                PREPARE_FOR_BACKUP,
                s -> s.isIdle() && s.writers && s.gathered && s.stateSet && s.set == SnapshotSet.OPEN);
        RULES.put(DO_SNAPSHOT_SET, s -> s.isIdle() && s.set == (s.writers ? SnapshotSet.PREPARED : SnapshotSet.OPEN));
        RULES.put(GATHER_WRITER_STATUS, Sequence::writersAnswer);
        RULES.put(FREE_WRITER_STATUS, s -> s.writersAnswer() && s.statusGathered);
        Predicate<Sequence> metadataReadable = s -> s.isIdle() && s.gathered && !s.metadataFreed;
        RULES.put(GET_WRITER_METADATA_COUNT, metadataReadable);
        RULES.put(GET_WRITER_METADATA, metadataReadable);
        // Too late they have no effect, and give no error.
        RULES.put(ENABLE_WRITER_CLASSES, Sequence::isIdle);
        RULES.put(DISABLE_WRITER_CLASSES, Sequence::isIdle);
        RULES.put(DISABLE_WRITER_INSTANCES, Sequence::isIdle);
        RULES.put(ADD_COMPONENT, s -> s.isIdle() && s.writers && s.gathered && s.set == SnapshotSet.NONE);
        Predicate<Sequence> componentsTold =
                s -> s.isIdle() && s.writers && s.gathered && s.set.compareTo(SnapshotSet.PREPARED) < 0;
        RULES.put(SET_BACKUP_OPTIONS, componentsTold);
        RULES.put(SET_PREVIOUS_BACKUP_STAMP, componentsTold);
        Predicate<Sequence> statusReadable = s -> s.writersAnswer() && s.statusGathered;
        RULES.put(GET_WRITER_STATUS_COUNT, statusReadable);
        RULES.put(GET_WRITER_STATUS, statusReadable);
        RULES.put(GET_WRITER_STATUS_EX, statusReadable);
        RULES.put(GET_WRITER_COMPONENTS_COUNT, Sequence::writersAnswer);
        RULES.put(GET_WRITER_COMPONENTS, Sequence::writersAnswer);
        RULES.put(SET_BACKUP_SUCCEEDED, s -> s.isIdle() && s.writers && s.set == SnapshotSet.DONE && !s.completed);
        // Until the snapshot is made writers still change the document.
        RULES.put(SAVE_AS_XML, s -> s.isIdle() && s.set == SnapshotSet.DONE);
        // Also when the object is spent: the answer then is that there is no such copy.
        RULES.put(GET_SNAPSHOT_PROPERTIES, s -> s.initialized && !s.running);
        RULES.put(QUERY, s -> s.initialized && !s.running);
        RULES.put(DELETE_SNAPSHOTS, s -> s.initialized && !s.running);
        RULES.put(IS_VOLUME_SUPPORTED, s -> s.initialized && !s.running);
        RULES.put(BACKUP_COMPLETE, s -> s.isIdle() && s.writers && s.set == SnapshotSet.DONE && !s.completed);
        // At any time, also while an operation runs. Where there is nothing to abort, without a set and after
        // BackupComplete
        // whose place it takes, it is ignored.
        RULES.put(ABORT_BACKUP, s -> s.initialized);
    }

    private boolean initialized;
    private boolean contextSet;
    private boolean stateSet;
    private boolean writers = true;
    private boolean makesCopies = true;
    private boolean gatherBegun;
    private boolean gathered;
    private boolean metadataFreed;
    private boolean statusGathered;
    private boolean completed;
    private boolean spent;

    /** Whether PrepareForBackup or DoSnapshotSet failed or was cancelled, and nobody has aborted the set. */
    private boolean setFailed;

    private boolean running;
    private SnapshotSet set = SnapshotSet.NONE;

    /** Whether a method may be called now. */
    boolean allows(VssMethod method) {
        Predicate<Sequence> rule = RULES.get(method);
        return rule == null || rule.test(this);
    }

    private boolean isIdle() {
        return initialized && !running && !spent;
    }

    /** Whether writers can be asked how they fare: also when their set could not be made. */
    private boolean writersAnswer() {
        return gathered && !running && (!spent || setFailed);
    }

    void setContext(SimulatedContext context) {
        contextSet = true;
        writers = context.hasWriters();
        makesCopies = context.makesCopies();
    }

    /** Whether there is something that AbortBackup would abort. */
    boolean isAbortDue() {
        return initialized && set != SnapshotSet.NONE && !completed;
    }

    /** Takes note that a call has returned successfully. If it began an operation, that runs from here on. */
    void returned(VssMethod method) {
        switch (method) {
            case INITIALIZE_FOR_BACKUP -> initialized = true;
            case SET_BACKUP_STATE -> stateSet = true;
            case START_SNAPSHOT_SET -> set = SnapshotSet.OPEN;
            case FREE_WRITER_METADATA -> metadataFreed = true;
            case FREE_WRITER_STATUS -> statusGathered = false;
            case ABORT_BACKUP -> {
                spent |= isAbortDue();
                setFailed = false;
            }
            case GATHER_WRITER_METADATA -> {
                gatherBegun = true;
                running = true;
            }
            case PREPARE_FOR_BACKUP, DO_SNAPSHOT_SET, GATHER_WRITER_STATUS, BACKUP_COMPLETE -> running = true;
            default -> {}
        }
    }

    /** Takes note that the operation of a method has finished. */
    void finished(VssMethod method) {
        running = false;
        switch (method) {
            case GATHER_WRITER_METADATA -> gathered = true;
            case PREPARE_FOR_BACKUP -> set = SnapshotSet.PREPARED;
            case DO_SNAPSHOT_SET -> set = SnapshotSet.DONE;
            case GATHER_WRITER_STATUS -> statusGathered = true;
            case BACKUP_COMPLETE -> completed = true;
            default -> {}
        }
    }

    /** Takes note that the service has ended, or nobody can call any more. */
    void end() {
        spent = true;
        setFailed = false;
    }

    /** Takes note that an operation failed or was cancelled: the object is of no use any more, but for asking again. */
    void failed(VssMethod method) {
        running = false;
        spent |= method != GATHER_WRITER_STATUS;
        setFailed |= method == PREPARE_FOR_BACKUP || method == DO_SNAPSHOT_SET;
    }
}
