package org.vss4j.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.VssException;
import org.vss4j.cli.output.Problem;
import org.vss4j.cli.output.Progress;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.state.Exclusions;
import org.vss4j.internal.state.StateDirectory;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.RetryPolicy;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import org.vss4j.simulator.FreezeObserver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands that make shadow copies have in common. */
@Command
abstract class MakingCommand extends ServiceCommand {
    private static final Duration BUSY_LIMIT = Duration.ofMinutes(10);

    /** For so long the end of a session waits for a call that does not return, so that a stop takes no longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What is done in the meantime. */
    static final String TAKING = "taking a shadow copy";

    /** Where it is shown how far the simulator is, or null. */
    private volatile @Nullable Progress progress;

    private final NotKept notKept = new NotKept();

    /** How the place where the simulator's copies lie is named. */
    static final String STORE = "the simulator's copy";

    @Option(
            names = "--no-writers",
            description =
                    "Do not let programs bring their files into a consistent state first: faster, and the files are"
                            + " as after a power failure.")
    private boolean noWriters;

    @Option(
            names = "--retry",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "After errors that pass, try again up to three times, each time after DURATION;"
                    + " Microsoft advises 10m.")
    private @Nullable Duration retry;

    @Option(
            names = "--strict-writers",
            description =
                    "Any program that fails to bring its files into a consistent state makes the outcome partial, not"
                            + " only one whose files are copied, or may be.")
    private boolean strictWriters;

    @Option(
            names = "--no-space-check",
            description = "Do not look beforehand whether there is room for what is to be copied: for file systems that"
                    + " compress, pack small files together, or say less than they have.")
    private boolean noSpaceCheck;

    @Mixin
    private final BackupChoice choice = new BackupChoice();

    MakingCommand(Stop stop) {
        super(stop);
    }

    final boolean hasNoWriters() {
        return noWriters;
    }

    @Override
    void check() {
        if (choice.isOfComponents() && !context().hasWriters()) {
            throw usage("--component is for backups in which writers take part");
        }
        try {
            BackupOptions unused = options();
        } catch (IllegalArgumentException e) {
            throw usage("--attribute: " + e.getMessage());
        }
    }

    private BackupOptions options() {
        return choice.options(context());
    }

    /** Whether the backup is of components. */
    final boolean isOfComponents() {
        return choice.isOfComponents();
    }

    abstract SnapshotContext context();

    @Override
    final StateDirectory openState(Path realState) throws IOException {
        return isDryRun() ? super.openState(realState) : StateDirectory.open(realState, recovery());
    }

    /** The root directories of the volumes that hold some files. */
    private static List<Path> roots(Context context, List<Path> files) {
        return files.stream()
                .map(volume -> context.vss().volumeOf(volume))
                .distinct()
                .toList();
    }

    @Override
    List<String> calls(Context context) {
        List<String> names = roots(context, volumes()).stream()
                .map(root ->
                        context.vss().inventory().volumeNames(root).iterator().next())
                .toList();
        List<String> calls = new ArrayList<>(DryRun.make(options(), names));
        calls.addAll(DryRun.complete(options()));
        return calls;
    }

    @Override
    final FreezeObserver observer() {
        return new FreezeObserver() {
            @Override
            public void copied(long bytes) {
                Progress shown = progress;
                if (shown != null) {
                    shown.copied(bytes);
                }
            }

            @Override
            public void finished(Path file) {
                Progress shown = progress;
                if (shown != null) {
                    shown.finished();
                }
            }

            @Override
            public void notKept(Path file, String what) {
                notKept.add(file, what, progress);
            }
        };
    }

    /** Returns what of the files is not kept in the simulator's copy. */
    final NotKept notKept() {
        return notKept;
    }

    /** Shows from here on how far the simulator is with its copies. */
    final void show(Progress newProgress) {
        progress = newProgress;
    }

    /** As {@link #take}, and if it takes long shows how far it is; what could not be read is named. */
    final BackupSession make(Context context, List<Path> files, WriterReport writers, Report report)
            throws TimeoutException {
        PrintStream err = System.err;
        try (Progress shown = Progress.to(err)) {
            if (usesSimulator()) {
                show(shown);
                shown.copyingQuietly(TAKING);
            }
            Unreadable missing = new Unreadable(shown);
            try {
                return take(context, files, writers);
            } finally {
                missing.addMissingFrom(context.service());
                missing.describe(report);
            }
        } finally {
            progress = null;
        }
    }

    /**
     * Makes copies of the volumes that hold some files, or that the components need if there are no files; while someone else
     * makes some, waits.
     */
    final BackupSession take(Context context, List<Path> files, WriterReport writers) throws TimeoutException {
        BackupOptions options = options()
                .withAtShutdown(BackupOptions.AtShutdown.LEAVE_TO_PROGRAM)
                .withMetadata(BackupOptions.Metadata.KEPT)
                .withPatience(PATIENCE);
        List<Path> roots = roots(context, files);
        RetryPolicy policy = retry == null ? RetryPolicy.whileBusy(BUSY_LIMIT) : RetryPolicy.documented(retry);
        try {
            return stop().whileWaiting(() -> roots.isEmpty()
                    ? context.vss().openSnapshot(options, policy)
                    : context.vss().openSnapshot(options, roots, policy));
        } catch (VssException | TimeoutException e) {
            writers.describe(e);
            throw e;
        }
    }

    /** What the report says of writers, and of why an outcome is partial. */
    final WriterReport writers(Report report) {
        report.field("because", List.of());
        WriterReport.Strictness strictness =
                strictWriters ? WriterReport.Strictness.ALL : WriterReport.Strictness.COPIED_FILES;
        return new WriterReport(strictness, report, line -> summarise(report, line));
    }

    /** Tells people something that belongs to the end of the command. */
    void summarise(Report report, String line) {
        report.line(line);
    }

    /**
     * Looks whether the simulator has room for its copies of volumes.
     *
     * @param realState where they lie
     * @throws IOException if it has not
     */
    final void requireRoom(List<Path> volumes, Path realState) throws IOException {
        if (!checksSpace() || !usesSimulator()) {
            return;
        }
        Set<Path> real = new TreeSet<>();
        for (Path volume : volumes) {
            real(volume).ifPresent(real::add);
        }
        Room room = new Room();
        room.place(STORE, realState);
        for (Path volume : real) {
            // One within another counts there: what is in it is copied once.
            if (real.stream().noneMatch(other -> !other.equals(volume) && volume.startsWith(other))) {
                Optional<Extent> unused = extent(volume, realState, room);
            }
        }
        room.check();
    }

    /** Of a failure of the simulator's own disk it is said where its copies lie, why it failed, and what can be done. */
    @Override
    Problem problem(Throwable e) {
        Context used = opened();
        return used != null && e instanceof VssException vss
                ? used.service()
                        .storeFailure()
                        .map(cause -> problem(vss, cause, used.state()))
                        .orElseGet(() -> Problem.of(e))
                : Problem.of(e);
    }

    private static Problem problem(VssException vss, IOException cause, Path state) {
        String trouble = DiskTrouble.of(state, cause)
                .map(known -> "; its file system " + known + ",")
                .orElse(";");
        return new Problem(
                vss.hresult(),
                vss.operation(),
                vss.getMessage() + " The simulator's copies lie in " + PathText.of(state) + ": "
                        + Problem.of(cause).message() + trouble
                        + " delete copies by vss4j delete, or choose another folder by --state.");
    }

    final boolean checksSpace() {
        return !noSpaceCheck;
    }

    /** What cannot be looked at is not counted: who copies it says what is the matter with it. */
    private static Optional<Path> real(Path volume) {
        try {
            return Optional.of(volume.toRealPath());
        } catch (IOException ignored) {
            return Optional.empty();
        }
    }

    /**
     * Counts what there is below a real path, or the file that it is, but for what is the state folder's; nothing if it
     * cannot be looked at.
     */
    final Optional<Extent> extent(Path live, Path realState, Room room) {
        try {
            return Optional.of(Extent.of(live, Exclusions.of(live, live, realState), room, stop()::checkpoint));
        } catch (IOException ignored) {
            return Optional.empty();
        }
    }

    /** Tells the writers, if there are any, that the backup went well. */
    final void complete(BackupSession session) throws TimeoutException {
        boolean unused = stop().whileWaiting(() -> {
            session.complete();
            return true;
        });
    }

    static void describe(List<ShadowCopy> copies, Report report) {
        report.field("snapshotSetId", copies.getFirst().setId());
        report.field(
                "shadowCopies", copies.stream().map(MakingCommand::describe).toList());
    }

    private static Map<String, @Nullable Object> describe(ShadowCopy copy) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", copy.id());
        fields.put("volume", copy.volume());
        fields.put("deviceObject", copy.deviceObject());
        fields.put("providerId", copy.providerId());
        fields.put("createdAt", copy.createdAt());
        return fields;
    }
}
