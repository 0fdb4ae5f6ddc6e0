package org.vss4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterComponent.Attribute;
import org.vss4j.writer.WriterMetadata;

/** A {@link WritersReport} as one line of JSON. */
final class WritersJson {
    /** The version of this format: raised when a field changes its meaning or goes. */
    private static final int SCHEMA = 1;

    private final JsonGenerator json;

    private WritersJson(JsonGenerator json) {
        this.json = json;
    }

    static String of(WritersReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new WritersJson(json).write(report);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }

    private void write(WritersReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("schema", SCHEMA);
        json.writeStringField("outcome", report.outcome().word());
        JsonReport.writeNullable(json, "provider", report.provider());
        json.writeArrayFieldStart("writers");
        for (WriterMetadata writer : report.writers()) {
            write(writer);
        }
        json.writeEndArray();
        json.writeNumberField("elapsedMillis", report.elapsedMillis());
        JsonReport.write(json, report.error());
        json.writeEndObject();
    }

    private void write(WriterMetadata writer) throws IOException {
        json.writeStartObject();
        json.writeStringField("instanceId", writer.instanceId().toString());
        json.writeStringField("writerId", writer.writerId().toString());
        json.writeStringField("name", writer.name());
        json.writeStringField("instanceName", writer.instanceName());
        json.writeStringField("usage", writer.usage().name());
        json.writeStringField("source", writer.source().name());
        json.writeStringField("version", writer.version().toString());
        json.writeArrayFieldStart("backupSchema");
        for (BackupSchema.Feature feature : writer.schema().features()) {
            json.writeString(feature.name());
        }
        json.writeEndArray();
        writeRestoreMethod(writer);
        json.writeArrayFieldStart("components");
        for (WriterComponent component : writer.components()) {
            write(component);
        }
        json.writeEndArray();
        write("excludedFiles", writer.excludedFiles());
        write("excludedFromSnapshot", writer.excludedFromSnapshot());
        json.writeEndObject();
    }

    private void writeRestoreMethod(WriterMetadata writer) throws IOException {
        RestoreMethod method = writer.restoreMethod().orElse(null);
        if (method == null) {
            json.writeNullField("restoreMethod");
            return;
        }
        json.writeObjectFieldStart("restoreMethod");
        json.writeStringField("method", method.type().name());
        json.writeStringField("service", method.service());
        json.writeStringField("userProcedure", method.userProcedure());
        json.writeStringField("writerRestore", method.writerRestore().name());
        json.writeBooleanField("rebootRequired", method.rebootRequired());
        write("alternateLocations", method.alternateLocations());
        json.writeEndObject();
    }

    private void write(WriterComponent component) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", component.type().name());
        json.writeStringField("logicalPath", component.logicalPath());
        json.writeStringField("componentName", component.name());
        json.writeStringField("caption", component.caption());
        json.writeBooleanField("selectable", component.isSelectable());
        json.writeBooleanField(
                "selectableForRestore", component.attributes().contains(Attribute.SELECTABLE_FOR_RESTORE));
        json.writeBooleanField("restoreMetadata", component.attributes().contains(Attribute.RESTORE_METADATA));
        json.writeBooleanField(
                "notifyOnBackupComplete", component.attributes().contains(Attribute.NOTIFY_ON_BACKUP_COMPLETE));
        json.writeNumberField("componentFlags", component.flags());
        write("files", component.files());
        write("databaseFiles", component.databaseFiles());
        write("databaseLogFiles", component.databaseLogFiles());
        json.writeArrayFieldStart("dependencies");
        for (ComponentDependency dependency : component.dependencies()) {
            json.writeStartObject();
            json.writeStringField("writerId", dependency.writerId().toString());
            json.writeStringField("logicalPath", dependency.logicalPath());
            json.writeStringField("componentName", dependency.componentName());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(String field, List<FileSet> files) throws IOException {
        json.writeArrayFieldStart(field);
        for (FileSet each : files) {
            json.writeStartObject();
            json.writeStringField("path", each.path());
            json.writeStringField("fileSpec", each.fileSpec());
            json.writeBooleanField("recursive", each.recursive());
            json.writeStringField("alternateLocation", each.alternateLocation());
            json.writeNumberField("backupTypeMask", each.backupTypeMask());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
