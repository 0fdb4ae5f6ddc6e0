package org.vss4j.contract;

import java.util.ArrayList;
import java.util.List;
import org.vss4j.simulator.SimulatedWriter;
import org.vss4j.simulator.WriterVeto;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;
import org.vss4j.writer.WriterState;

/** A writer in the lines that the service in C takes: src/test/native/vss_writers.h. */
public final class WriterLines {
    private final List<String> lines = new ArrayList<>();

    private WriterLines() {}

    /** The lines of a writer. */
    public static List<String> of(SimulatedWriter writer) {
        WriterLines lines = new WriterLines();
        lines.writer(writer.metadata(), writer.backupStamp());
        writer.vetoes().forEach(lines::veto);
        return lines.lines;
    }

    private void line(Object... fields) {
        lines.add(
                String.join("\t", List.of(fields).stream().map(String::valueOf).toList()));
    }

    private void writer(WriterMetadata writer, String stamp) {
        line(
                "writer",
                writer.instanceId(),
                writer.writerId(),
                writer.name(),
                writer.instanceName(),
                writer.usage().value(),
                writer.source().value(),
                Integer.toUnsignedString(writer.version().major()),
                Integer.toUnsignedString(writer.version().minor()),
                Integer.toUnsignedString(writer.schema().mask()),
                stamp);
        writer.restoreMethod().ifPresent(this::restore);
        writer.excludedFiles().forEach(files -> files("exclude", files));
        writer.excludedFromSnapshot().forEach(files -> files("nosnapshot", files));
        writer.components().forEach(this::component);
    }

    private void restore(RestoreMethod method) {
        line(
                "restore",
                method.type().value(),
                method.service(),
                method.userProcedure(),
                method.writerRestore().value(),
                method.rebootRequired() ? 1 : 0);
        method.alternateLocations().forEach(files -> files("alternate", files));
    }

    private void files(String word, FileSet files) {
        line(
                word,
                files.path(),
                files.fileSpec(),
                files.recursive() ? 1 : 0,
                files.alternateLocation(),
                Integer.toUnsignedString(files.backupTypeMask()));
    }

    private void component(WriterComponent component) {
        int attributes =
                component.attributes().stream().mapToInt(WriterLines::bit).sum();
        line(
                "component",
                component.type().value(),
                component.logicalPath(),
                component.name(),
                component.caption(),
                attributes,
                component.flags());
        component.files().forEach(files -> files("file", files));
        component.databaseFiles().forEach(files -> files("database", files));
        component.databaseLogFiles().forEach(files -> files("log", files));
        for (ComponentDependency dependency : component.dependencies()) {
            line("dependency", dependency.writerId(), dependency.logicalPath(), dependency.componentName());
        }
    }

    private static int bit(WriterComponent.Attribute attribute) {
        return switch (attribute) {
            case RESTORE_METADATA -> 1;
            case NOTIFY_ON_BACKUP_COMPLETE -> 2;
            case SELECTABLE -> 4;
            case SELECTABLE_FOR_RESTORE -> 8;
        };
    }

    private void veto(WriterVeto veto) {
        line(
                "veto",
                veto.event().failedState().value() - WriterState.FAILED_AT_IDENTIFY.value(),
                veto.component(),
                Integer.toUnsignedString(veto.error().value()),
                Integer.toUnsignedString(veto.applicationError().value()),
                veto.applicationMessage());
    }
}
