package org.vss4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.vss4j.AsyncStatus;
import org.vss4j.VssException;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopyProvider;
import org.vss4j.requester.Vss;
import org.vss4j.requester.WriterStatus;

/** What {@code doctor} finds out by asking the service. */
final class ServiceChecks {
    private static final BackupOptions OPTIONS =
            BackupOptions.defaults().withAtShutdown(BackupOptions.AtShutdown.LEAVE_TO_PROGRAM);

    private final Vss vss;
    private final Stop stop;

    ServiceChecks(Vss vss, Stop stop) {
        this.vss = vss;
        this.stop = stop;
    }

    /** For a service that cannot be asked. */
    static List<Check> notAsked() {
        String reason = "not asked: the service does not answer";
        return List.of(Check.notApplicable("providers", reason), Check.notApplicable("writers", reason));
    }

    List<Check> all() throws TimeoutException {
        stop.checkpoint();
        try (BackupSession session = stop.whileWaiting(() -> vss.openBackup(OPTIONS))) {
            List<Check> checks = new ArrayList<>();
            checks.add(Check.ok("service", "answers"));
            checks.add(providers());
            checks.addAll(writers(session));
            return checks;
        } catch (VssException | IllegalStateException e) {
            List<Check> checks = new ArrayList<>(List.of(failed("service", e)));
            checks.addAll(notAsked());
            return checks;
        }
    }

    static Check failed(String name, Throwable e) {
        String advice = e instanceof VssException failure ? failure.advice() : "See the message.";
        return Check.problem(name, String.valueOf(e.getMessage()), advice);
    }

    private Check providers() throws TimeoutException {
        try {
            List<ShadowCopyProvider> providers =
                    stop.whileWaiting(() -> vss.inventory().providers());
            return providers.isEmpty()
                    ? Check.problem("providers", "there are none", "Windows has one of its own: repair Windows.")
                    : Check.ok(
                            "providers",
                            providers.stream().map(ShadowCopyProvider::name).collect(Collectors.joining(", ")));
        } catch (VssException e) {
            return failed("providers", e);
        }
    }

    private List<Check> writers(BackupSession session) throws TimeoutException {
        try {
            stop.whileWaiting(session::writers);
            AsyncStatus end =
                    stop.whileWaiting(() -> session.steps().gatherWriterStatus().await());
            if (end instanceof AsyncStatus.Failed failed) {
                throw new VssException("GatherWriterStatus", failed.error());
            }
            List<WriterStatus> statuses = session.writerStatuses();
            List<Check> failures = statuses.stream()
                    .filter(WriterStatus::hasFailed)
                    .map(ServiceChecks::failed)
                    .toList();
            return failures.isEmpty()
                    ? List.of(Check.ok("writers", statuses.size() + " running, none has failed"))
                    : failures;
        } catch (VssException e) {
            return List.of(failed("writers", e));
        }
    }

    private static Check failed(WriterStatus writer) {
        String own = writer.applicationMessage().isEmpty() ? "" : ": " + writer.applicationMessage();
        return Check.problem(
                "writers",
                writer.name() + " is " + writer.state() + ", " + writer.failure() + own,
                writer.failure().isFailure()
                        ? writer.failure().advice()
                        : "Restart the service that the writer belongs to.");
    }
}
