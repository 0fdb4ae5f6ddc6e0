package org.vss4j.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Report;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.DeletionReport;
import org.vss4j.requester.StoredCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vss4j delete}: exactly the shadow copies that are meant. */
@Command(
        name = "delete",
        description = "Deletes shadow copies: those that fulfil all that is asked, or --all.",
        footer = {"", "Exit codes: 0 all that was meant is gone; 1 some is not, or was not known; 2 usage; 3 timed out."
        },
        sortOptions = false)
final class DeleteCommand extends SelectingCommand {
    @Option(names = "--all", description = "All copies, whoever made them.")
    private boolean all;

    DeleteCommand(Stop stop) {
        super(stop);
    }

    @Override
    void check() {
        if (all == selects()) {
            throw usage(all ? "--all leaves nothing to choose" : "which copies? Choose some, or give --all");
        }
    }

    @Override
    List<String> calls(Context context) throws TimeoutException {
        CopyFilter filter = filter(context);
        return DryRun.delete(
                stop().whileWaiting(() -> context.vss().inventory().copies(filter)).stream()
                        .map(StoredCopy::id)
                        .toList(),
                "VSS_OBJECT_SNAPSHOT");
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        withService(report, context -> run(context, report));
    }

    private void run(Context context, Report report) throws InterruptedException, TimeoutException {
        stop().checkpoint();
        put(context.vss().inventory().delete(filter(context)), report);
    }

    static void put(DeletionReport deletion, Report report) {
        report.field(
                "deleted",
                deletion.deleted().stream().map(SelectingCommand::describe).toList());
        report.field(
                "notDeleted",
                deletion.notDeleted().stream().map(DeleteCommand::describe).toList());
        report.field("notFound", deletion.notFound());
        report.field(
                "forgotten",
                deletion.forgotten().entrySet().stream()
                        .map(gone -> Map.of("id", gone.getKey(), "volume", gone.getValue()))
                        .toList());
        deletion.deleted().forEach(copy -> report.line("deleted      " + line(copy)));
        deletion.notDeleted().forEach(kept -> report.line("not deleted  " + line(kept.copy()) + "  " + kept.reason()));
        deletion.notFound().forEach(id -> report.line("not found    " + id));
        deletion.forgotten()
                .forEach((id, volume) ->
                        report.line("forgotten    " + id + "  " + volume + "  (gone, and not by this command)"));
        if (!deletion.isComplete()) {
            report.outcome(Outcome.PARTIAL);
        } else if (deletion.deleted().isEmpty() && deletion.forgotten().isEmpty()) {
            report.line("nothing to delete");
        }
    }

    private static Map<String, @Nullable Object> describe(DeletionReport.NotDeleted kept) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(describe(kept.copy()));
        fields.put("hresult", kept.error().hex());
        fields.put("reason", kept.reason());
        return fields;
    }
}
