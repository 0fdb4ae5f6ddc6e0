package org.vss4j.requester;

import java.util.List;
import java.util.UUID;
import org.vss4j.internal.com.read.WriterCalls;
import org.vss4j.requester.ComponentSelection.ComponentText;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * The calls by which VSS is told which components are in a backup, and what became of them.
 *
 * @param backup the object of the backup; they are made on its thread
 */
record ComponentCalls(BackupObject backup) {
    /** Adds a component, with what a selection has it told. */
    void add(SelectedComponent each, ComponentSelection selection) {
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
        tell(each, selection.backupOptions(), WriterCalls::setBackupOptions);
        tell(each, selection.stamps(), WriterCalls::setPreviousBackupStamp);
    }

    private interface Telling {
        void call(WriterCalls calls, UUID writerId, int type, String logicalPath, String name, String text);
    }

    private void tell(SelectedComponent each, List<ComponentText> texts, Telling telling) {
        WriterComponent component = each.component();
        texts.stream()
                .filter(text -> text.names(each))
                .forEach(text -> backup.writers(name(each), calls -> {
                    telling.call(
                            calls,
                            each.writer().writerId(),
                            component.type().value(),
                            component.logicalPath(),
                            component.name(),
                            text.text());
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
