package org.vss4j.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Report;
import org.vss4j.requester.BackupOptions;
import org.vss4j.requester.BackupSession;
import org.vss4j.requester.RetryPolicy;
import org.vss4j.requester.ShadowCopy;
import org.vss4j.requester.SnapshotContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What commands that make shadow copies have in common. */
@Command
abstract class MakingCommand extends ServiceCommand {
    private static final Duration BUSY_LIMIT = Duration.ofMinutes(10);

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

    MakingCommand(Stop stop) {
        super(stop);
    }

    final boolean hasNoWriters() {
        return noWriters;
    }

    abstract SnapshotContext context();

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
        List<String> calls = new ArrayList<>(DryRun.make(context(), names));
        calls.addAll(DryRun.complete(context()));
        return calls;
    }

    /** Makes copies of the volumes that hold some files; while someone else makes some, waits. */
    final BackupSession make(Context context, List<Path> files) throws TimeoutException {
        BackupOptions options = BackupOptions.defaults()
                .withContext(context())
                .withAtShutdown(BackupOptions.AtShutdown.LEAVE_TO_PROGRAM);
        List<Path> roots = roots(context, files);
        RetryPolicy policy = retry == null ? RetryPolicy.whileBusy(BUSY_LIMIT) : RetryPolicy.documented(retry);
        return stop().whileWaiting(() -> context.vss().takeSnapshot(options, roots, policy));
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
        fields.put("createdAt", copy.createdAt());
        return fields;
    }
}
