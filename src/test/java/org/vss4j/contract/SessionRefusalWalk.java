package org.vss4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vss4j.contract.SessionMove.ADD;
import static org.vss4j.contract.SessionMove.CANCEL;
import static org.vss4j.contract.SessionMove.COMPLETE;
import static org.vss4j.contract.SessionMove.DISABLE;
import static org.vss4j.contract.SessionMove.GATHER;
import static org.vss4j.contract.SessionMove.MAKE;
import static org.vss4j.contract.SessionMove.PASS;
import static org.vss4j.contract.SessionMove.PREPARE;
import static org.vss4j.contract.SessionMove.READ_COPIES;
import static org.vss4j.contract.SessionMove.READ_METADATA;
import static org.vss4j.contract.SessionMove.SAVE;
import static org.vss4j.contract.SessionMove.START;
import static org.vss4j.contract.SessionMove.STATUS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;
import org.vss4j.AsyncOperation;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.requester.BackupSession;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.SimulatorClock;
import org.vss4j.writer.WriterMetadata;

/** The same moves on a session and on the objects of the services; {@link #isStricter} has all exceptions. */
final class SessionRefusalWalk {
    private static final Set<SessionMove> OF_WRITERS = EnumSet.of(DISABLE, GATHER, READ_METADATA, STATUS);

    private static final WriterMetadata ABSENT =
            SimulatedWriter.database("Absent").metadata();

    private final BackupSession session;
    private final SimulatorClock.Manual clock;
    private final Duration step;
    private final boolean writers;
    private final List<Path> volumes;
    private final List<SessionTwin> twins;
    private final List<String> said = new ArrayList<>();
    private @Nullable AsyncOperation operation;
    private boolean gathered;
    private boolean started;
    private boolean copiesRead;
    private boolean completing;
    private int added;

    SessionRefusalWalk(
            BackupSession session,
            SimulatorClock.Manual clock,
            Duration step,
            boolean writers,
            List<Path> volumes,
            List<SessionTwin> twins) {
        this.session = session;
        this.clock = clock;
        this.step = step;
        this.writers = writers;
        this.volumes = volumes;
        this.twins = twins;
    }

    void go(List<SessionMove> moves) throws InterruptedException, TimeoutException {
        for (SessionMove move : moves) {
            switch (move) {
                case PASS -> pass();
                case CANCEL -> cancel();
                default -> call(move);
            }
        }
        collect("refused", "not called");
        collect("made", "MAKE: S_OK");
        collect("completed", "COMPLETE: S_OK");
        collect("names the missing call", "must be called before it");
        collect("too late", "it is too late");
        collect("still running", "is still running");
        collect("spent", "open a new session");
    }

    private void pass() throws InterruptedException {
        clock.advance(step);
        if (operation != null) {
            operation.await();
        }
        twins.forEach(SessionTwin::pass);
    }

    private void cancel() {
        if (operation != null) {
            operation.cancel();
        }
        twins.forEach(SessionTwin::cancel);
    }

    private void call(SessionMove move) throws InterruptedException, TimeoutException {
        boolean nothingToCall =
                (move == ADD && added == volumes.size()) || (move == READ_COPIES && (added == 0 || copiesRead));
        if (nothingToCall) {
            return;
        }
        Path volume = volumes.get(Math.min(added, volumes.size() - 1));
        HResult result = HResult.S_OK;
        boolean refused = false;
        try {
            make(move, volume);
        } catch (VssException e) {
            result = e.hresult();
            refused = String.valueOf(e.getMessage()).contains("not called");
            said.add(move + ": " + e.getMessage());
        }
        if (!refused) {
            said.add(move + ": " + result.name());
        }
        boolean stricter = refused && isStricter(move);
        for (SessionTwin twin : twins) {
            if (refused) {
                assertThat(result).isEqualTo(HResult.VSS_E_BAD_STATE);
            }
            if (!stricter) {
                check(move, twin.call(move, volume), refused ? null : result);
            }
        }
        if (!refused && result.isSuccess()) {
            gathered |= move == GATHER;
            started |= move == START;
            copiesRead |= move == READ_COPIES;
            completing |= move == COMPLETE;
            added += move == ADD ? 1 : 0;
        }
    }

    private void check(SessionMove move, HResult twin, @Nullable HResult letThrough) {
        if (letThrough != null) {
            assertThat(twin)
                    .as("what a service says to the last, which was let through: %s", said)
                    .isEqualTo(letThrough)
                    .isNotEqualTo(HResult.VSS_E_BAD_STATE);
        } else if (move == READ_COPIES) {
            // Where there is nothing to read yet, services say so by another code.
            assertThat(twin).as("%s", said).isIn(HResult.VSS_E_BAD_STATE, HResult.VSS_E_OBJECT_NOT_FOUND);
        } else {
            assertThat(twin)
                    .as("what a service says to the last, which was refused: %s", said)
                    .isEqualTo(HResult.VSS_E_BAD_STATE);
        }
    }

    /** Whether a service may take what a session refuses: it would have no effect, or spoil what is to follow. */
    private boolean isStricter(SessionMove move) {
        boolean withoutWriters = !writers && OF_WRITERS.contains(move);
        boolean tooLateForAnEffect = move == DISABLE && gathered;
        boolean componentsCouldNotBeAdded = move == START && !started;
        boolean copiesOutliveABackupThatFails = move == READ_COPIES && completing;
        return withoutWriters || tooLateForAnEffect || componentsCouldNotBeAdded || copiesOutliveABackupThatFails;
    }

    private void make(SessionMove move, Path volume) throws InterruptedException, TimeoutException {
        switch (move) {
            case DISABLE -> session.steps().disableWriterClasses(List.of(new UUID(1, 2)));
            case GATHER -> operation = session.steps().gatherWriterMetadata();
            case READ_METADATA -> readMetadata();
            case START -> session.steps().startSnapshotSet();
            case ADD -> session.steps().addToSnapshotSet(volume);
            case PREPARE -> operation = session.steps().prepareForBackup();
            case STATUS -> operation = session.steps().gatherWriterStatus();
            case MAKE -> operation = session.steps().doSnapshotSet();
            case READ_COPIES -> session.shadowCopies();
            case SAVE -> session.backupDocument();
            case COMPLETE -> operation = session.steps().backupComplete();
            default -> throw new IllegalArgumentException(move.toString());
        }
    }

    /** What there is, or nothing of a writer that does not run: both have been read. */
    private void readMetadata() throws InterruptedException, TimeoutException {
        try {
            session.writerDocument(ABSENT);
        } catch (VssException e) {
            if (!e.hresult().equals(HResult.VSS_E_OBJECT_NOT_FOUND)) {
                throw e;
            }
        }
    }

    /** Sees to it that the walks get somewhere. */
    private void collect(String what, String part) {
        boolean happened = said.stream().anyMatch(line -> line.contains(part));
        Statistics.label(what)
                .collect(happened)
                .coverage(coverage -> coverage.check(true).count(count -> count >= 10));
    }
}
