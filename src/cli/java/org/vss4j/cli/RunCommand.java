package org.vss4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.state.StateRoot;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vss4j run}: a program that finds shadow copies in its environment. */
@Command(
        name = "run",
        description =
                "Makes shadow copies, runs a program that finds them in environment variables, and gives them back"
                        + " when it has ended.",
        footer = {
            "",
            "Environment of the program: VSS4J_SET_ID; for each volume, counted from 1, VSS4J_VOLUME_n, VSS4J_COPY_n (the"
                    + " root of the copy), VSS4J_DEVICE_n, VSS4J_ID_n; VSS4J_COPY is VSS4J_COPY_1.",
            "Links in a copy are as they were, and the system follows them to where they lead: by a whole path, or by .. out of"
                    + " the copy, to the live files. What is read is frozen if the program follows no links, or reads by paths"
                    + " without any.",
            "The copies stay until the program has ended, and all that it has started. SIGINT, SIGTERM and --timeout end"
                    + " them all: by SIGTERM, and after ten seconds by SIGKILL (on Windows at once). What the system starts"
                    + " for the program, such as services and scheduled tasks, is neither waited for nor ended; so are, on"
                    + " macOS, processes whose parents have ended.",
            "Exit codes: that of the program, and then 1 if the writers could not be told that all went well; 1 what VSS"
                    + " says; 2 usage; 3 timed out; 126 the program cannot be run, 127 there is none; 130 SIGINT, 143"
                    + " SIGTERM. With --json, exitCode is null if the program has not run, or not to its end."
        },
        sortOptions = false)
final class RunCommand extends MakingCommand {
    @Mixin
    private final VolumeOption volume = new VolumeOption();

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The program and its arguments, behind --.")
    private List<String> command = new ArrayList<>();

    RunCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<Path> volumes() {
        return volume.volumes(isOfComponents());
    }

    @Override
    SnapshotContext context() {
        return hasNoWriters() ? SnapshotContext.FILE_SHARE_BACKUP : SnapshotContext.BACKUP;
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        requireRoom(volumes(), StateRoot.real(state()));
        report.field("changedInCopies", List.of());
        withService(report, context -> {
            try {
                run(context, report);
            } finally {
                // Each has been said by the simulator.
                report.field("changedInCopies", context.service().changed());
            }
        });
    }

    /** Stdout is the program's. */
    @Override
    void summarise(Report report, String line) {
        System.err.println("vss4j: " + PathText.oneLine(line));
    }

    @Override
    void check() {
        command.stream().filter(PathArgument::isMutilated).findFirst().ifPresent(argument -> {
            throw usage("'" + argument + "' has bytes that are not valid in " + PathText.encoding()
                    + ": Java cannot pass it on");
        });
        super.check();
    }

    private void run(Context context, Report report) throws IOException, TimeoutException, InterruptedException {
        report.field("exitCode", null);
        WriterReport writers = writers(report);
        try (BackupSession session = make(context, volumes(), writers, report)) {
            List<ShadowCopy> copies = session.shadowCopies();
            describe(copies, report);
            try {
                run(session, copies, report);
            } finally {
                writers.describe(
                        session, copies.stream().map(ShadowCopy::volume).toList());
            }
        }
    }

    private void run(BackupSession session, List<ShadowCopy> copies, Report report)
            throws IOException, TimeoutException {
        int exitCode = runProgram(copies, report);
        report.field("exitCode", exitCode);
        if (exitCode == 0) {
            complete(session);
            return;
        }
        // The writers are not told of a success: of components that they failed; without any, closing the session
        // aborts.
        if (isOfComponents()) {
            new Shortfall(session).all("the program ended with " + exitCode);
            complete(session);
        }
        report.outcome(Outcome.FAILED).exitCode(exitCode);
    }

    private int runProgram(List<ShadowCopy> copies, Report report) throws IOException, TimeoutException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        UserEnvironment.restore(builder.environment());
        export(copies, builder.environment());
        if (isJson()) {
            // Stdout is for one object: what the program prints goes to stderr.
            builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
        }
        PrintStream err = System.err;
        stop().checkpoint();
        try (Program program = Program.start(builder, stop().ending(), err)) {
            return stop().whileWaiting(program::await);
        } catch (NotRunException e) {
            report.exitCode(e.exitCode());
            throw e;
        }
    }

    private static void export(List<ShadowCopy> copies, Map<String, String> environment) {
        ShadowCopy first = copies.getFirst();
        environment.put("VSS4J_SET_ID", first.setId().toString());
        environment.put("VSS4J_COPY", first.root().toString());
        for (int i = 0; i < copies.size(); i++) {
            ShadowCopy copy = copies.get(i);
            String number = "_" + (i + 1);
            environment.put("VSS4J_VOLUME" + number, copy.volume().toString());
            environment.put("VSS4J_COPY" + number, copy.root().toString());
            environment.put("VSS4J_DEVICE" + number, copy.deviceObject());
            environment.put("VSS4J_ID" + number, copy.id().toString());
        }
    }
}
