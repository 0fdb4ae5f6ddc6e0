package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.simulator.VssMethod.ABORT_BACKUP;
import static org.vss4j.simulator.VssMethod.ADD_TO_SNAPSHOT_SET;
import static org.vss4j.simulator.VssMethod.BACKUP_COMPLETE;
import static org.vss4j.simulator.VssMethod.DO_SNAPSHOT_SET;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GET_SNAPSHOT_PROPERTIES;
import static org.vss4j.simulator.VssMethod.INITIALIZE_FOR_BACKUP;
import static org.vss4j.simulator.VssMethod.PREPARE_FOR_BACKUP;
import static org.vss4j.simulator.VssMethod.SET_BACKUP_STATE;
import static org.vss4j.simulator.VssMethod.SET_CONTEXT;
import static org.vss4j.simulator.VssMethod.START_SNAPSHOT_SET;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vss4j.testing.Holds;

/** What may be called when, at each station of a session, but for what concerns writers; whatever is not named gets VSS_E_BAD_STATE. */
class SequenceTest {
    private final Sequence sequence = new Sequence();

    @Test
    @Holds({201, 202})
    void beforeInitializeForBackup_nothingElseIsLegal() {
        assertLegal(INITIALIZE_FOR_BACKUP);
    }

    @Test
    void afterInitializeForBackup() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        assertLegal(
                SET_CONTEXT,
                SET_BACKUP_STATE,
                GATHER_WRITER_METADATA,
                START_SNAPSHOT_SET,
                GET_SNAPSHOT_PROPERTIES,
                ABORT_BACKUP);
    }

    @Test
    @Holds(302)
    void theContextIsSetOnce() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        sequence.setContext(SimulatedContext.BACKUP);
        sequence.returned(SET_CONTEXT);
        assertLegal(
                SET_BACKUP_STATE, GATHER_WRITER_METADATA, START_SNAPSHOT_SET, GET_SNAPSHOT_PROPERTIES, ABORT_BACKUP);
    }

    @Test
    @Holds(307)
    void inTheContextOfAll_noSetIsStarted() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        sequence.setContext(new SimulatedContext(0xffff_ffff));
        sequence.returned(SET_CONTEXT);
        assertLegal(SET_BACKUP_STATE, GATHER_WRITER_METADATA, GET_SNAPSHOT_PROPERTIES, ABORT_BACKUP);
    }

    @Test
    @Holds({205, 504})
    void whileAnOperationRuns_onlyAnAbortIsLegal() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        sequence.returned(GATHER_WRITER_METADATA);
        assertLegal(ABORT_BACKUP);
    }

    @Test
    @Holds(208)
    void afterGatherWriterMetadata_whichIsLegalOnce() {
        gathered();
        assertLegal(
                SET_CONTEXT,
                SET_BACKUP_STATE,
                FREE_WRITER_METADATA,
                START_SNAPSHOT_SET,
                GATHER_WRITER_STATUS,
                GET_SNAPSHOT_PROPERTIES,
                ABORT_BACKUP);
    }

    @Test
    @Holds({210, 304})
    void withASetOpen() {
        gathered();
        sequence.returned(START_SNAPSHOT_SET);
        assertLegal(
                SET_BACKUP_STATE,
                FREE_WRITER_METADATA,
                ADD_TO_SNAPSHOT_SET,
                PREPARE_FOR_BACKUP,
                GATHER_WRITER_STATUS,
                GET_SNAPSHOT_PROPERTIES,
                ABORT_BACKUP);
    }

    @Test
    @Holds({209, 213})
    void withASetOpenButNoMetadata_writersCannotPrepare() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        sequence.returned(START_SNAPSHOT_SET);
        assertThat(sequence.allows(PREPARE_FOR_BACKUP)).isFalse();
        assertThat(sequence.allows(GATHER_WRITER_METADATA)).isTrue();
    }

    @Test
    @Holds({206, 212})
    void afterPrepareForBackup() {
        gathered();
        sequence.returned(START_SNAPSHOT_SET);
        operation(PREPARE_FOR_BACKUP);
        assertLegal(FREE_WRITER_METADATA, DO_SNAPSHOT_SET, GATHER_WRITER_STATUS, GET_SNAPSHOT_PROPERTIES, ABORT_BACKUP);
    }

    @Test
    @Holds(216)
    void afterDoSnapshotSet() {
        made();
        assertLegal(FREE_WRITER_METADATA, GATHER_WRITER_STATUS, GET_SNAPSHOT_PROPERTIES, BACKUP_COMPLETE, ABORT_BACKUP);
    }

    @Test
    @Holds(220)
    void aStatusThatWasGathered_canBeFreedOnce() {
        made();
        operation(GATHER_WRITER_STATUS);
        assertThat(sequence.allows(FREE_WRITER_STATUS)).isTrue();
        sequence.returned(FREE_WRITER_STATUS);
        assertThat(sequence.allows(FREE_WRITER_STATUS)).isFalse();
    }

    @Test
    @Holds(228)
    void afterBackupComplete_whichIsLegalOnce() {
        made();
        operation(BACKUP_COMPLETE);
        assertLegal(FREE_WRITER_METADATA, GATHER_WRITER_STATUS, GET_SNAPSHOT_PROPERTIES, ABORT_BACKUP);
    }

    @Test
    @Holds({215, 230})
    void withoutWriters_theirStepsAreIllegalAndNotNeeded() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        sequence.setContext(new SimulatedContext(0x10));
        sequence.returned(START_SNAPSHOT_SET);
        assertThat(sequence.allows(PREPARE_FOR_BACKUP)).isFalse();
        assertThat(sequence.allows(DO_SNAPSHOT_SET)).isTrue();
        operation(DO_SNAPSHOT_SET);
        assertThat(sequence.allows(BACKUP_COMPLETE)).isFalse();
    }

    @Test
    @Holds({509, 510})
    void afterAnOperationThatFailed_theObjectIsSpent() {
        made();
        sequence.returned(BACKUP_COMPLETE);
        sequence.failed(BACKUP_COMPLETE);
        assertLegal(GET_SNAPSHOT_PROPERTIES, ABORT_BACKUP);
    }

    @Test
    @Holds(511)
    void aStatusThatCouldNotBeGathered_spendsNothing() {
        made();
        sequence.returned(GATHER_WRITER_STATUS);
        sequence.failed(GATHER_WRITER_STATUS);
        assertThat(sequence.allows(GATHER_WRITER_STATUS)).isTrue();
        assertThat(sequence.allows(BACKUP_COMPLETE)).isTrue();
    }

    @Test
    @Holds({501, 502})
    void anAbortWithASet_spendsTheObject_andWithoutOneIsIgnored() {
        gathered();
        sequence.returned(ABORT_BACKUP);
        assertThat(sequence.allows(START_SNAPSHOT_SET)).isTrue();
        sequence.returned(START_SNAPSHOT_SET);
        sequence.returned(ABORT_BACKUP);
        assertLegal(GET_SNAPSHOT_PROPERTIES, ABORT_BACKUP);
    }

    @Test
    @Holds(503)
    void anAbortAfterBackupComplete_isIgnored() {
        made();
        operation(BACKUP_COMPLETE);
        sequence.returned(ABORT_BACKUP);
        assertLegal(FREE_WRITER_METADATA, GATHER_WRITER_STATUS, GET_SNAPSHOT_PROPERTIES, ABORT_BACKUP);
    }

    private void gathered() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        sequence.returned(SET_BACKUP_STATE);
        operation(GATHER_WRITER_METADATA);
    }

    private void made() {
        gathered();
        sequence.returned(START_SNAPSHOT_SET);
        operation(PREPARE_FOR_BACKUP);
        operation(DO_SNAPSHOT_SET);
    }

    private void operation(VssMethod method) {
        sequence.returned(method);
        sequence.finished(method);
    }

    private void assertLegal(VssMethod... legal) {
        Set<VssMethod> allowed = new TreeSet<>(
                Arrays.stream(VssMethod.values()).filter(sequence::allows).toList());
        // These are no calls on an object.
        allowed.removeAll(Set.of(VssMethod.CREATE_VSS_BACKUP_COMPONENTS, VssMethod.IS_VOLUME_SNAPSHOTTED));
        // What only asks, or has nothing to do with the object's set, is legal together.
        Set<VssMethod> inventory = Set.of(VssMethod.QUERY, VssMethod.DELETE_SNAPSHOTS, VssMethod.IS_VOLUME_SUPPORTED);
        assertThat(allowed.containsAll(inventory)).isEqualTo(allowed.contains(GET_SNAPSHOT_PROPERTIES));
        allowed.removeAll(inventory);
        allowed.removeAll(WriterSequenceTest.METHODS);
        assertThat(allowed).containsExactlyInAnyOrder(legal);
    }
}
