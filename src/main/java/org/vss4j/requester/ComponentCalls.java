package org.vss4j.requester;

import java.util.List;
import org.vss4j.requester.ComponentSelection.PreviousStamp;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * The calls by which VSS is told which components are in a backup, and what became of them.
 *
 * @param backup the object of the backup; they are made on its thread
 */
record ComponentCalls(BackupObject backup) {
    /** Adds a component, with those of some stamps that are its own. */
    void add(SelectedComponent each, List<PreviousStamp> stamps) {
        WriterMetadata writer = each.writer();
        WriterComponent component = each.component();
        backup.writers(name(each), calls -> {
            calls.addComponent(
                    writer.instanceId(),
                    writer.writerId(),
                    component.type().value(),
                    component.logicalPath(),
                    component.name());
            return null;
        });
        stamps.stream()
                .filter(stamp -> stamp.names(each))
                .forEach(stamp -> backup.writers(name(each), calls -> {
                    calls.setPreviousBackupStamp(
                            writer.writerId(),
                            component.type().value(),
                            component.logicalPath(),
                            component.name(),
                            stamp.stamp());
                    return null;
                }));
    }

    /** Tells whether the backup of a component succeeded. */
    void tell(SelectedComponent each, boolean succeeded) {
        WriterMetadata writer = each.writer();
        WriterComponent component = each.component();
        backup.writers(name(each), calls -> {
            calls.setBackupSucceeded(
                    writer.instanceId(),
                    writer.writerId(),
                    component.type().value(),
                    component.logicalPath(),
                    component.name(),
                    succeeded);
            return null;
        });
    }

    /** What a message calls a component. */
    static String name(SelectedComponent each) {
        return "the component " + each.component().fullPath() + " of the writer "
                + each.writer().name();
    }
}
