package org.vss4j.cli;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.vss4j.cli.output.Because;
import org.vss4j.cli.output.Report;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.StoredCopy;
import picocli.CommandLine.Command;

/** {@code vss4j list}: the shadow copies there are. */
@Command(
        name = "list",
        description = "Lists the shadow copies of this machine, whoever made them, the oldest first.",
        footer = {
            "",
            "Exit codes: 0 done; 1 what VSS says, or of some copies nobody can tell whether they are meant; 2 usage; 3 timed"
                    + " out."
        },
        sortOptions = false)
final class ListCommand extends SelectingCommand {
    ListCommand(Stop stop) {
        super(stop);
    }

    @Override
    List<String> calls(Context context) {
        return DryRun.query("VSS_OBJECT_SNAPSHOT");
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        withService(report, context -> run(context, report));
    }

    private void run(Context context, Report report) throws TimeoutException {
        CopyFilter filter = filter(context);
        List<StoredCopy> present =
                stop().whileWaiting(() -> context.vss().inventory().copies(CopyFilter.all()));
        List<StoredCopy> copies = filter.select(present);
        List<StoredCopy> undecided = filter.undecided(present);
        Set<UUID> notFound = new LinkedHashSet<>(filter.ids());
        notFound.addAll(filter.setIds());
        Stream.concat(copies.stream(), undecided.stream())
                .forEach(copy -> notFound.removeAll(Set.of(copy.id(), copy.setId())));
        report.field("copies", copies.stream().map(SelectingCommand::describe).toList());
        report.field("notFound", notFound);
        report.field(
                "undecided", undecided.stream().map(SelectingCommand::describe).toList());
        copies.forEach(copy -> report.line(line(copy)));
        notFound.forEach(id -> report.line("not found    " + id));
        undecided.forEach(copy -> report.line("undecided    " + copy.id()
                + "  of which volume, how old and of what kind it" + " is is not known." + records(context)));
        if (!undecided.isEmpty()) {
            report.because(Because.UNREADABLE);
        } else if (copies.isEmpty()) {
            report.line("no shadow copies" + ofVolumes(filter));
        }
    }

    private static String ofVolumes(CopyFilter filter) {
        return filter.volumes().isEmpty() ? "" : " of " + String.join(", ", filter.volumes());
    }
}
