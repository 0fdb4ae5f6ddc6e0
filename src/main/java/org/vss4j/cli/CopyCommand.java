package org.vss4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Platform;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.files.StateRoot;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.SnapshotContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class CopyCommand implements Callable<Integer> {
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

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Give up, and leave nothing, after 500ms, 90s, 5m or 1h.")
    private @Nullable Duration timeout;

    @Option(
            names = "--no-writers",
            description =
                    "Do not let programs bring their files into a consistent state first: faster, and the files are"
                            + " as after a power failure.")
    private boolean noWriters;

    @Option(
            names = "--provider",
            paramLabel = "auto|system|simulator",
            description = "Who takes the shadow copy: the system's VSS (Windows only), or the simulator."
                    + " auto: the system's on Windows, the simulator elsewhere.")
    private Service.Provider provider = Service.Provider.AUTO;

    @Option(
            names = "--library",
            paramLabel = "PATH",
            converter = PathArgument.class,
            description = "A library with the exports of vssapi.dll, to be used instead of the system's.")
    private @Nullable Path library;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            converter = PathArgument.class,
            description = "Where the simulator keeps its copies, and what has to be undone after a crash is noted."
                    + " Default: vss4j in the user's state folder.")
    private Path state = StateRoot.ofUser();

    @Option(
            names = "--simulate",
            paramLabel = "METHOD=DURATION|HRESULT",
            converter = Simulation.Converter.class,
            description = "Let a method of the simulator take its time, or fail; can be repeated."
                    + " DoSnapshotSet=5s, DoSnapshotSet=VSS_E_PROVIDER_VETO.")
    private List<Simulation> simulations = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object on stdout, and everything else on stderr.")
    private boolean json;

    @Option(names = "--verbose", description = "Log each call of VSS, with its result, on stderr.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    private final Stop stop;

    CopyCommand(Stop stop) {
        this.stop = stop;
    }

    Path source() {
        return required(source);
    }

    Path target() {
        return required(target);
    }

    Path state() {
        return state;
    }

    Places.Existing existing() {
        return overwrite ? Places.Existing.IS_REPLACED : Places.Existing.IS_REFUSED;
    }

    String timeoutText() {
        return required(timeout).toMillis() + " ms";
    }

    BackupOptions backupOptions() {
        return BackupOptions.defaults()
                .withContext(noWriters ? SnapshotContext.FILE_SHARE_BACKUP : SnapshotContext.BACKUP);
    }

    /** The service that the options ask for; says so when it is not the system's by default. */
    Service service(Path volume, Path realState, Progress progress) throws IOException {
        if (library != null) {
            return Service.library(library);
        }
        if (!usesSimulator()) {
            return Service.system();
        }
        if (provider == Service.Provider.AUTO) {
            progress.message(
                    System.getProperty("os.name") + " has no Volume Shadow Copy Service: the simulator takes the copy");
        }
        return Service.simulator(List.of(volume), realState, simulations);
    }

    @Override
    public Integer call() {
        checkOptions();
        if (verbose) {
            StderrLoggerFinder.beVerbose();
        }
        if (timeout != null) {
            CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> stop.request(Outcome.TIMED_OUT));
        }
        PrintStream err = System.err;
        CopyReport report;
        try (Progress progress = Progress.to(err)) {
            report = new CopyJob(this, stop, progress, err).run();
        }
        print(report, err);
        return report.outcome().exitCode();
    }

    private void checkOptions() {
        if (library != null && provider == Service.Provider.SIMULATOR) {
            throw usage("--library and --provider simulator exclude each other");
        }
        if (!simulations.isEmpty() && !usesSimulator()) {
            throw usage("--simulate is for the simulator: give --provider simulator");
        }
    }

    private boolean usesSimulator() {
        return switch (provider) {
            case AUTO -> library == null && !Platform.isWindows();
            case SYSTEM -> false;
            case SIMULATOR -> true;
        };
    }

    private ParameterException usage(String message) {
        return new ParameterException(required(spec).commandLine(), message);
    }

    private void print(CopyReport report, PrintStream err) {
        CopyReport.Problem error = report.error();
        if (error != null) {
            err.println("vss4j: " + error.message());
        }
        if (json) {
            System.out.println(JsonReport.of(report));
        } else if (report.outcome() == Outcome.DONE || report.outcome() == Outcome.PARTIAL) {
            System.out.println(summary(report));
        }
    }

    private String summary(CopyReport report) {
        String copied = String.format(
                Locale.ROOT,
                "Copied %d files, %d bytes, as they were at %s, to %s",
                report.files(),
                report.bytes(),
                report.shadowCopies().getFirst().createdAt(),
                PathText.of(required(target)));
        return report.unreadableCount() == 0 ? copied : copied + "; " + report.unreadableCount() + " could not be read";
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The command line was not parsed");
        }
        return value;
    }
}
