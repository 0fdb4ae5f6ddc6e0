package org.vss4j.cli;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.vss4j.cli.output.Report;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.StoredCopy;
import picocli.CommandLine.Command;

/** {@code vss4j list}: the shadow copies there are. */
@Command(
        name = "list",
        description = "Lists the shadow copies of this machine, whoever made them, the oldest first.",
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
        List<StoredCopy> copies =
                stop().whileWaiting(() -> context.vss().inventory().copies(filter));
        Set<UUID> notFound = new LinkedHashSet<>(filter.ids());
        notFound.addAll(filter.setIds());
        copies.forEach(copy -> notFound.removeAll(Set.of(copy.id(), copy.setId())));
        report.field("copies", copies.stream().map(SelectingCommand::describe).toList());
        report.field("notFound", notFound);
        copies.forEach(copy -> report.line(line(copy)));
        notFound.forEach(id -> report.line("not found    " + id));
        if (copies.isEmpty()) {
            report.line("no shadow copies" + ofVolumes(filter));
        }
    }

    private static String ofVolumes(CopyFilter filter) {
        return filter.volumes().isEmpty() ? "" : " of " + String.join(", ", filter.volumes());
    }
}
