package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.AsyncStatus;
import org.vss4j.VssException;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.VssMethod;
import org.vss4j.writer.WriterMetadata;

/** A user's way through one session. Whatever comes out of it has to be what was to be expected. */
final class SessionWalk {
    /** Something that happened. */
    enum Event {
        MADE,
        READ,
        FAILED,
        CANCELLED,
        TIMED_OUT,
        VETO,
        /** Files of a writer are on no volume of the set. */
        OUTSIDE,
        /** The writer itself says so. */
        OUTSIDE_FOR_WRITER,
        COMPLETED,
        REFUSED,
        NOT_THERE,
        CLOSED_MIDWAY
    }

    /** What a user may do with a session that is closed. */
    private static final Set<SessionMove> ALWAYS =
            EnumSet.of(SessionMove.PASS, SessionMove.LOOK, SessionMove.LET_GO, SessionMove.CLOSE);

    /** What the document has of each component that was added. */
    private static final Pattern OF_COMPONENTS =
            Pattern.compile("\\b(backupSucceeded|backupStamp|previousBackupStamp)=\"[^\"]*\"");

    private static final WriterMetadata ABSENT =
            SimulatedWriter.database("Absent").metadata();

    private static final class Left extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final SessionPlan plan;
    private final BackupTestServer server;
    private final Vss vss;
    private final List<Path> volumes;

    /** What happened, for the message of an assertion. */
    private final List<String> said = new ArrayList<>();

    /** The same without what is another one each time, such as ids. */
    private final List<String> outcomes = new ArrayList<>();

    private final Set<UUID> ids = new HashSet<>();
    private final Set<Event> events = EnumSet.noneOf(Event.class);
    private VssMethod method = VssMethod.CREATE_VSS_BACKUP_COMPONENTS;
    private @Nullable AsyncOperation operation;
    private boolean letGo;
    private boolean taking;
    private boolean cancelled;
    private boolean closed;
    private int added;

    SessionWalk(SessionPlan plan, BackupTestServer server, Vss vss, List<Path> volumes) {
        this.plan = plan;
        this.server = server;
        this.vss = vss;
        this.volumes = volumes;
    }

    Set<Event> events() {
        return events;
    }

    List<String> said() {
        return said;
    }

    List<String> outcomes() {
        return outcomes;
    }

    /** The copies that the set has, or was to have; none if what was to make them all failed, and did not say. */
    Optional<Set<UUID>> ids() {
        return taking ? Optional.empty() : Optional.of(ids);
    }

    void go() throws InterruptedException {
        BackupSession session;
        try {
            session = vss.openBackup(plan.options());
        } catch (VssException e) {
            assertExpected(e);
            return;
        } catch (TimeoutException e) {
            events.add(Event.TIMED_OUT);
            return;
        }
        try (session) {
            for (SessionMove move : plan.moves()) {
                make(move, session);
            }
            if (plan.ending() == SessionPlan.Ending.LEFT_BY_EXCEPTION) {
                throw new Left();
            }
            close(session);
            if (plan.ending() == SessionPlan.Ending.CLOSED_TWICE) {
                close(session);
            }
        } catch (Left e) {
            for (Throwable suppressed : e.getSuppressed()) {
                assertThat(suppressed).isInstanceOfSatisfying(VssException.class, this::assertExpected);
            }
        }
        closed = true;
        make(SessionMove.START, session);
    }

    private void make(SessionMove move, BackupSession session) throws InterruptedException {
        boolean wasClosed = closed;
        try {
            perform(move, session);
            say(move + ": done", "");
            assertThat(wasClosed && !isAlways(move))
                    .as("%s on a closed session, last of %s", move, said)
                    .isFalse();
        } catch (CancellationException e) {
            say(move + ": " + e.getClass().getSimpleName(), e.getMessage());
            assertThat(cancelled).as("cancelled, last of %s", said).isTrue();
        } catch (IllegalStateException e) {
            say(move + ": " + e.getClass().getSimpleName(), e.getMessage());
            assertThat(closed || (move == SessionMove.CANCEL && letGo))
                    .as("closed, last of %s", said)
                    .isTrue();
        } catch (IllegalArgumentException e) {
            say(move + ": " + e.getClass().getSimpleName(), e.getMessage());
            assertThat(move).as("%s", said).isIn(SessionMove.ADD);
        } catch (TimeoutException e) {
            say(move + ": " + e.getClass().getSimpleName(), e.getMessage());
            assertThat(plan.options().timeout()).as("the time of %s", said).isLessThan(Duration.ofSeconds(1));
            events.add(Event.TIMED_OUT);
        } catch (VssException e) {
            say(move + ": " + outcome(e), e.getMessage());
            assertExpected(e);
        }
    }

    private void say(String outcome, @Nullable String more) {
        outcomes.add(outcome);
        said.add(outcome + " " + more);
    }

    private static String outcome(VssException e) {
        return e.getClass().getSimpleName() + " of " + e.operation() + " " + e.hresult();
    }

    /** Whether a move is one of those that say of a closed session what they said before. */
    private boolean isAlways(SessionMove move) {
        return ALWAYS.contains(move)
                || move == SessionMove.CANCEL_SESSION
                || (move == SessionMove.CANCEL && operation == null)
                || (move == SessionMove.FINISH && !plan.context().hasWriters());
    }

    private void assertExpected(VssException e) {
        Event reason = plan.reason(e);
        assertThat(reason).as("why there is %s, last of %s", e, said).isNotNull();
        if (reason != null) {
            events.add(reason);
        }
    }

    private void perform(SessionMove move, BackupSession session) throws InterruptedException, TimeoutException {
        switch (move) {
            case DISABLE -> session.steps().disableWriterClasses(List.of(new UUID(1, 2)));
            case GATHER ->
                begun(VssMethod.GATHER_WRITER_METADATA, session.steps().gatherWriterMetadata());
            case READ_METADATA -> session.writerDocument(ABSENT);
            case WRITERS -> {
                for (WriterMetadata writer : session.writers()) {
                    assertThat(session.writerDocument(writer)).contains(writer.name());
                }
            }
            case START -> session.steps().startSnapshotSet();
            case ADD -> ids.add(session.steps().addToSnapshotSet(volumes.get(added++ % volumes.size())));
            case PREPARE -> begun(VssMethod.PREPARE_FOR_BACKUP, session.steps().prepareForBackup());
            case STATUS -> begun(VssMethod.GATHER_WRITER_STATUS, session.steps().gatherWriterStatus());
            case MAKE -> begun(VssMethod.DO_SNAPSHOT_SET, session.steps().doSnapshotSet());
            case COMPLETE -> begun(VssMethod.BACKUP_COMPLETE, session.steps().backupComplete());
            case READ_COPIES -> read(session.shadowCopies());
            case SAVE ->
                say(
                        OF_COMPONENTS
                                .matcher(session.backupDocument())
                                .results()
                                .map(MatchResult::group)
                                .toList()
                                .toString(),
                        "");
            case PASS -> pass();
            case CANCEL -> cancel();
            case TAKE -> {
                statusMayBeGatheredAgain();
                take(session);
            }
            case FINISH -> {
                statusMayBeGatheredAgain();
                session.complete();
                events.add(Event.COMPLETED);
            }
            case LOOK -> look(session);
            case LET_GO -> letGo();
            case CANCEL_SESSION -> {
                cancelled = true;
                session.cancel();
                events.add(Event.CANCELLED);
            }
            case CLOSE -> {
                if (!closed) {
                    events.add(Event.CLOSED_MIDWAY);
                }
                close(session);
            }
        }
    }

    private void take(BackupSession session) throws InterruptedException, TimeoutException {
        boolean before = taking;
        taking = true;
        try {
            List<ShadowCopy> copies = session.takeSnapshot(volumes.subList(0, 1));
            taking = before;
            copies.forEach(copy -> ids.add(copy.id()));
            events.add(Event.MADE);
            read(copies);
        } catch (VssException e) {
            taking = before || !e.operation().equals(VssMethod.START_SNAPSHOT_SET.microsoftName());
            throw e;
        }
    }

    private void close(BackupSession session) {
        boolean first = !closed;
        closed = true;
        try {
            session.close();
        } catch (VssException e) {
            say("close: " + outcome(e), e.getMessage());
            assertThat(first).as("the first close, last of %s", said).isTrue();
            assertExpected(e);
        }
    }

    private void begun(VssMethod by, AsyncOperation next) {
        method = by;
        operation = next;
        letGo = false;
        if (plan.waiting() == SessionPlan.Waiting.CLOSES) {
            letGo();
        }
    }

    private void letGo() {
        if (operation != null) {
            operation.close();
            letGo = true;
        }
    }

    /** What was lent of a status is closed when the session, in one of its longer ways, gathers the next. */
    private void statusMayBeGatheredAgain() {
        letGo |= method == VssMethod.GATHER_WRITER_STATUS;
    }

    private void pass() throws InterruptedException {
        server.advance(plan.duration());
        AsyncOperation current = operation;
        if (current == null || letGo || closed || plan.waiting() != SessionPlan.Waiting.AWAITS) {
            return;
        }
        AsyncStatus status = plan.hangs(method) ? current.awaitOrCancel(Duration.ZERO) : current.await();
        say(method + ": " + status, "");
        switch (status) {
            case AsyncStatus.Finished finished -> {
                if (method == VssMethod.DO_SNAPSHOT_SET) {
                    events.add(Event.MADE);
                }
                if (method == VssMethod.BACKUP_COMPLETE) {
                    events.add(Event.COMPLETED);
                }
            }
            case AsyncStatus.Failed failed -> {
                events.add(Event.FAILED);
                assertThat(plan.error(method.microsoftName())).as("%s", said).contains(failed.error());
            }
            case AsyncStatus.Cancelled byUs -> events.add(Event.CANCELLED);
            case AsyncStatus.Pending pending -> throw new AssertionError("still pending: " + said);
        }
    }

    private void cancel() {
        if (operation != null) {
            say(method + ": " + operation.cancel(), "");
        }
    }

    private void look(BackupSession session) {
        session.writerStatuses()
                .forEach(status -> say(status.name() + " " + status.state() + " " + status.failure(), ""));
        if (session.writerStatuses().stream()
                .anyMatch(status -> status.failure().equals(SessionPlan.INCONSISTENT_SNAPSHOT))) {
            events.add(Event.OUTSIDE_FOR_WRITER);
        }
        session.componentResults()
                .forEach(result -> say(result.component().component().fullPath() + " " + result.succeeded(), ""));
        session.writerFailures()
                .forEach(failure -> say(
                        failure.writer() + " " + failure.component() + " " + failure.error(),
                        failure.applicationMessage()));
        assertThat(session.number()).isPositive();
        if (!plan.hasVeto()) {
            assertThat(session.writerFailures())
                    .as("%s", said)
                    .noneMatch(failure -> failure.error().equals(SessionPlan.WRITER_ERROR));
        }
    }

    private void read(List<ShadowCopy> copies) {
        events.add(Event.READ);
        say("copies: " + copies.size(), "");
        if (!closed) {
            assertThat(copies)
                    .allSatisfy(copy -> assertThat(copy.root().resolve("file"))
                            .hasContent(String.valueOf(copy.volume().getFileName())));
        }
    }
}
