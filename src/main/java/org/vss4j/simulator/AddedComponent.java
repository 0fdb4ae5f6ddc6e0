package org.vss4j.simulator;

import java.util.stream.Stream;
import org.vss4j.internal.com.read.ComponentRecord;
import org.vss4j.writer.WriterComponent;

/** A component that was added to one backup. Not safe for use by many threads; its owner holds a lock. */
final class AddedComponent {
    private final WriterLife writer;
    private final WriterComponent component;
    private String backupStamp = "";
    private String previousBackupStamp = "";
    private String backupOptions = "";
    private boolean succeeded;

    AddedComponent(WriterLife writer, WriterComponent component) {
        this.writer = writer;
        this.component = component;
    }

    WriterLife writer() {
        return writer;
    }

    WriterComponent component() {
        return component;
    }

    /** What is in the backup with it: itself, and if it is selectable all that is below it. */
    Stream<WriterComponent> parts() {
        return writer.metadata().components().stream()
                .filter(other ->
                        other.equals(component) || (component.isSelectable() && component.isAncestorOf(other)));
    }

    void stamp() {
        backupStamp = writer.backupStamp();
    }

    void setPreviousBackupStamp(String stamp) {
        previousBackupStamp = stamp;
    }

    String previousBackupStamp() {
        return previousBackupStamp;
    }

    void setBackupOptions(String options) {
        backupOptions = options;
    }

    String backupOptions() {
        return backupOptions;
    }

    String backupStamp() {
        return backupStamp;
    }

    void setSucceeded(boolean newSucceeded) {
        succeeded = newSucceeded;
    }

    boolean succeeded() {
        return succeeded;
    }

    ComponentRecord record() {
        WriterVeto veto = writer.componentVeto(component.fullPath());
        return new ComponentRecord(
                writer.metadata().instanceId(),
                writer.metadata().writerId(),
                component.type().value(),
                component.logicalPath(),
                component.name(),
                backupStamp,
                veto == null ? 0 : veto.error().value(),
                veto == null ? 0 : veto.applicationError().value(),
                veto == null ? "" : veto.applicationMessage());
    }
}
