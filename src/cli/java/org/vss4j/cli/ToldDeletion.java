package org.vss4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vss4j.cli.output.Outcome;
import org.vss4j.cli.output.Report;
import org.vss4j.requester.DeletionObserver;
import org.vss4j.requester.DeletionReport;
import org.vss4j.requester.StoredCopy;

/** A deletion that is reported copy by copy, so that what is gone is told whatever becomes of the rest. Safe for use by many threads. */
final class ToldDeletion implements DeletionObserver {
    private final Report report;
    private final List<Map<String, @Nullable Object>> deleted = new ArrayList<>();
    private List<StoredCopy> underWay = List.of();

    /** A deletion of which nothing is known yet. */
    ToldDeletion(Report report) {
        this.report = report;
        report.field("deleted", List.of());
    }

    @Override
    public synchronized void begins(List<StoredCopy> copies) {
        underWay = copies;
    }

    @Override
    public synchronized void deleted(StoredCopy copy) {
        underWay = underWay.stream().filter(other -> !other.equals(copy)).toList();
        deleted.add(SelectingCommand.describe(copy));
        report.field("deleted", List.copyOf(deleted)).line("deleted      " + SelectingCommand.line(copy));
    }

    /** Tells the rest, when it is over. */
    synchronized void end(DeletionReport deletion) {
        underWay = List.of();
        report.field(
                "notDeleted",
                deletion.notDeleted().stream().map(ToldDeletion::describe).toList());
        report.field("notFound", deletion.notFound());
        report.field(
                "forgotten",
                deletion.forgotten().entrySet().stream()
                        .map(gone -> Map.of("id", gone.getKey(), "volume", gone.getValue()))
                        .toList());
        deletion.notDeleted()
                .forEach(kept ->
                        report.line("not deleted  " + SelectingCommand.line(kept.copy()) + "  " + kept.reason()));
        deletion.notFound().forEach(id -> report.line("not found    " + id));
        deletion.forgotten()
                .forEach((id, volume) ->
                        report.line("forgotten    " + id + "  " + volume + "  (gone, and not by this command)"));
        deletion.recordFailure()
                .ifPresent(failure -> report.left("shadow copies that are gone may be on record still: "
                        + failure.copies() + ": " + failure.reason() + "; vss4j orphans --delete forgets them"));
        if (!deletion.isComplete()) {
            report.outcome(Outcome.PARTIAL);
        } else if (deleted.isEmpty()
                && deletion.forgotten().isEmpty()
                && deletion.recordFailure().isEmpty()) {
            report.line("nothing to delete");
        }
    }

    /** Names what was being deleted when the command did not wait any longer. */
    synchronized void describeUnderWay() {
        for (StoredCopy copy : underWay) {
            report.left("the shadow copy " + copy.id() + " of " + copy.volume()
                    + " was being deleted, and may be there still, or parts of it: vss4j list --id " + copy.id()
                    + " tells, and vss4j delete --id " + copy.id() + " deletes it");
        }
    }

    private static Map<String, @Nullable Object> describe(DeletionReport.NotDeleted kept) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(SelectingCommand.describe(kept.copy()));
        fields.put("hresult", kept.error().hex());
        fields.put("reason", kept.reason());
        return fields;
    }
}
