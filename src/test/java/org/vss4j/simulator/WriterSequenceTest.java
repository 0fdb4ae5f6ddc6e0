package org.vss4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.simulator.VssMethod.ADD_COMPONENT;
import static org.vss4j.simulator.VssMethod.BACKUP_COMPLETE;
import static org.vss4j.simulator.VssMethod.DISABLE_WRITER_CLASSES;
import static org.vss4j.simulator.VssMethod.DISABLE_WRITER_INSTANCES;
import static org.vss4j.simulator.VssMethod.DO_SNAPSHOT_SET;
import static org.vss4j.simulator.VssMethod.ENABLE_WRITER_CLASSES;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.FREE_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.GATHER_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GET_WRITER_COMPONENTS;
import static org.vss4j.simulator.VssMethod.GET_WRITER_COMPONENTS_COUNT;
import static org.vss4j.simulator.VssMethod.GET_WRITER_METADATA;
import static org.vss4j.simulator.VssMethod.GET_WRITER_METADATA_COUNT;
import static org.vss4j.simulator.VssMethod.GET_WRITER_STATUS;
import static org.vss4j.simulator.VssMethod.GET_WRITER_STATUS_COUNT;
import static org.vss4j.simulator.VssMethod.GET_WRITER_STATUS_EX;
import static org.vss4j.simulator.VssMethod.INITIALIZE_FOR_BACKUP;
import static org.vss4j.simulator.VssMethod.PREPARE_FOR_BACKUP;
import static org.vss4j.simulator.VssMethod.SAVE_AS_XML;
import static org.vss4j.simulator.VssMethod.SET_BACKUP_OPTIONS;
import static org.vss4j.simulator.VssMethod.SET_BACKUP_STATE;
import static org.vss4j.simulator.VssMethod.SET_BACKUP_SUCCEEDED;
import static org.vss4j.simulator.VssMethod.SET_PREVIOUS_BACKUP_STAMP;
import static org.vss4j.simulator.VssMethod.START_SNAPSHOT_SET;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vss4j.testing.Holds;

/** What may be called when of the methods that concern writers. */
class WriterSequenceTest {
    private static final Set<VssMethod> CHOOSING =
            EnumSet.of(ENABLE_WRITER_CLASSES, DISABLE_WRITER_CLASSES, DISABLE_WRITER_INSTANCES);
    private static final Set<VssMethod> METADATA = EnumSet.of(GET_WRITER_METADATA_COUNT, GET_WRITER_METADATA);
    private static final Set<VssMethod> COMPONENTS = EnumSet.of(GET_WRITER_COMPONENTS_COUNT, GET_WRITER_COMPONENTS);
    private static final Set<VssMethod> STATUS =
            EnumSet.of(GET_WRITER_STATUS_COUNT, GET_WRITER_STATUS, GET_WRITER_STATUS_EX);

    /** The methods that this test is about. */
    static final Set<VssMethod> METHODS = union(
            CHOOSING,
            METADATA,
            COMPONENTS,
            STATUS,
            EnumSet.of(
                    ADD_COMPONENT, SET_BACKUP_OPTIONS, SET_PREVIOUS_BACKUP_STAMP, SET_BACKUP_SUCCEEDED, SAVE_AS_XML));

    private final Sequence sequence = new Sequence();

    @Test
    @Holds(201)
    void beforeInitializeForBackup_nothingIsLegal() {
        assertLegal();
    }

    @Test
    void beforeTheWritersAreAsked_theyAreChosen() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        assertLegal(CHOOSING);
    }

    @Test
    @Holds(205)
    void whileAnOperationRuns_nothingIsLegal() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        sequence.returned(GATHER_WRITER_METADATA);
        assertLegal();
    }

    @Test
    void whenTheyHaveAnswered_whatTheyHaveIsRead_andAdded() {
        gathered();
        assertLegal(
                CHOOSING,
                METADATA,
                COMPONENTS,
                EnumSet.of(ADD_COMPONENT),
                EnumSet.of(SET_BACKUP_OPTIONS, SET_PREVIOUS_BACKUP_STAMP));
    }

    @Test
    @Holds(222)
    void whatIsFreed_isNotReadAnyMore() {
        gathered();
        sequence.returned(FREE_WRITER_METADATA);
        assertLegal(
                CHOOSING,
                COMPONENTS,
                EnumSet.of(ADD_COMPONENT),
                EnumSet.of(SET_BACKUP_OPTIONS, SET_PREVIOUS_BACKUP_STAMP));
    }

    @Test
    @Holds(224)
    void withASetOpen_nothingIsAdded() {
        gathered();
        sequence.returned(START_SNAPSHOT_SET);
        assertLegal(CHOOSING, METADATA, COMPONENTS, EnumSet.of(SET_BACKUP_OPTIONS, SET_PREVIOUS_BACKUP_STAMP));
    }

    @Test
    @Holds(225)
    void afterPrepareForBackup_theStampsAreFixed() {
        gathered();
        sequence.returned(START_SNAPSHOT_SET);
        operation(PREPARE_FOR_BACKUP);
        assertLegal(CHOOSING, METADATA, COMPONENTS);
    }

    @Test
    @Holds({226, 229})
    void afterDoSnapshotSet_theResultIsTold() {
        made();
        assertLegal(CHOOSING, METADATA, COMPONENTS, EnumSet.of(SET_BACKUP_SUCCEEDED), EnumSet.of(SAVE_AS_XML));
    }

    @Test
    @Holds({226, 1305})
    void afterBackupComplete_theDocumentIsReadOnly() {
        made();
        operation(BACKUP_COMPLETE);
        assertLegal(CHOOSING, METADATA, COMPONENTS, EnumSet.of(SAVE_AS_XML));
    }

    @Test
    @Holds({219, 220})
    void aStatusIsReadBetweenItsGatheringAndItsFreeing() {
        made();
        STATUS.forEach(method -> assertThat(sequence.allows(method)).isFalse());
        operation(GATHER_WRITER_STATUS);
        STATUS.forEach(method -> assertThat(sequence.allows(method)).isTrue());
        sequence.returned(FREE_WRITER_STATUS);
        STATUS.forEach(method -> assertThat(sequence.allows(method)).isFalse());
    }

    @Test
    @Holds(230)
    void withoutWriters_thereIsOnlyTheDocument() {
        sequence.returned(INITIALIZE_FOR_BACKUP);
        sequence.setContext(new SimulatedContext(0x10));
        operation(GATHER_WRITER_METADATA);
        assertThat(sequence.allows(ADD_COMPONENT)).isFalse();
        assertThat(sequence.allows(SET_PREVIOUS_BACKUP_STAMP)).isFalse();
        sequence.returned(START_SNAPSHOT_SET);
        operation(DO_SNAPSHOT_SET);
        assertThat(sequence.allows(SET_BACKUP_SUCCEEDED)).isFalse();
        assertThat(sequence.allows(SAVE_AS_XML)).isTrue();
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

    @SafeVarargs
    private void assertLegal(Set<VssMethod>... legal) {
        assertThat(METHODS.stream().filter(sequence::allows)).containsExactlyInAnyOrderElementsOf(union(legal));
    }

    @SafeVarargs
    private static Set<VssMethod> union(Set<VssMethod>... sets) {
        Set<VssMethod> union = EnumSet.noneOf(VssMethod.class);
        for (Set<VssMethod> set : sets) {
            union.addAll(set);
        }
        return union;
    }
}
