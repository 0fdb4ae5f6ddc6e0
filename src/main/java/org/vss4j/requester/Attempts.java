package org.vss4j.requester;

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

/** Attempts to make shadow copies, each with a session of its own, until one succeeds or a policy gives up. */
final class Attempts {
    private static final System.Logger LOG = SessionLogger.of("org.vss4j.requester");

    /** Opens a session. */
    interface Opening {
        BackupSession open(BackupOptions options) throws InterruptedException, TimeoutException;
    }

    /** Makes copies in a session. */
    interface Taking {
        List<ShadowCopy> take(BackupSession session) throws InterruptedException, TimeoutException;
    }

    private final Opening opening;
    private final RetryPolicy policy;

    Attempts(Opening opening, RetryPolicy policy) {
        this.opening = opening;
        this.policy = policy;
    }

    /** Makes copies; the options' timeout is that of all attempts together. */
    BackupSession make(BackupOptions options, Taking taking) throws InterruptedException, TimeoutException {
        Deadline deadline = new Deadline(options.timeout());
        List<HResult> failures = new ArrayList<>();
        while (true) {
            BackupSession session =
                    opening.open(failures.isEmpty() ? options : options.withTimeout(deadline.remaining()));
            try {
                List<ShadowCopy> unused = taking.take(session);
                return session;
            } catch (VssException e) {
                end(session, e);
                failures.add(e.hresult());
                Optional<Duration> pause = policy.pause(List.copyOf(failures));
                if (pause.isEmpty() || pause.get().compareTo(deadline.remaining()) > 0) {
                    throw e;
                }
                LOG.log(
                        isBusy(e) ? System.Logger.Level.DEBUG : WARNING,
                        "{0} Trying again in {1} ms",
                        e.getMessage(),
                        Long.toString(pause.get().toMillis()));
                boolean ignored = new CountDownLatch(1).await(pause.get().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException | TimeoutException | RuntimeException | Error e) {
                end(session, e);
                throw e;
            }
        }
    }

    private static boolean isBusy(VssException e) {
        return e.hresult().equals(HResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS);
    }

    /** Closes a session that has made nothing; which writers failed in it is kept in the failure. */
    private static void end(BackupSession session, Throwable cause) {
        try {
            session.close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        List<WriterFailure> writers = session.writerFailures();
        if (!writers.isEmpty()) {
            cause.addSuppressed(WriterFailedException.of(Step.DO_SNAPSHOT_SET.method(), writers));
        }
    }
}
