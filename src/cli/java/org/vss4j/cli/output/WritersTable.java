package org.vss4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.vss4j.internal.files.PathText;
import org.vss4j.requester.BackupType;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/** Writers as a table for people: a line for each component. */
public final class WritersTable {
    private static final List<String> HEAD =
            List.of("WRITER", "ID", "COMPONENT", "TYPE", "SELECTABLE", "FILES", "COPY");
    private static final String GAP = "  ";

    private WritersTable() {}

    public static List<String> of(List<WriterMetadata> writers) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        writers.forEach(writer -> add(rows, writer));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static void add(List<List<String>> rows, WriterMetadata writer) {
        String name = PathText.oneLine(
                writer.instanceName().isEmpty() ? writer.name() : writer.name() + " (" + writer.instanceName() + ")");
        String id = writer.writerId().toString();
        String copy = BackupType.COPY.isSupportedBy(writer.schema()) ? "yes" : "as full";
        if (writer.components().isEmpty()) {
            rows.add(List.of(name, id, "-", "-", "-", "-", copy));
        }
        for (WriterComponent component : writer.components()) {
            rows.add(List.of(
                    name,
                    id,
                    PathText.oneLine(component.fullPath()),
                    component.type().name(),
                    component.isSelectable() ? "yes" : "no",
                    Integer.toString(component.files().size()
                            + component.databaseFiles().size()
                            + component.databaseLogFiles().size()),
                    copy));
            name = "";
            id = "";
            copy = "";
        }
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
