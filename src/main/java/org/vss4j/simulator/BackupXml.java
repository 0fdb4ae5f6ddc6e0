package org.vss4j.simulator;

import java.util.List;
import org.vss4j.writer.ComponentType;

/** The backup document, with the elements of the service's own but not all of its attributes. */
final class BackupXml {
    private static final List<String> TYPES =
            List.of("undefined", "full", "incremental", "differential", "log", "copy", "other");

    /**
     * What SetBackupState said beside the type.
     *
     * @param components whether the backup is of single components
     * @param bootable whether it includes the bootable system state
     * @param partialFiles whether it takes parts of files
     */
    record Flags(boolean components, boolean bootable, boolean partialFiles) {}

    private BackupXml() {}

    static String of(Flags flags, int backupType, List<WriterLife> writers, List<AddedComponent> components) {
        XmlText xml = new XmlText();
        xml.open(
                "BACKUP_COMPONENTS",
                "xmlns",
                "x-schema:#VssComponentMetadata",
                "version",
                "1.2",
                "selectComponents",
                XmlText.yesNo(flags.components()),
                "bootableSystemStateBackup",
                XmlText.yesNo(flags.bootable()),
                "partialFileSupport",
                XmlText.yesNo(flags.partialFiles()),
                "backupType",
                TYPES.get(backupType));
        for (WriterLife writer : writers) {
            xml.open(
                    "WRITER_COMPONENTS",
                    "instanceId",
                    writer.metadata().instanceId().toString(),
                    "writerId",
                    writer.metadata().writerId().toString());
            components.stream().filter(each -> each.writer() == writer).forEach(each -> component(xml, each));
            xml.close("WRITER_COMPONENTS");
        }
        return xml.close("BACKUP_COMPONENTS").toString();
    }

    private static void component(XmlText xml, AddedComponent each) {
        xml.empty(
                "COMPONENT",
                "logicalPath",
                each.component().logicalPath(),
                "componentName",
                each.component().name(),
                "componentType",
                each.component().type() == ComponentType.DATABASE ? "database" : "filegroup",
                "backupSucceeded",
                XmlText.yesNo(each.succeeded()),
                "backupStamp",
                each.backupStamp(),
                "previousBackupStamp",
                each.previousBackupStamp(),
                "backupOptions",
                each.backupOptions());
    }
}
