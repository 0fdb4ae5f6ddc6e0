package org.vss4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Report;
import org.vss4j.internal.files.PathText;
import org.vss4j.requester.CopyFilter;
import org.vss4j.requester.DeletionReport;
import org.vss4j.requester.Ledger;
import org.vss4j.requester.StoredCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vss4j orphans}: what we made and nobody has given back. */
@Command(
        name = "orphans",
        description =
                "Lists the shadow copies that vss4j made and that have not been given back: unfinished ones, whose"
                        + " process died, and those that were kept on purpose.",
        footer = {
            "",
            "Exit codes: 0 done; 1 some could not be deleted, or a record could not be read beside --delete; 2 usage; 3"
                    + " timed out."
        },
        sortOptions = false)
final class OrphansCommand extends ServiceCommand {
    @Option(
            names = "--delete",
            description = "Delete the unfinished ones, and forget those that are gone. What was kept, delete deletes.")
    private boolean delete;

    OrphansCommand(Stop stop) {
        super(stop);
    }

    /**
     * What is to be deleted, or forgotten: of this service, since nobody else can tell, what is unfinished, and what is gone.
     *
     * @param present the copies there are, asked for after the record was read: what is put there meanwhile is not gone
     */
    private static CopyFilter meant(Context context, List<Ledger.Orphan> orphans, Set<UUID> present) {
        CopyFilter filter = CopyFilter.all();
        for (Ledger.Orphan orphan : orphans) {
            if (orphan.service().equals(context.vss().name())) {
                for (UUID id : orphan.copies().keySet()) {
                    boolean unfinished = orphan.end() == Ledger.End.UNFINISHED;
                    filter = unfinished || !present.contains(id) ? filter.withId(id) : filter;
                }
            }
        }
        return filter;
    }

    private Set<UUID> present(Context context) throws TimeoutException {
        return stop().whileWaiting(() -> context.vss().inventory().copies(CopyFilter.all())).stream()
                .map(StoredCopy::id)
                .collect(Collectors.toSet());
    }

    @Override
    List<String> calls(Context context) throws IOException, TimeoutException {
        if (!delete) {
            return DryRun.query("VSS_OBJECT_SNAPSHOT");
        }
        List<Ledger.Orphan> orphans = context.ledger().orphans();
        Set<UUID> present = present(context);
        List<UUID> ids = meant(context, orphans, present).ids().stream()
                .filter(present::contains)
                .toList();
        return DryRun.delete(ids, "VSS_OBJECT_SNAPSHOT");
    }

    @Override
    void work(Report report) throws IOException, TimeoutException, InterruptedException {
        withService(report, context -> run(context, report));
    }

    private void run(Context context, Report report) throws IOException, TimeoutException, InterruptedException {
        List<Ledger.Orphan> orphans = context.ledger().orphans();
        Set<UUID> present = present(context);
        List<Map<String, @Nullable Object>> described = new ArrayList<>();
        for (Ledger.Orphan orphan : orphans) {
            boolean ours = orphan.service().equals(context.vss().name());
            described.add(describe(orphan, ours ? present : null));
            say(orphan, ours ? present : null, report);
        }
        report.field("orphans", described);
        List<Ledger.UnreadableRecord> unreadable = context.ledger().unreadable();
        report.field(
                "unreadable",
                unreadable.stream()
                        .map(record -> Map.of("path", PathText.of(record.file()), "reason", record.reason()))
                        .toList());
        unreadable.forEach(record -> report.line(
                "unreadable  " + PathText.of(record.file()) + "  " + record.reason() + "; " + record.advice()));
        if (orphans.isEmpty() && unreadable.isEmpty()) {
            report.line("no orphans");
        }
        if (delete) {
            delete(context, meant(context, orphans, present), report);
            if (!unreadable.isEmpty()) {
                report.outcome(Outcome.PARTIAL)
                        .line("not all is done: what the unreadable records are about is not known, and was not"
                                + " deleted");
            }
        }
    }

    /** One line for each copy; what is about to be forgotten is only named as that. */
    private void say(Ledger.Orphan orphan, @Nullable Set<UUID> present, Report report) {
        orphan.copies().forEach((id, volume) -> {
            boolean gone = present != null && !present.contains(id);
            if (!(gone && delete)) {
                report.line(end(orphan) + "  " + id + "  " + orphan.begun() + "  " + volume
                        + (present == null ? "  (of " + orphan.service() + ")" : gone ? "  (gone)" : ""));
            }
        });
    }

    private void delete(Context context, CopyFilter meant, Report report) throws TimeoutException {
        ToldDeletion told = toldIn(report);
        // Without any id the filter means all copies there are.
        DeletionReport deletion = meant.ids().isEmpty()
                ? new DeletionReport(List.of(), List.of(), Set.of(), Map.of(), Optional.empty())
                : stop().whileWaiting(() -> context.vss().inventory().delete(meant, told));
        // What another process has deleted and forgotten meanwhile is not found, and that is as it should be.
        told.end(new DeletionReport(
                deletion.deleted(), deletion.notDeleted(), Set.of(), deletion.forgotten(), deletion.recordFailure()));
    }

    private static String end(Ledger.Orphan orphan) {
        return orphan.end().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> describe(Ledger.Orphan orphan, @Nullable Set<UUID> present) {
        List<Map<String, @Nullable Object>> copies = new ArrayList<>();
        orphan.copies().forEach((id, volume) -> {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            copy.put("id", id);
            copy.put("volume", volume);
            copy.put("present", present == null ? null : present.contains(id));
            copies.add(copy);
        });
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("setId", orphan.setId());
        fields.put("service", orphan.service());
        fields.put("end", end(orphan));
        fields.put("begun", orphan.begun());
        fields.put("attributes", orphan.attributes());
        fields.put("copies", copies);
        return fields;
    }
}
