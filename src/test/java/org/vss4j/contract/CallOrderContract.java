package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vss4j.contract.RawWriters.Call;
import org.vss4j.testing.Holds;

/** Which call may come when, against any service. */
abstract class CallOrderContract extends CallContract {

    @Test
    @Holds(201)
    void beforeInitializeForBackup_nothingElseIsLegal() {
        refused(BAD_STATE, STEPS);
        refused(BAD_STATE, QUESTIONS);
        refused(BAD_STATE, ABORT);
    }

    @Test
    @Holds({202, 203})
    void anObjectIsInitializedOnce_withoutADocument() {
        go(new RawStep.InitializeForBackup(SECOND, RawStep.Xml.EMPTY));
        go(INITIALIZE);
        refused(BAD_STATE, INITIALIZE);
    }

    @Test
    @Holds(204)
    void anObjectIsNotInitializedByAnyText() {
        refused("VSS_E_INVALID_XML_DOCUMENT", new RawStep.InitializeForBackup(FIRST, RawStep.Xml.DOCUMENT));
    }

    @Test
    @Holds(205)
    void whileAnOperationRuns_nothingElseIsLegal() {
        go(INITIALIZE, GATHER);
        refused(BAD_STATE, STEPS);
        refused(BAD_STATE, QUESTIONS);
    }

    @Test
    @Holds({206, 207})
    void theStateOfTheBackup_isSetBeforeWritersPrepare() {
        go(INITIALIZE);
        for (int type = 1; type <= 6; type++) {
            go(new RawStep.SetBackupState(FIRST, type));
        }
        refused(INVALID, new RawStep.SetBackupState(FIRST, 0), new RawStep.SetBackupState(FIRST, 7));
        go(GATHER, PASS, START, new RawStep.SetBackupState(FIRST, 1), PREPARE, PASS);
        refused(BAD_STATE, new RawStep.SetBackupState(FIRST, 1));
    }

    @Test
    @Holds({208, 209})
    void writersAreAskedOnce_alsoWhenTheSetIsStarted() {
        go(INITIALIZE, START, GATHER, PASS);
        refused(BAD_STATE, GATHER);
    }

    @Test
    @Holds({209, 215})
    void withoutWriters_theSetIsMade_andWritersAreNotAskedAfterIt() {
        openInContext(WITHOUT_WRITERS);
        go(MAKE);
        assertThat(say(PASS)).isEqualTo(FINISHED);
        refused(BAD_STATE, GATHER);
    }

    @Test
    @Holds(210)
    void aSetIsStartedOnce() {
        go(INITIALIZE, START);
        refused(BAD_STATE, START);
    }

    @Test
    @Holds({211, 212, 216})
    void volumesAreAddedToASetThatIsStarted_andItIsMadeOnce() {
        go(INITIALIZE);
        refused(BAD_STATE, ADD);
        go(SELECT, GATHER, PASS, START, ADD, PREPARE, PASS);
        refused(BAD_STATE, ADD_SECOND);
        go(MAKE, PASS);
        refused(BAD_STATE, ADD_SECOND, MAKE);
    }

    @Test
    @Holds({213, 214})
    void writersPrepare_whenTheyHaveBeenAsked_andBeforeTheSetIsMade() {
        go(INITIALIZE, SELECT, START);
        refused(BAD_STATE, PREPARE, MAKE);
        renew();
        gathered();
        refused(BAD_STATE, PREPARE);
        go(START, ADD);
        refused(BAD_STATE, MAKE);
        go(PREPARE, PASS, MAKE, PASS);
    }

    @Test
    @Holds(217)
    void aSetWithoutVolumes_isMade() {
        go(INITIALIZE, context(WITHOUT_WRITERS), START, MAKE);
        assertThat(say(PASS)).isEqualTo(FINISHED);
    }

    @Test
    @Holds({218, 219, 220})
    void theStatusIsGatheredWhenWritersHaveBeenAsked_andReadUntilItIsFreed() {
        go(INITIALIZE);
        refused(BAD_STATE, STATUS);
        go(GATHER, PASS);
        refused(BAD_STATE, STATUSES, FREE_STATUS);
        go(STATUS, PASS, STATUSES, FREE_STATUS);
        refused(BAD_STATE, STATUSES, FREE_STATUS);
    }

    @Test
    @Holds({221, 222, 223})
    void whatWritersHave_isReadWhenTheyHaveAnswered_untilItIsFreed() {
        go(INITIALIZE);
        refused(BAD_STATE, METADATA, COMPONENTS, FREE_METADATA);
        go(GATHER, PASS, METADATA, COMPONENTS, FREE_METADATA);
        refused(BAD_STATE, METADATA);
    }

    @Test
    @Holds({224, 225})
    void componentsAreAdded_betweenTheAnswersOfWritersAndTheSet_andStampsUntilTheyPrepare() {
        go(INITIALIZE, SELECT);
        refused(BAD_STATE, ADD_COMPONENT, STAMP, OPTIONS);
        go(GATHER, PASS, ADD_COMPONENT, STAMP, OPTIONS, START);
        refused(BAD_STATE, of(Call.ADD_COMPONENT, 1));
        go(STAMP, OPTIONS, PREPARE, PASS);
        refused(BAD_STATE, STAMP, OPTIONS);
    }

    @Test
    @Holds({226, 227, 228, 229, 1305})
    void theEndIsToldOnce_whenTheSetIsMade() {
        gathered();
        go(ADD_COMPONENT, START, ADD, PREPARE, PASS);
        refused(BAD_STATE, SUCCEEDED, SAVE, COMPLETE);
        go(MAKE, PASS, SUCCEEDED, SAVE, COMPLETE, PASS);
        refused(BAD_STATE, SUCCEEDED, COMPLETE);
        go(SAVE);
    }

    @Test
    @Holds({230, 231})
    void withoutWriters_theyMayBeAsked_andNothingElseOfThemIsLegal() {
        go(INITIALIZE, context(WITHOUT_WRITERS), SELECT, GATHER, PASS);
        refused(BAD_STATE, ADD_COMPONENT, STAMP, OPTIONS);
        go(START, ADD);
        refused(BAD_STATE, PREPARE);
        go(MAKE, PASS);
        refused(BAD_STATE, SUCCEEDED, COMPLETE);
    }

    @Test
    @Holds(232)
    void aPointerThatIsNull_isRefusedWhateverTheOrder() {
        List<RawStep> steps = List.of(
                new RawStep.StartSnapshotSet(FIRST, RawStep.Out.NULL),
                new RawStep.AddToSnapshotSet(FIRST, RawStep.Volume.FIRST, RawStep.Provider.ANY, RawStep.Out.NULL),
                add(FIRST, RawStep.Volume.NULL));
        refused(INVALID, steps);
        go(INITIALIZE, START);
        refused(INVALID, steps);
    }

    @Test
    @Holds(251)
    void writersPrepareNothing_beforeTheStateOfTheBackupIsSet() {
        go(INITIALIZE, GATHER, PASS, START, ADD);
        refused(BAD_STATE, PREPARE);
        go(SELECT, PREPARE, PASS);
    }
}
