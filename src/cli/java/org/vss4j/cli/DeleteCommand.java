package org.vss4j.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.vss4j.cli.output.Report;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.Inventory;
import org.vss4j.requester.StoredCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vss4j delete}: exactly the shadow copies that are meant. */
@Command(
        name = "delete",
        description = "Deletes shadow copies: those that fulfil all that is asked, or --all.",
        footer = {
            "",
            "Nothing is deleted as long as of some copy nobody can tell whether it is meant, for its record cannot be read:"
                    + " --id deletes it.",
            "Exit codes: 0 all that was meant is gone; 1 some is not, or was not known; 2 usage; 3 timed out."
        },
        sortOptions = false)
final class DeleteCommand extends SelectingCommand {
    @Option(names = "--all", description = "All copies, whoever made them.")
    private boolean all;

    @Option(
            names = "--force",
            description = "Have whoever made a copy do all that it can to delete it, also while it is used.")
    private boolean force;

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
        List<StoredCopy> present =
                stop().whileWaiting(() -> context.vss().inventory().copies(CopyFilter.all()));
        filter.requireDecided(present);
        return DryRun.delete(filter.select(present).stream().map(StoredCopy::id).toList(), "VSS_OBJECT_SNAPSHOT");
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        withService(report, context -> run(context, report));
    }

    private void run(Context context, Report report) throws TimeoutException {
        stop().checkpoint();
        CopyFilter filter = filter(context);
        ToldDeletion told = toldIn(report);
        told.end(stop().whileWaiting(() -> inventory(context).delete(filter, told)));
    }

    private Inventory inventory(Context context) {
        Inventory inventory = context.vss().inventory();
        return force ? inventory.withForce() : inventory;
    }
}
