package org.vss4j.simulator;

import java.util.List;
import java.util.Locale;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.ComponentType;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterComponent.Attribute;
import org.vss4j.writer.WriterMetadata;

/** A writer's metadata document, with the elements of the service's own but not all of its attributes. */
final class WriterXml {
    private final XmlText xml = new XmlText();

    private WriterXml() {}

    static String of(WriterMetadata writer) {
        return new WriterXml().write(writer);
    }

    private String write(WriterMetadata writer) {
        xml.open("WRITER_METADATA", "xmlns", "x-schema:#VssWriterMetadataInfo", "version", "1.2");
        xml.empty(
                "IDENTIFICATION",
                "writerId",
                writer.writerId().toString(),
                "instanceId",
                writer.instanceId().toString(),
                "friendlyName",
                writer.name(),
                "instanceName",
                writer.instanceName(),
                "majorVersion",
                Integer.toUnsignedString(writer.version().major()),
                "minorVersion",
                Integer.toUnsignedString(writer.version().minor()),
                "usage",
                writer.usage().name(),
                "dataSource",
                writer.source().name(),
                "backupSchema",
                Integer.toUnsignedString(writer.schema().mask()));
        RestoreMethod method = writer.restoreMethod().orElse(null);
        if (method != null) {
            xml.open(
                    "RESTORE_METHOD",
                    "method",
                    method.type().name(),
                    "service",
                    method.service(),
                    "userProcedure",
                    method.userProcedure(),
                    "writerRestore",
                    method.writerRestore().name().toLowerCase(Locale.ROOT),
                    "rebootRequired",
                    XmlText.yesNo(method.rebootRequired()));
            files("ALTERNATE_LOCATION_MAPPING", method.alternateLocations());
            xml.close("RESTORE_METHOD");
        }
        xml.open("BACKUP_LOCATIONS");
        files("EXCLUDE_FILES", writer.excludedFiles());
        files("EXCLUDE_FILES_FROM_SNAPSHOT", writer.excludedFromSnapshot());
        writer.components().forEach(this::component);
        xml.close("BACKUP_LOCATIONS");
        return xml.close("WRITER_METADATA").toString();
    }

    private void component(WriterComponent component) {
        String element = component.type() == ComponentType.DATABASE ? "DATABASE" : "FILE_GROUP";
        xml.open(
                element,
                "logicalPath",
                component.logicalPath(),
                "componentName",
                component.name(),
                "caption",
                component.caption(),
                "restoreMetadata",
                has(component, Attribute.RESTORE_METADATA),
                "notifyOnBackupComplete",
                has(component, Attribute.NOTIFY_ON_BACKUP_COMPLETE),
                "selectable",
                has(component, Attribute.SELECTABLE),
                "selectableForRestore",
                has(component, Attribute.SELECTABLE_FOR_RESTORE),
                "componentFlags",
                Integer.toUnsignedString(component.flags()));
        files("FILE_LIST", component.files());
        files("DATABASE_FILES", component.databaseFiles());
        files("DATABASE_LOGFILES", component.databaseLogFiles());
        for (ComponentDependency dependency : component.dependencies()) {
            xml.empty(
                    "DEPENDENCY",
                    "writerId",
                    dependency.writerId().toString(),
                    "logicalPath",
                    dependency.logicalPath(),
                    "componentName",
                    dependency.componentName());
        }
        xml.close(element);
    }

    private static String has(WriterComponent component, Attribute attribute) {
        return XmlText.yesNo(component.attributes().contains(attribute));
    }

    private void files(String element, List<FileSet> files) {
        for (FileSet each : files) {
            xml.empty(
                    element,
                    "path",
                    each.path(),
                    "filespec",
                    each.fileSpec(),
                    "recursive",
                    XmlText.yesNo(each.recursive()),
                    "alternatePath",
                    each.alternateLocation(),
                    "filespecBackupType",
                    Integer.toUnsignedString(each.backupTypeMask()));
        }
    }
}
