package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.testing.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vss4j.internal.files.FileTrees;
import org.vss4j.simulator.VssMethod;
import org.vss4j.testing.Holds;

/** What an abort, a failure, a cancel and a release do to an object, against any service. */
abstract class CallEndsContract extends CallContract {
    private static final String CANCELLED = "VSS_S_ASYNC_CANCELLED";

    private static final RawStep RELEASE = new RawStep.Renew(FIRST);

    private void assertSpent() {
        refused(BAD_STATE, STEPS);
    }

    @Test
    @Holds(501)
    void anAbortWithoutASet_changesNothing() {
        gathered();
        go(ABORT, START, ADD, PREPARE, PASS);
    }

    @Test
    @Holds({502, 510})
    void anAbortWithASet_spendsTheObject_whichIsStillAsked() {
        open();
        go(ABORT);
        assertSpent();
        refused(NOT_FOUND, PROPERTIES, DELETE);
        go(QUERY, ABORT);
    }

    @Test
    @Holds(503)
    void anAbortOfABackupThatIsComplete_changesNothing() {
        completed();
        go(ABORT, STATUS, PASS, SAVE);
    }

    @Test
    @Holds(504)
    void anAbortCancelsWhatRuns() {
        go(INITIALIZE, GATHER, ABORT);
        assertThat(say(ASK)).isEqualTo(CANCELLED);
    }

    @Test
    @Holds({402, 505})
    void oneSetIsMadeAtATime_untilItIsAborted() {
        openInContext(WITHOUT_WRITERS);
        go(initialize(SECOND));
        refused("VSS_E_SNAPSHOT_SET_IN_PROGRESS", start(SECOND));
        go(ABORT, start(SECOND));
    }

    @Test
    @Holds({404, 402})
    void whenASetIsMade_theNextCanBeStarted() {
        madeInContext(WITHOUT_WRITERS);
        go(initialize(SECOND), start(SECOND), PROPERTIES);
    }

    @Test
    @Holds({402, 514})
    void oneSetIsMadeAtATime_untilItsObjectIsReleased() {
        openInContext(WITHOUT_WRITERS);
        go(initialize(SECOND));
        refused("VSS_E_SNAPSHOT_SET_IN_PROGRESS", start(SECOND));
        go(RELEASE, start(SECOND));
    }

    @Test
    @Holds({126, 509})
    void anOperationThatFails_spendsTheObject() {
        fails(VssMethod.BACKUP_COMPLETE);
        made();
        go(COMPLETE);
        assertThat(say(PASS)).endsWith("VSS_E_PROVIDER_VETO VSS_E_PROVIDER_VETO]");
        assertSpent();
    }

    @Test
    @Holds(509)
    void anOperationThatIsCancelled_spendsTheObject() {
        made();
        go(COMPLETE, CANCEL);
        assertSpent();
    }

    @ParameterizedTest
    @EnumSource(names = {"PREPARE_FOR_BACKUP", "DO_SNAPSHOT_SET"})
    @Holds({509, 517})
    void aSetThatFails_leavesWritersToBeAsked_untilItIsAborted(VssMethod method) {
        fails(method);
        if (method == VssMethod.PREPARE_FOR_BACKUP) {
            open();
            go(PREPARE);
        } else {
            prepared();
            go(MAKE);
        }
        assertThat(say(PASS)).endsWith("VSS_E_PROVIDER_VETO VSS_E_PROVIDER_VETO]");
        List<RawStep> questions = List.of(COMPONENTS, STATUS, STATUSES, FREE_STATUS);
        go(new RawStep.LetGo());
        refused(
                BAD_STATE,
                STEPS.stream().filter(step -> !questions.contains(step)).toList());
        go(COMPONENTS, STATUS, PASS, STATUSES, FREE_STATUS);
        go(STATUS, CANCEL, STATUS, PASS, ABORT);
        assertSpent();
    }

    @Test
    @Holds(517)
    void aSetThatIsCancelled_leavesWritersToBeAskedToo() {
        prepared();
        go(MAKE, CANCEL, STATUS, PASS, STATUSES);
        renew();
        open();
        go(PREPARE, CANCEL, STATUS, PASS, STATUSES);
    }

    @Test
    @Holds(511)
    void aStatusThatIsNotGathered_spendsNothing() {
        fails(VssMethod.GATHER_WRITER_STATUS);
        gathered();
        go(STATUS);
        assertThat(say(PASS)).endsWith("VSS_E_PROVIDER_VETO VSS_E_PROVIDER_VETO]");
        go(STATUS, CANCEL, STATUS, CANCEL, START, ADD, PREPARE);
    }

    @Test
    @Holds({126, 512})
    void ofASetThatFailsHalfway_noCopyIsLeft() throws IOException {
        openInContext(PERSISTENT);
        go(ADD_SECOND);
        FileTrees.delete(setup.volumes.getLast());
        go(MAKE);
        assertThat(say(PASS)).isEqualTo("[VSS_E_UNEXPECTED_PROVIDER_ERROR VSS_E_UNEXPECTED_PROVIDER_ERROR]");
        assertNoCopyIsThere();
    }

    @Test
    @Holds(512)
    void ofASetThatIsCancelled_noCopyIsLeft() {
        openInContext(PERSISTENT);
        go(MAKE, CANCEL);
        assertThat(say(PASS)).isEqualTo("[S_OK VSS_S_ASYNC_CANCELLED]");
        assertNoCopyIsThere();
    }

    private void assertNoCopyIsThere() {
        refused(NOT_FOUND, PROPERTIES);
        assertThat(say(QUERY)).isEqualTo("S_OK: found 0");
        eventually("no frozen file is left", () -> {
            try (Stream<Path> files = Files.walk(store)) {
                return files.noneMatch(file -> file.endsWith("file"));
            } catch (IOException | UncheckedIOException e) {
                // It is being removed just now.
                return false;
            }
        });
    }

    @Test
    @Holds(513)
    void theLastRelease_cancelsWhatRuns() {
        go(INITIALIZE, GATHER, RELEASE);
        assertThat(say(ASK)).isEqualTo(CANCELLED);
    }

    @Test
    @Holds(515)
    void copiesGoWithTheObject() {
        madeInContext(WITHOUT_WRITERS);
        go(initialize(SECOND), new RawStep.SetContext(SECOND, EVERY_CONTEXT));
        assertThat(say(query(SECOND))).isEqualTo("S_OK: found 1");
        go(RELEASE);
        eventually("the copy is gone", () -> say(query(SECOND)).equals("S_OK: found 0"));
    }

    @Test
    @Holds(127)
    void anOperationThatNobodyHolds_goesOn() {
        go(INITIALIZE, GATHER, new RawStep.LetGo(), PASS);
        eventually("the writers have answered", () -> !say(METADATA).endsWith(BAD_STATE));
    }
}
