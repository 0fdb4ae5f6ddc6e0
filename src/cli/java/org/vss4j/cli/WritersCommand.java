package org.vss4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.vss4j.cli.output.Report;
import org.vss4j.cli.output.WriterFields;
import org.vss4j.cli.output.WritersTable;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.writer.WriterMetadata;
import picocli.CommandLine.Command;

/** {@code vss4j writers}: the writers that run, and their components. */
@Command(
        name = "writers",
        description = "Lists the writers that run, with their components. With --json, all that they say."
                + " The simulator has one.",
        footer = {
            "",
            "Exit codes: 0 done; 1 what VSS says; 2 usage; 3 timed out; 130 SIGINT, 143 SIGTERM."
                    + " Nothing is left behind."
        },
        sortOptions = false)
final class WritersCommand extends ServiceCommand {
    WritersCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<SimulatedWriter> writers() {
        return List.of(Service.simulatedWriter());
    }

    @Override
    String whenStopped() {
        return ", and nothing is left";
    }

    @Override
    List<String> calls(Context context) {
        return DryRun.writers();
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        if (simulatorStandsIn()) {
            System.err.println("vss4j: " + standsIn("has one writer"));
        }
        withService(report, context -> tell(ask(context), report));
    }

    private List<WriterMetadata> ask(Context context) throws TimeoutException {
        stop().checkpoint();
        BackupOptions options = BackupOptions.defaults().withAtShutdown(BackupOptions.AtShutdown.LEAVE_TO_PROGRAM);
        try (BackupSession session = stop().whileWaiting(() -> context.vss().openBackup(options))) {
            return stop().whileWaiting(session::writers);
        }
    }

    private static void tell(List<WriterMetadata> writers, Report report) {
        report.field("writers", writers.stream().map(WriterFields::of).toList());
        WritersTable.of(writers).forEach(report::line);
    }
}
