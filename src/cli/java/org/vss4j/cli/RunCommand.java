package org.vss4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
            "Exit codes: that of the program; 1 what VSS says; 2 usage; 3 timed out; 130 SIGINT, 143 SIGTERM, of which the"
                    + " program is told by SIGTERM."
        },
        sortOptions = false)
final class RunCommand extends MakingCommand {
    @Mixin
    private final VolumeOption volume = new VolumeOption();

    private static final int GRACE_SECONDS = 10;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The program and its arguments, behind --.")
    private List<String> command = new ArrayList<>();

    RunCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<Path> volumes() {
        return volume.volumes();
    }

    @Override
    SnapshotContext context() {
        return hasNoWriters() ? SnapshotContext.FILE_SHARE_BACKUP : SnapshotContext.BACKUP;
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        requireRoom(volumes(), StateRoot.real(state()));
        withService(report, context -> run(context, report));
    }

    /** Stdout is the program's. */
    @Override
    void summarise(Report report, String line) {
        System.err.println("vss4j: " + PathText.oneLine(line));
    }

    private void run(Context context, Report report) throws IOException, TimeoutException {
        report.field("exitCode", null);
        WriterReport writers = writers(report);
        try (BackupSession session = make(context, volumes())) {
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
        int exitCode = runProgram(copies);
        report.field("exitCode", exitCode).exitCode(exitCode);
        if (exitCode == 0) {
            complete(session);
        } else {
            // The writers are not told of a success; closing the session aborts.
            report.outcome(Outcome.FAILED);
        }
    }

    private int runProgram(List<ShadowCopy> copies) throws IOException, TimeoutException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        export(copies, builder.environment());
        if (isJson()) {
            builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
        }
        stop().checkpoint();
        Process process = builder.start();
        Thread forwarding = isJson() ? Thread.ofVirtual().start(() -> forward(process.getInputStream())) : null;
        try {
            return stop().whileWaiting(() -> {
                int exitCode = process.waitFor();
                if (forwarding != null) {
                    forwarding.join();
                }
                return exitCode;
            });
        } finally {
            end(process);
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

    /** With --json, stdout is for one object; so what the program prints goes to stderr. */
    private static void forward(InputStream out) {
        try (out) {
            out.transferTo(System.err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The copies must not go before the program: it is told to end, and killed if it does not. */
    private static void end(Process process) {
        boolean interrupted = false;
        process.destroy();
        while (process.isAlive()) {
            try {
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
