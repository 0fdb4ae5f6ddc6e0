package org.vss4j.requester;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vss4j.HResult;
import org.vss4j.VssException;
import org.vss4j.internal.trace.SessionLogger;

/**
 * Attempts to make shadow copies, each with a session of its own, until one succeeds or a policy gives up.
 *
 * <p>VSS makes one set at a time. Within the process each attempt waits for its turn, in the order in which they were begun;
 * while somebody else makes a set, a turn is kept, for the next in line would meet the same.
 */
final class Attempts {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    /** Opens a session that has to be done by then. */
    interface Opening {
        BackupSession open(Deadline deadline) throws InterruptedException, TimeoutException;
    }

    /** Makes copies in a session. */
    interface Taking {
        List<ShadowCopy> take(BackupSession session) throws InterruptedException, TimeoutException;
    }

    private final Opening opening;
    private final Turns turns;
    private final RetryPolicy policy;
    private final Taking taking;
    private final Deadline deadline;
    private final List<HResult> failures = new ArrayList<>();

    /**
     * Attempts that are to be made.
     *
     * @param turns of all who make sets with the service
     * @param deadline that of all attempts together
     */
    Attempts(Opening opening, Turns turns, RetryPolicy policy, Taking taking, Deadline deadline) {
        this.opening = opening;
        this.turns = turns;
        this.policy = policy;
        this.taking = taking;
        this.deadline = deadline;
    }

    /** Makes the copies. */
    BackupSession make() throws InterruptedException, TimeoutException {
        while (true) {
            try {
                return turns.take(deadline, this::attemptWhileBusy);
            } catch (VssException e) {
                pause(e);
            }
        }
    }

    private BackupSession attemptWhileBusy() throws InterruptedException, TimeoutException {
        while (true) {
            try {
                return attempt();
            } catch (VssException e) {
                if (!isBusy(e)) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private BackupSession attempt() throws InterruptedException, TimeoutException {
        BackupSession session = opening.open(deadline);
        try {
            List<ShadowCopy> unused = taking.take(session);
            return session;
        } catch (InterruptedException | TimeoutException | RuntimeException | Error e) {
            end(session, e);
            throw e;
        }
    }

    /** Waits before the next attempt; throws the failure again if there shall be none. */
    private void pause(VssException failure) throws InterruptedException {
        failures.add(failure.hresult());
        try {
            Optional<Duration> pause = policy.pause(List.copyOf(failures));
            if (pause.isPresent() && pause.get().compareTo(deadline.remaining()) <= 0) {
                LOG.log(
                        isBusy(failure) ? DEBUG : WARNING,
                        "{0} Trying again in {1}",
                        failure.getMessage(),
                        pause.get());
                sleep(new Deadline(pause.get()));
                return;
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            e.addSuppressed(failure);
            throw e;
        }
        throw failure;
    }

    private static void sleep(Deadline until) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (!until.isPast()) {
            boolean unused = never.await(until.nanosToWait(), TimeUnit.NANOSECONDS);
        }
    }

    private static boolean isBusy(VssException e) {
        return e.hresult().equals(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS);
    }

    /** Closes a session that has made nothing; which writers failed in it is kept in the failure. */
    private static void end(BackupSession session, Throwable cause) {
        try {
            session.giveBack();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        List<WriterFailure> writers = session.writerFailures();
        if (!writers.isEmpty()) {
            cause.addSuppressed(WriterFailedException.of(Step.DO_SNAPSHOT_SET.method(), writers));
        }
    }
}
