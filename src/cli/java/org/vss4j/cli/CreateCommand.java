package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.VssException;
import org.vss4j.cli.output.Because;
import org.vss4j.cli.output.Problem;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.state.StateRoot;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ComponentResult;
import org.vss4j.requester.ComponentResult.Told;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vss4j create}: shadow copies that stay. */
@Command(
        name = "create",
        description = "Makes shadow copies that stay until they are deleted.",
        footer = {
            "",
            "Exit codes: 0 done; 1 what VSS says, or done but for what writers say; 2 usage; 3 timed out; 130 SIGINT, 143"
                    + " SIGTERM. Copies that were made and are not handed over do not stay; one that could not be deleted is"
                    + " named, and orphans --delete deletes it. With --assume-copied those stay of which writers may have been"
                    + " told, also if the telling fails or is stopped."
        },
        sortOptions = false)
final class CreateCommand extends MakingCommand {
    @Mixin
    private final VolumeOption volume = new VolumeOption();

    @Option(
            names = "--context",
            paramLabel = "CONTEXT",
            description = "app-rollback (the default), nas-rollback (without writers), client-accessible or"
                    + " client-accessible-writers (previous versions).")
    private @Nullable String contextName;

    @Option(
            names = "--assume-copied",
            description =
                    "Tell the programs of --component that their backup succeeded, although this command copies no"
                            + " files: somebody else is going to, all of them. Otherwise they are told that it failed.")
    private boolean assumeCopied;

    /** The copies that stay, if they can be kept. */
    private volatile List<ShadowCopy> handedOver = List.of();

    CreateCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<Path> volumes() {
        return volume.volumes(isOfComponents());
    }

    @Override
    SnapshotContext context() {
        if (contextName == null) {
            return hasNoWriters() ? SnapshotContext.NAS_ROLLBACK : SnapshotContext.APP_ROLLBACK;
        }
        return SnapshotContext.valueOf(contextName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    void check() {
        SnapshotContext context;
        try {
            context = context();
        } catch (IllegalArgumentException e) {
            throw usage("'" + contextName + "' is not a context: see --help");
        }
        if (!context.isPersistent()) {
            throw usage("the copies of " + contextName + " go when the command ends: use run, or copy");
        }
        if (hasNoWriters() && context.hasWriters()) {
            throw usage("--no-writers and --context " + contextName + " exclude each other");
        }
        super.check();
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        requireRoom(volumes(), StateRoot.real(state()));
        withService(report, context -> run(context, report));
    }

    @Override
    void describeWhenGivenUp(Report report) {
        Context used = opened();
        if (used != null) {
            describe(used, report);
        }
    }

    @Override
    String whenStopped() {
        return handedOver.isEmpty()
                ? ""
                : "; the writers were being told before that that they have a backup, so the shadow copies stay";
    }

    private void run(Context context, Report report) throws TimeoutException, InterruptedException {
        report.field("snapshotSetId", null).field("shadowCopies", List.of()).field("notTold", null);
        WriterReport writers = writers(report);
        try {
            keep(context, writers, report);
        } finally {
            describe(context, report);
        }
    }

    /**
     * Makes copies that stay when this returns. When it throws, what was made goes, or is on record as unfinished; unless
     * writers know that they have a backup in it, or may know: it stays all the same.
     */
    private void keep(Context context, WriterReport writers, Report report)
            throws TimeoutException, InterruptedException {
        try (BackupSession session = make(context, volumes(), writers, report)) {
            try {
                List<ShadowCopy> copies = session.shadowCopies();
                try {
                    tell(session, writers, report);
                    handOver(copies);
                } catch (Stop.StoppedException e) {
                    if (mayKnowOfSuccess(session)) {
                        handOver(copies);
                    }
                    throw e;
                } finally {
                    writers.describe(
                            session, copies.stream().map(ShadowCopy::volume).toList());
                }
            } catch (TimeoutException | InterruptedException | RuntimeException | Error e) {
                if (handedOver.isEmpty()) {
                    session.discardCopies();
                }
                throw e;
            }
        }
    }

    private void tell(BackupSession session, WriterReport writers, Report report) throws TimeoutException {
        if (!assumeCopied) {
            writers.leaveOutWhatWeSay();
            new Shortfall(session).all("create has copied nothing: --assume-copied says that somebody will");
        }
        try {
            complete(session);
        } catch (VssException | TimeoutException | CancellationException e) {
            if (!mayKnowOfSuccess(session)) {
                throw e;
            }
            Problem why = Problem.of(e);
            report.because(Because.NOT_TOLD).field("notTold", why.fields());
            report.line("not all writers could be told that they have a backup: " + why.message()
                    + " The shadow copies stay, since some may know.");
        }
        stop().pointOfNoReturn();
    }

    /** Whether writers have been told that their backup succeeded, or may have been. */
    private boolean mayKnowOfSuccess(BackupSession session) {
        return assumeCopied
                && session.componentResults().stream()
                        .map(ComponentResult::told)
                        .anyMatch(told -> told == Told.SUCCEEDED || told == Told.UNCERTAIN);
    }

    private void handOver(List<ShadowCopy> copies) {
        stop().finish();
        handedOver = copies;
    }

    /** Says what was made, and what has become of it. */
    private void describe(Context context, Report report) {
        List<Ledger.MadeSet> made = context.ledger().made();
        List<ShadowCopy> copies = handedOver;
        if (!copies.isEmpty() && made.stream().anyMatch(set -> set.fate() == Ledger.Fate.KEPT)) {
            describe(copies, report);
            copies.forEach(copy -> report.line(copy.id() + "  " + copy.createdAt() + "  " + copy.volume()));
        }
        describeOthers(made, report);
    }

    /** Says what else was made on the way, and what has become of it. */
    private static void describeOthers(List<Ledger.MadeSet> made, Report report) {
        List<Map<String, @Nullable Object>> notHandedOver = new ArrayList<>();
        for (Ledger.MadeSet set : made) {
            if (set.fate() == Ledger.Fate.KEPT) {
                continue;
            }
            boolean deleted = set.fate() == Ledger.Fate.GIVEN_BACK;
            set.copies().forEach((id, volume) -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                copy.put("id", id);
                copy.put("setId", set.setId());
                copy.put("volume", volume);
                copy.put("end", deleted ? "deleted" : "unfinished");
                notHandedOver.add(copy);
                report.line("not handed over  " + id + "  " + volume
                        + (deleted ? "  (deleted)" : "  (unfinished: vss4j orphans --delete deletes it)"));
            });
        }
        report.field("notHandedOver", notHandedOver);
    }
}
