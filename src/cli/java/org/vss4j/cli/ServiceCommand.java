package org.vss4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Problem;
import org.vss4j.cli.output.Report;
import org.vss4j.cli.output.StderrLoggerFinder;
import org.vss4j.internal.access.Friends;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.state.RecoveryObserver;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.internal.state.StateRoot;
import org.vss4j.internal.windows.Platform;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.Vss;
import org.vss4j.simulator.FreezeObserver;
import org.vss4j.simulator.SimulatedWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands about shadow copies have in common: which service they use, and how they report. */
@Command
abstract class ServiceCommand implements Callable<Integer> {
    @Option(
            names = "--service",
            paramLabel = "auto|system|simulator",
            description = "Whose shadow copies: those of the system's VSS (Windows only), or the simulator's."
                    + " auto: the system's on Windows, the simulator's elsewhere.")
    private Service.Kind service = Service.Kind.AUTO;

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
            description = "Where the simulator keeps its copies, and where is noted what has been made."
                    + " Default: vss4j in the user's state folder.")
    private @Nullable Path state;

    @Option(
            names = "--simulate",
            paramLabel = "METHOD=DURATION|HRESULT",
            converter = Simulation.Converter.class,
            description = "Let a method of the simulator take its time, or fail; can be repeated.")
    private List<Simulation> simulations = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "Give up after 500ms, 90s, 5m or 1h.")
    private @Nullable Duration timeout;

    @Option(names = "--json", description = "Print one JSON object on stdout, and everything else on stderr.")
    private boolean json;

    @Option(names = "--verbose", description = "Log each call of VSS, with its result, on stderr.")
    private boolean verbose;

    @Option(names = "--dry-run", description = "Print the calls of VSS that would be made, and change nothing.")
    private boolean dryRun;

    @Spec
    private @Nullable CommandSpec spec;

    private final Stop stop;

    /** What the command deletes, if it does. */
    private volatile @Nullable ToldDeletion deletion;

    /** What the command works with, or has worked with; null before. */
    private volatile @Nullable Context context;

    ServiceCommand(Stop stop) {
        this.stop = stop;
    }

    /** What a command works with. */
    record Context(Vss vss, Ledger ledger, Service service, Path state) {
        /** A service whose copies are put on record in a folder. */
        static Context of(Service service, StateDirectory own) {
            Ledger ledger = Friends.make(Ledger.class, own);
            return new Context(service.vss().withLedger(ledger), ledger, service, own.root());
        }
    }

    /** Opens what a command works with; from here on it is known what of it is left. */
    final Context context(Service service, StateDirectory own) {
        Context opened = Context.of(service, own);
        context = opened;
        return opened;
    }

    /** What the command works with, or has worked with; null before. */
    final @Nullable Context opened() {
        return context;
    }

    /** The volumes that the simulator has. */
    List<Path> volumes() {
        return List.of();
    }

    /** Checks what the parser cannot. */
    void check() {}

    /** Says which calls would be made; reads, but changes nothing. */
    abstract List<String> calls(Context context) throws IOException, TimeoutException;

    /** Does the command's work. */
    abstract void work(Report report) throws IOException, TimeoutException, InterruptedException;

    /** What is done with a service. */
    interface Task {
        void perform(Context context) throws IOException, TimeoutException, InterruptedException;
    }

    @Override
    public Integer call() {
        checkOptions();
        check();
        if (verbose) {
            StderrLoggerFinder.beVerbose();
        }
        Report report = new Report(spec().name());
        stop.ending().lastWords(() -> giveUp(report));
        if (timeout != null) {
            stop.requestAfter(timeout);
        }
        try {
            if (dryRun) {
                sayCalls(report);
            } else {
                work(report);
            }
            describeLeft(report);
        } catch (IOException | TimeoutException | InterruptedException | RuntimeException | Error e) {
            Leftovers.of(e).forEach(report::left);
            describeLeft(report);
            if (!Leftovers.isAll(e)) {
                fail(report, e);
            }
        }
        stop.ending().report(() -> print(report));
        return report.exitCode();
    }

    private void sayCalls(Report report) throws IOException, TimeoutException, InterruptedException {
        withService(report, context -> {
            List<String> calls = calls(context);
            report.field("calls", calls);
            calls.forEach(report::line);
        });
    }

    /** Opens the service, and does something with it. */
    final void withService(Report report, Task task) throws IOException, TimeoutException, InterruptedException {
        Path realState = StateRoot.real(state());
        try (StateDirectory own = openState(realState);
                Service service = service(realState, volumes(), observer())) {
            report.field("service", service.name());
            // The folder closes after the service, so what the service could not give back becomes an orphan.
            task.perform(context(service, own));
        }
    }

    /** What only looks makes no state folder; who makes something finds out first that he can have one. */
    StateDirectory openState(Path realState) throws IOException {
        return StateDirectory.look(realState, recovery());
    }

    final RecoveryObserver recovery() {
        return new RecoveryObserver() {
            @Override
            public void report(String line) {
                System.err.println("vss4j: " + line);
            }

            @Override
            public void checkpoint() {
                stop.checkpoint();
            }
        };
    }

    /**
     * Says what stays that should have gone, as far as it is known without a look at a disk, which may not answer. For any
     * thread.
     */
    void describeLeft(Report report) {
        ToldDeletion told = deletion;
        if (told != null) {
            told.describeUnderWay();
        }
        Context used = context;
        if (used != null) {
            Leftovers.of(used).forEach(report::left);
        }
    }

    private void fail(Report report, Throwable e) {
        if (e instanceof Places.UsageException) {
            report.failed(Outcome.USAGE, Problem.of(e));
            return;
        }
        if (StderrLoggerFinder.isVerbose()) {
            e.printStackTrace(System.err);
        }
        if (stop.wanted() == null) {
            report.failed(Outcome.FAILED, problem(e));
        } else {
            stopped(report, report.left().isEmpty() ? whenStopped() : "; not all could be cleaned up");
        }
    }

    /** What went wrong, when a command has failed. */
    Problem problem(Throwable e) {
        return Problem.of(e);
    }

    private void stopped(Report report, String whatIsLeft) {
        Outcome outcome = stop.endsAs();
        String why = timeout != null && outcome == Outcome.TIMED_OUT
                ? "timed out: given up after " + timeout.toMillis() + " ms"
                : "interrupted";
        report.failed(outcome, Problem.of(why + whatIsLeft));
    }

    /** Reports in the place of the command's own thread, which is in a call that does not return. */
    private void giveUp(Report report) {
        describeWhenGivenUp(report);
        describeLeft(report);
        if (stop.wanted() != null) {
            stopped(
                    report,
                    report.left().isEmpty()
                            ? "; a call does not return, so what was made may be left: the next run removes it"
                            : "; a call does not return, and is not waited for: not all could be cleaned up");
        } else if (report.left().isEmpty()) {
            report.left(
                    "what was made on the way may be left, since a call does not return; the next vss4j that uses the"
                            + " state folder " + PathText.of(state()) + " removes it");
        }
        print(report);
    }

    /** A deletion of shadow copies, which is about to begin. */
    final ToldDeletion toldIn(Report report) {
        ToldDeletion told = new ToldDeletion(report);
        deletion = told;
        return told;
    }

    /** Says what else stays when the command cannot clean up. For any thread. */
    void describeWhenGivenUp(Report report) {}

    /** What can be said of a command that was stopped, behind the reason. */
    String whenStopped() {
        return "";
    }

    private void print(Report report) {
        PrintStream err = System.err;
        Problem error = report.error();
        if (error != null) {
            err.println("vss4j: " + error.message());
        }
        report.left().forEach(line -> err.println("vss4j: " + line));
        if (json) {
            System.out.println(report.json());
        } else {
            report.lines().forEach(System.out::println);
        }
    }

    private void checkOptions() {
        if (library != null && service == Service.Kind.SIMULATOR) {
            throw usage("--library and --service simulator exclude each other");
        }
        if (!simulations.isEmpty() && !usesSimulator()) {
            throw usage("--simulate is for the simulator: give --service simulator");
        }
    }

    final boolean usesSimulator() {
        return switch (service) {
            case AUTO -> library == null && !Platform.isWindows();
            case SYSTEM -> false;
            case SIMULATOR -> true;
        };
    }

    /** Whether the simulator is used since there is nothing else, and nobody has asked for it. */
    final boolean simulatorStandsIn() {
        return usesSimulator() && service == Service.Kind.AUTO;
    }

    /** Says that the simulator stands in, and what it does. */
    static String standsIn(String does) {
        return System.getProperty("os.name") + " has no Volume Shadow Copy Service: the simulator " + does;
    }

    /** Opens the service that was chosen; a simulator with volumes. */
    final Service service(Path realState, List<Path> volumes) throws IOException {
        return service(realState, volumes, new FreezeObserver() {});
    }

    /** Opens the service that was chosen; a simulator with volumes, which says how far it has come. */
    final Service service(Path realState, List<Path> volumes, FreezeObserver observer) throws IOException {
        if (library != null) {
            return Service.library(library);
        }
        return usesSimulator()
                ? Service.simulator(volumes, writers(), realState, simulations, observer)
                : Service.system();
    }

    /** Watches the simulator copy volumes. */
    FreezeObserver observer() {
        return new FreezeObserver() {};
    }

    /** The writers that the simulator has. */
    List<SimulatedWriter> writers() {
        return List.of();
    }

    /** Where the state is; if nobody has said it, and the user has no place for it, that is thrown. */
    final Path state() {
        try {
            return state == null ? StateRoot.ofUser() : state;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    final Stop stop() {
        return stop;
    }

    final boolean isDryRun() {
        return dryRun;
    }

    final boolean isJson() {
        return json;
    }

    final CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command line was not parsed");
        }
        return spec;
    }

    final ParameterException usage(String message) {
        return new ParameterException(spec().commandLine(), message);
    }
}
