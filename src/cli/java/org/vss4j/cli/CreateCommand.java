package org.vss4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.state.StateRoot;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vss4j create}: shadow copies that stay. */
@Command(
        name = "create",
        description = "Makes shadow copies that stay until they are deleted.",
        footer = {"", "Exit codes: 0 done; 1 what VSS says; 2 usage; 3 timed out; 130 SIGINT, 143 SIGTERM."},
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

    CreateCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<Path> volumes() {
        return volume.volumes();
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
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        requireRoom(volumes(), StateRoot.real(state()));
        withService(report, context -> run(context, report));
    }

    private void run(Context context, Report report) throws TimeoutException {
        WriterReport writers = writers(report);
        try (BackupSession session = make(context, volumes())) {
            List<ShadowCopy> copies = session.shadowCopies();
            try {
                complete(session);
            } finally {
                writers.describe(
                        session, copies.stream().map(ShadowCopy::volume).toList());
            }
            describe(copies, report);
            for (ShadowCopy copy : copies) {
                report.line(copy.id() + "  " + copy.createdAt() + "  " + copy.volume());
            }
        }
    }
}
