package org.vss4j.cli.output;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterComponent.Attribute;
import org.vss4j.writer.WriterMetadata;

/** What a writer says, as fields for programs. */
public final class WriterFields {
    private WriterFields() {}

    public static Map<String, @Nullable Object> of(WriterMetadata writer) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("instanceId", writer.instanceId());
        fields.put("writerId", writer.writerId());
        fields.put("name", writer.name());
        fields.put("instanceName", writer.instanceName());
        fields.put("usage", writer.usage().name());
        fields.put("source", writer.source().name());
        fields.put("version", writer.version());
        fields.put(
                "backupSchema",
                writer.schema().features().stream().map(Enum::name).toList());
        fields.put("restoreMethod", writer.restoreMethod().map(WriterFields::of).orElse(null));
        fields.put(
                "components", writer.components().stream().map(WriterFields::of).toList());
        fields.put("excludedFiles", files(writer.excludedFiles()));
        fields.put("excludedFromSnapshot", files(writer.excludedFromSnapshot()));
        return fields;
    }

    private static Map<String, @Nullable Object> of(RestoreMethod method) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("method", method.type().name());
        fields.put("service", method.service());
        fields.put("userProcedure", method.userProcedure());
        fields.put("writerRestore", method.writerRestore().name());
        fields.put("rebootRequired", method.rebootRequired());
        fields.put("alternateLocations", files(method.alternateLocations()));
        return fields;
    }

    private static Map<String, @Nullable Object> of(WriterComponent component) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", component.type().name());
        fields.put("logicalPath", component.logicalPath());
        fields.put("componentName", component.name());
        fields.put("caption", component.caption());
        fields.put("selectable", component.isSelectable());
        fields.put("selectableForRestore", component.attributes().contains(Attribute.SELECTABLE_FOR_RESTORE));
        fields.put("restoreMetadata", component.attributes().contains(Attribute.RESTORE_METADATA));
        fields.put("notifyOnBackupComplete", component.attributes().contains(Attribute.NOTIFY_ON_BACKUP_COMPLETE));
        fields.put("componentFlags", component.flags());
        fields.put("files", files(component.files()));
        fields.put("databaseFiles", files(component.databaseFiles()));
        fields.put("databaseLogFiles", files(component.databaseLogFiles()));
        fields.put(
                "dependencies",
                component.dependencies().stream().map(WriterFields::of).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> of(ComponentDependency dependency) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("writerId", dependency.writerId());
        fields.put("logicalPath", dependency.logicalPath());
        fields.put("componentName", dependency.componentName());
        return fields;
    }

    private static List<Map<String, @Nullable Object>> files(List<FileSet> files) {
        return files.stream().map(WriterFields::of).toList();
    }

    private static Map<String, @Nullable Object> of(FileSet files) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("path", files.path());
        fields.put("fileSpec", files.fileSpec());
        fields.put("recursive", files.recursive());
        fields.put("alternateLocation", files.alternateLocation());
        fields.put("backupTypeMask", files.backupTypeMask());
        return fields;
    }
}
