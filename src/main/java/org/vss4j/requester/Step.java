package org.vss4j.requester;

import static org.vss4j.requester.Step.State.COMPLETED;
import static org.vss4j.requester.Step.State.GATHERED;
import static org.vss4j.requester.Step.State.INITIALIZED;
import static org.vss4j.requester.Step.State.PREPARED;
import static org.vss4j.requester.Step.State.SET_OPEN;
import static org.vss4j.requester.Step.State.SNAPSHOT_DONE;
import static org.vss4j.requester.Step.State.SNAPSHOT_FAILED;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a session and the states between them: which step is legal in which state, and which step is missing when
 * it is not. What VSS itself would answer with VSS_E_BAD_STATE is refused here, with the reason. Beyond that is refused what
 * VSS takes in vain: a snapshot set before the writers have been asked, to which no component could be added; a choice of
 * writers after they have been asked; and questions to writers where none take part.
 *
 * <pre>
 * with writers:
 *   INITIALIZED --GatherWriterMetadata--&gt; GATHERED --StartSnapshotSet--&gt; SET_OPEN --AddToSnapshotSet--&gt; SET_OPEN
 *   SET_OPEN --PrepareForBackup--&gt; PREPARED --DoSnapshotSet--&gt; SNAPSHOT_DONE --BackupComplete--&gt; COMPLETED
 * without writers:
 *   INITIALIZED --StartSnapshotSet--&gt; SET_OPEN --AddToSnapshotSet--&gt; SET_OPEN --DoSnapshotSet--&gt; SNAPSHOT_DONE
 * when PrepareForBackup or DoSnapshotSet fails or is cancelled: SNAPSHOT_FAILED
 * when another operation fails or is cancelled, and by AbortBackup: SPENT
 * </pre>
 */
@SuppressWarnings("ImmutableEnumChecker") // The sets are, by Set.of.
enum Step {
    GATHER_WRITER_METADATA("GatherWriterMetadata", Set.of(INITIALIZED), Set.of(), GATHERED),
    ENABLE_WRITER_CLASSES("EnableWriterClasses", Set.of(INITIALIZED), Set.of(), null),
    DISABLE_WRITER_CLASSES("DisableWriterClasses", Set.of(INITIALIZED), Set.of(), null),
    DISABLE_WRITER_INSTANCES("DisableWriterInstances", Set.of(INITIALIZED), Set.of(), null),
    GET_WRITER_METADATA("GetWriterMetadata", Set.of(GATHERED), Set.of(), null),
    START_SNAPSHOT_SET("StartSnapshotSet", Set.of(GATHERED), Set.of(INITIALIZED), SET_OPEN),
    ADD_TO_SNAPSHOT_SET("AddToSnapshotSet", Set.of(SET_OPEN), Set.of(SET_OPEN), SET_OPEN),
    PREPARE_FOR_BACKUP("PrepareForBackup", Set.of(SET_OPEN), Set.of(), PREPARED),
    DO_SNAPSHOT_SET("DoSnapshotSet", Set.of(PREPARED), Set.of(SET_OPEN), SNAPSHOT_DONE),
    GATHER_WRITER_STATUS(
            "GatherWriterStatus",
            Set.of(GATHERED, SET_OPEN, PREPARED, SNAPSHOT_DONE, COMPLETED, SNAPSHOT_FAILED),
            Set.of(),
            null),
    GET_SNAPSHOT_PROPERTIES("GetSnapshotProperties", Set.of(SNAPSHOT_DONE, COMPLETED), Set.of(SNAPSHOT_DONE), null),
    SAVE_AS_XML("SaveAsXML", Set.of(SNAPSHOT_DONE, COMPLETED), Set.of(SNAPSHOT_DONE), null),
    BACKUP_COMPLETE("BackupComplete", Set.of(SNAPSHOT_DONE), Set.of(), COMPLETED);

    /** How far a session has come. */
    enum State {
        INITIALIZED,
        GATHERED,
        SET_OPEN,
        PREPARED,
        SNAPSHOT_DONE,
        COMPLETED,
        /**
         * PrepareForBackup or DoSnapshotSet failed or was cancelled: the writers can be asked how they fare, and then it can
         * only be closed.
         */
        SNAPSHOT_FAILED,
        /** Another failure, a cancel or an abort: the session can only be closed. */
        SPENT
    }

    /** The steps that lead from state to state, in their order. */
    private static final List<Step> PATH =
            List.of(GATHER_WRITER_METADATA, START_SNAPSHOT_SET, PREPARE_FOR_BACKUP, DO_SNAPSHOT_SET, BACKUP_COMPLETE);

    private final String method;
    private final Set<State> fromWithWriters;
    private final Set<State> fromWithoutWriters;
    private final @Nullable State to;

    Step(String method, Set<State> fromWithWriters, Set<State> fromWithoutWriters, @Nullable State to) {
        this.method = method;
        this.fromWithWriters = fromWithWriters;
        this.fromWithoutWriters = fromWithoutWriters;
        this.to = to;
    }

    /** The method as Microsoft names it. */
    String method() {
        return method;
    }

    /** The state after success. */
    State after(State before) {
        return to == null ? before : to;
    }

    /** The state after its operation failed or was cancelled. */
    State failed() {
        return this == PREPARE_FOR_BACKUP || this == DO_SNAPSHOT_SET ? State.SNAPSHOT_FAILED : State.SPENT;
    }

    /** Why the step is illegal, or null if it is legal. */
    @Nullable
    String refusal(State state, SnapshotContext context) {
        Set<State> from = from(context);
        if (from.contains(state)) {
            return null;
        }
        if (from.isEmpty()) {
            return "it is for sessions with writers, and the context of this one is " + context;
        }
        if (state.compareTo(State.SNAPSHOT_FAILED) >= 0) {
            return "an operation of this session has failed or was cancelled: open a new session";
        }
        if (from.stream().allMatch(legal -> state.compareTo(legal) < 0)) {
            return next(state, context).method + " must be called before it";
        }
        return isMadeOnceAndBefore(state)
                ? "it has been called before, by itself or in "
                        + (this == BACKUP_COMPLETE ? "complete" : "takeSnapshot")
                        + ", and a session makes one set of copies: open a new session for another"
                : "it is too late for it: the session is " + state;
    }

    /** Whether the session is in a state to which this step, which is not repeated, has led. */
    private boolean isMadeOnceAndBefore(State state) {
        return this != ADD_TO_SNAPSHOT_SET && to != null && state.compareTo(to) >= 0;
    }

    /** The step that leads on from a state which is not the last. */
    private static Step next(State state, SnapshotContext context) {
        return PATH.stream()
                .filter(step -> step.from(context).contains(state))
                .findFirst()
                .orElseThrow();
    }

    private Set<State> from(SnapshotContext context) {
        return context.hasWriters() ? fromWithWriters : fromWithoutWriters;
    }
}
