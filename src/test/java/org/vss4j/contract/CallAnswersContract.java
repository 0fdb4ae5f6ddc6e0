package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vss4j.contract.RawWriters.Call;
import org.vss4j.testing.Holds;

/** What calls make of their arguments, and what they give, against any service. */
abstract class CallAnswersContract extends CallContract {
    private static final RawStep DELETE_WITH_ANOTHER_TYPE = new RawStep.DeleteSnapshots(FIRST, RawStep.Copy.FIRST, 4);

    // ---- contexts

    @Test
    @Holds({301, 606, 651, 705})
    void withoutSetContext_itIsABackupWithWriters() {
        open();
        refused(BAD_STATE, MAKE);
        go(PREPARE, PASS, MAKE, PASS);
        assertThat(say(PROPERTIES)).contains(", attributes 64, ");
        go(initialize(SECOND));
        assertThat(say(query(SECOND))).isEqualTo("S_OK: found 1");
    }

    @Test
    @Holds({302, 303})
    void theContextIsSetOnce_andOneThatIsRefusedDoesNotCount() {
        go(INITIALIZE);
        refused(INVALID, context(0x7777));
        go(context(WITHOUT_WRITERS));
        refused(BAD_STATE, context(WITHOUT_WRITERS));
    }

    @Test
    @Holds({304, 305})
    void theContextIsSetBeforeTheSetIsStarted_alsoWhenWritersHaveBeenAsked() {
        gathered();
        go(context(0));
        renew();
        go(INITIALIZE, START);
        refused(BAD_STATE, context(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10, 0x19, 0x09, 0x1D, 0x0D})
    @Holds({306, 312})
    void inEachContextCopiesCanBeMade_andWritersPrepareUnlessItHasNone(int context) {
        go(INITIALIZE, context(context), SELECT, GATHER, PASS, START, ADD);
        if ((context & 0x10) != 0) {
            refused(BAD_STATE, PREPARE);
        } else {
            go(PREPARE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x04, 0x05, 0x08, 0x0C, 0x11, 0x14, 0x15, 0x18, 0x1C})
    @Holds(306)
    void otherCombinationsOfTheirBits_areNoContexts(int context) {
        go(INITIALIZE);
        refused(INVALID, context(context));
    }

    @Test
    @Holds(307)
    void inTheContextOfAll_noSetIsStarted() {
        go(INITIALIZE, context(EVERY_CONTEXT), QUERY);
        refused(BAD_STATE, START);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2, 0x80, 0x2_0000, 0x80_0000, 0x200_0000, 0x282_0082})
    @Holds(308)
    void whatMayStandBesideAContext_isTaken(int beside) {
        go(INITIALIZE, context(PERSISTENT | beside));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x100, 0x1_0000, 0x8_0000, 0x10_0000, 0x20_0000, 0x40_0000, 0x100_0000, 0x400_0000})
    @Holds(308)
    void whatMayNot_isRefused(int beside) {
        go(INITIALIZE);
        refused(INVALID, context(beside));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x6_0000, 0x0D | 0x20, 0x0D | 0x2_0000, 0x1D | 0x4_0000})
    @Holds({309, 310})
    void attributesThatExcludeEachOther_areRefused(int context) {
        go(INITIALIZE);
        refused(INVALID, context(context));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x4_0000})
    @Holds(311)
    void whatNoProviderCanDo_isNotSupported(int context) {
        go(INITIALIZE);
        refused("VSS_E_UNSUPPORTED_CONTEXT", context(context));
    }

    // ---- the set

    @Test
    @Holds({405, 406, 407, 408, 409, 412})
    void whatCannotBeAdded_leavesTheSetAsItWas() {
        openInContext(WITHOUT_WRITERS);
        refused(
                "VSS_E_PROVIDER_NOT_REGISTERED",
                new RawStep.AddToSnapshotSet(
                        FIRST, RawStep.Volume.SECOND, RawStep.Provider.UNKNOWN, RawStep.Out.GIVEN));
        refused(NOT_FOUND, add(FIRST, RawStep.Volume.WITHOUT_SEPARATOR), add(FIRST, RawStep.Volume.MISSING));
        refused("VSS_E_OBJECT_ALREADY_EXISTS", ADD);
        go(MAKE, PASS);
        assertThat(say(PROPERTIES)).startsWith("S_OK: copy 0 of 1 of ");
    }

    @Test
    @Holds({418, 711, 412})
    void aVolumeOfWhichNobodyMakesCopies_isInNoSet() {
        openInContext(WITHOUT_WRITERS);
        refused("VSS_E_VOLUME_NOT_SUPPORTED", add(FIRST, RawStep.Volume.UNSUPPORTED));
        refused(
                "VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER",
                new RawStep.AddToSnapshotSet(
                        FIRST, RawStep.Volume.UNSUPPORTED, RawStep.Provider.OWN, RawStep.Out.GIVEN));
        for (RawStep.Provider provider : List.of(RawStep.Provider.ANY, RawStep.Provider.OWN)) {
            assertThat(say(new RawStep.IsVolumeSupported(FIRST, RawStep.Volume.UNSUPPORTED, provider)))
                    .isEqualTo("S_OK: false");
            assertThat(say(new RawStep.IsVolumeSupported(FIRST, RawStep.Volume.SECOND, provider)))
                    .isEqualTo("S_OK: true");
        }
        go(MAKE, PASS);
        assertThat(say(PROPERTIES)).startsWith("S_OK: copy 0 of 1 of ");
    }

    @Test
    @Holds({411, 412})
    void aVolumeHasFiveHundredAndTwelveCopies_andNoMore() {
        for (int i = 0; i < 512; i++) {
            openInContext(WITHOUT_WRITERS);
            go(MAKE, PASS, new RawStep.LetGo(), new RawStep.Leave(FIRST));
        }
        go(INITIALIZE, context(WITHOUT_WRITERS), START);
        refused("VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED", ADD);
        go(ADD_SECOND, MAKE, PASS);
    }

    // ---- properties, queries, deletion

    @Test
    @Holds({601, 602, 603, 604, 605, 606, 608})
    void aCopyIsDescribedWhenItIsThere() {
        openInContext(WITHOUT_WRITERS);
        refused(NOT_FOUND, PROPERTIES);
        go(MAKE, PASS);
        refused(NOT_FOUND, new RawStep.GetSnapshotProperties(FIRST, RawStep.Copy.UNKNOWN));
        assertThat(say(PROPERTIES))
                .isEqualTo("S_OK: copy 0 of 1 of " + nameOfFirstVolume() + ", attributes 16, status 12, there");
    }

    @Test
    @Holds({701, 803})
    void otherTypesOfObjects_areNeitherFoundNorDeleted() {
        madeInContext(WITHOUT_WRITERS);
        go(new RawStep.Query(FIRST, 1, 4));
        refused(INVALID, new RawStep.Query(FIRST, 1, 2), new RawStep.Query(FIRST, 3, OBJECT_SNAPSHOT));
        assertThat(say(DELETE_WITH_ANOTHER_TYPE)).isEqualTo(INVALID + ": deleted 0");
        assertThat(say(QUERY)).isEqualTo("S_OK: found 1");
    }

    @Test
    @Holds({702, 703, 704})
    void copiesAreFoundWhenTheyAreThere_inTheirContextAndInThatOfAll() {
        openInContext(WITHOUT_WRITERS);
        for (String found : List.of("S_OK: found 0", "S_OK: found 1")) {
            for (int context : List.of(WITHOUT_WRITERS, EVERY_CONTEXT)) {
                go(new RawStep.Renew(SECOND), initialize(SECOND), new RawStep.SetContext(SECOND, context));
                assertThat(say(query(SECOND))).isEqualTo(found);
            }
            go(new RawStep.Renew(SECOND), initialize(SECOND), new RawStep.SetContext(SECOND, PERSISTENT));
            assertThat(say(query(SECOND))).isEqualTo("S_OK: found 0");
            if (found.endsWith("0")) {
                go(MAKE, PASS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {WITHOUT_WRITERS, PERSISTENT})
    @Holds({603, 609, 801, 804, 806, 808})
    void aCopyIsDeletedOnce_andTheOthersOfItsSetStay(int context) {
        openInContext(context);
        go(ADD_SECOND, MAKE, PASS);
        assertThat(say(DELETE)).isEqualTo("S_OK: deleted 1");
        refused(NOT_FOUND, PROPERTIES);
        assertThat(say(QUERY)).isEqualTo("S_OK: found 1");
        assertThat(say(DELETE)).isEqualTo(NOT_FOUND + ": deleted 0");
        assertThat(say(new RawStep.GetSnapshotProperties(FIRST, RawStep.Copy.LAST)))
                .startsWith("S_OK: copy 1 of 2 of ");
    }

    // ---- writers

    @Test
    @Holds({1001, 1006})
    void whenWritersHaveBeenAsked_theyAreNotChosenAnyMore() {
        gathered();
        String before = say(of(Call.METADATA, 2));
        go(of(Call.DISABLE_CLASS, 0), of(Call.DISABLE_INSTANCE, 1), of(Call.ENABLE_CLASS, 2));
        assertThat(say(of(Call.METADATA, 2))).isEqualTo(before).contains("failing", "partial");
    }

    @Test
    @Holds(1007)
    void aWriterThatIsNotThere_isNotFound() {
        gathered();
        refused(NOT_FOUND, of(Call.METADATA, 3));
    }

    @Test
    @Holds({1101, 1103, 1104, 1105, 1110, 1115})
    void whatCanBeAdded_isAddedOnce() {
        int indexBelowOrders = 3;
        int lastBelowOrders = RawWriters.COMPONENTS - 2;
        gathered();
        refused(NOT_FOUND, of(Call.ADD_COMPONENT, RawWriters.COMPONENTS - 1), STAMP, OPTIONS);
        go(ADD_COMPONENT, of(Call.ADD_COMPONENT, 1), STAMP, OPTIONS);
        refused("VSS_E_OBJECT_ALREADY_EXISTS", ADD_COMPONENT);
        refused(INVALID, of(Call.ADD_COMPONENT, indexBelowOrders));
        refused(INVALID, of(Call.ADD_COMPONENT, lastBelowOrders));
        go(START, ADD, PREPARE, PASS, MAKE, PASS, SUCCEEDED);
        refused(NOT_FOUND, of(Call.SET_BACKUP_SUCCEEDED, indexBelowOrders));
    }

    @Test
    @Holds(1217)
    void whatNobodyCallsASuccess_isNone() {
        gathered();
        go(ADD_COMPONENT, of(Call.ADD_COMPONENT, 1), START, ADD, PREPARE, PASS, MAKE, PASS, SUCCEEDED, COMPLETE, PASS);
        assertThat(say(SAVE)).containsOnlyOnce("backupSucceeded=\"yes\"").containsOnlyOnce("backupSucceeded=\"no\"");
    }

    @Test
    @Holds(1102)
    void aBackupOfWholeVolumes_hasNoComponents() {
        go(INITIALIZE, GATHER, PASS);
        refused(BAD_STATE, ADD_COMPONENT);
    }

    @Test
    @Holds(1109)
    void onlyWritersWithComponentsInTheBackup_areInItsDocument() {
        gathered();
        assertThat(say(COMPONENTS)).isEqualTo("[]");
        go(of(Call.ADD_COMPONENT, RawWriters.ORDERS_OF_PARTIAL));
        assertThat(say(COMPONENTS)).containsOnlyOnce("ComponentRecord[").contains("name=orders");
    }

    @Test
    @Holds({1201, 1202, 1203, 1204, 1211})
    void aStatusSaysHowWritersStood_untilItIsGatheredAgain() {
        prepared();
        go(STATUS, PASS);
        String before = say(STATUSES);
        assertThat(before).contains("state=1, ").doesNotContain("state=5, ", "state=9, ");
        go(MAKE);
        assertThat(say(PASS)).endsWith("S_OK VSS_S_ASYNC_FINISHED]");
        assertThat(say(STATUSES)).isEqualTo(before);
        go(STATUS, PASS);
        assertThat(say(STATUSES)).contains("state=5, ", "state=9, ");
        go(COMPLETE, PASS, STATUS, PASS);
        assertThat(say(STATUSES)).contains("state=1, ", "state=9, ");
    }

    @Test
    @Holds(1251)
    void aFailureOfAnEarlierBackup_isInTheStatus_untilTheNextIsPrepared() {
        made();
        renew();
        gathered();
        go(STATUS, PASS);
        assertThat(say(STATUSES)).contains("state=9, ", "state=11, ");
        go(START, ADD, PREPARE, PASS, STATUS, PASS);
        assertThat(say(STATUSES)).contains("failure=0, ").doesNotContain("state=9, ", "state=11, ", "failure=-");
        renew();
        gathered();
        go(STATUS, PASS);
        assertThat(say(STATUSES)).doesNotContain("state=9, ", "state=11, ", "failure=-");
    }

    @Test
    @Holds(312)
    void inAContextWithoutWriters_noneIsToldOfASet() {
        go(INITIALIZE, context(WITHOUT_WRITERS), GATHER, PASS, START, ADD, MAKE, PASS, STATUS, PASS);
        assertThat(say(STATUSES)).contains("state=1, ").doesNotContain("state=5, ", "state=9, ", "state=11, ");
    }
}
