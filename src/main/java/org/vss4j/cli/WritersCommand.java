package org.vss4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.Platform;
import org.vss4j.internal.files.StateRoot;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.writer.WriterMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vss4j writers}: the writers that run, and their components. */
@Command(
        name = "writers",
        description = "Lists the writers that run, with their components. With --json, all that they say.",
        footer = {
            "",
            "Exit codes: 0 done; 1 what VSS says; 2 usage; 3 timed out; 130 SIGINT, 143 SIGTERM."
                    + " Nothing is left behind."
        },
        sortOptions = false)
final class WritersCommand implements Callable<Integer> {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Give up after 500ms, 90s, 5m or 1h.")
    private @Nullable Duration timeout;

    @Option(
            names = "--provider",
            paramLabel = "auto|system|simulator",
            description = "Whom to ask: the system's VSS (Windows only), or the simulator, which has one writer."
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
            description = "The simulator's state folder. Default: vss4j in the user's state folder.")
    private Path state = StateRoot.ofUser();

    @Option(
            names = "--simulate",
            paramLabel = "METHOD=DURATION|HRESULT",
            converter = Simulation.Converter.class,
            description = "Let a method of the simulator take its time, or fail; can be repeated.")
    private List<Simulation> simulations = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object on stdout, and everything else on stderr.")
    private boolean json;

    @Option(names = "--verbose", description = "Log each call of VSS, with its result, on stderr.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    private final Stop stop;
    private final long start = System.nanoTime();

    WritersCommand(Stop stop) {
        this.stop = stop;
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
        WritersReport report = ask(System.err);
        CopyReport.Problem error = report.error();
        if (error != null) {
            System.err.println("vss4j: " + error.message());
        }
        if (json) {
            System.out.println(WritersJson.of(report));
        } else if (error == null) {
            WritersTable.of(report.writers()).forEach(System.out::println);
        }
        return report.outcome().exitCode();
    }

    private WritersReport ask(PrintStream err) {
        String name = null;
        try (Service service = service(err)) {
            name = service.name();
            List<WriterMetadata> writers = ask(service);
            return new WritersReport(Outcome.DONE, name, writers, elapsedMillis(), null);
        } catch (IOException | TimeoutException | RuntimeException | Error e) {
            if (verbose) {
                e.printStackTrace(err);
            }
            Outcome wanted = stop.wanted();
            CopyReport.Problem problem = wanted == null
                    ? CopyReport.Problem.of(e)
                    : new CopyReport.Problem(null, null, wanted.word() + ", and nothing is left");
            return new WritersReport(
                    wanted == null ? Outcome.FAILED : wanted, name, List.of(), elapsedMillis(), problem);
        }
    }

    private List<WriterMetadata> ask(Service service) throws TimeoutException {
        stop.checkpoint();
        BackupOptions options = BackupOptions.defaults().withAtShutdown(BackupOptions.AtShutdown.LEAVE_TO_PROGRAM);
        try (BackupSession session = service.vss().openBackup(options)) {
            return stop.whileWaiting(session::writers);
        }
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
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

    private Service service(PrintStream err) throws IOException {
        if (library != null) {
            return Service.library(library);
        }
        if (!usesSimulator()) {
            return Service.system();
        }
        if (provider == Service.Provider.AUTO) {
            err.println(
                    System.getProperty("os.name") + " has no Volume Shadow Copy Service: the simulator has one writer");
        }
        return Service.simulatedWriter(StateRoot.real(state), simulations);
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("The command line was not parsed");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
