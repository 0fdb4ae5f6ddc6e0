package org.vss4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.state.StagedTarget;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.internal.state.StateRoot;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vss4j copy}: files as they were at one instant. */
@Command(
        name = "copy",
        description = "Copies SOURCE to TARGET as it was at one instant: takes a shadow copy of the volume that holds"
                + " SOURCE, copies SOURCE from it, and gives the shadow copy back.",
        footer = {
            "",
            "Exit codes: 0 done; 1 what the file system or VSS says, or not all could be read; 2 usage; 3 timed out;"
                    + " 130 SIGINT, 143 SIGTERM. After 3, 130 and 143 nothing is left behind."
        },
        sortOptions = false)
final class CopyCommand extends MakingCommand {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            converter = PathArgument.class,
            description = "The folder or file to copy.")
    private @Nullable Path source;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            converter = PathArgument.class,
            description = "Where the copy goes. Made whole or not at all.")
    private @Nullable Path target;

    @Option(names = "--overwrite", description = "Replace TARGET if it exists. It is kept until the new one is whole.")
    private boolean overwrite;

    CopyCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<Path> volumes() {
        return List.of(required(source));
    }

    @Override
    SnapshotContext context() {
        return hasNoWriters() ? SnapshotContext.FILE_SHARE_BACKUP : SnapshotContext.BACKUP;
    }

    @Override
    String whenStopped() {
        return ", and nothing is left";
    }

    /** Where other commands have a service at once, this one looks first whether SOURCE and TARGET can be meant. */
    @Override
    void work(Report report) throws IOException, TimeoutException {
        stop().checkpoint();
        Path state = StateRoot.real(state());
        Places.Existing existing = overwrite ? Places.Existing.IS_REPLACED : Places.Existing.IS_REFUSED;
        Places places = Places.of(required(source), required(target), state, existing);
        PrintStream err = System.err;
        try (StateDirectory own = StateDirectory.open(state, recovery());
                StagedTarget staged = StagedTarget.create(own, places.target());
                Service service = service(state, List.of(places.source()));
                Progress progress = Progress.to(err)) {
            report.field("provider", service.name());
            report.field("snapshotSetId", null).field("shadowCopies", List.of());
            if (simulatorStandsIn()) {
                progress.message(standsIn("takes the copy"));
            }
            CopyJob job = new CopyJob(places.source(), staged, service, stop(), progress);
            stop().checkpoint();
            progress.phase("taking a shadow copy");
            try (BackupSession session = make(Context.of(service, own), List.of(places.source()))) {
                List<ShadowCopy> copies = session.shadowCopies();
                describe(copies, report);
                job.copy(copies.getFirst());
                progress.phase("finishing");
                complete(session);
                stop().pointOfNoReturn();
                existing.moveIn(staged);
                job.summarise(report, copies.getFirst(), required(target));
            } finally {
                job.describe(report);
            }
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The command line was not parsed");
        }
        return value;
    }
}
