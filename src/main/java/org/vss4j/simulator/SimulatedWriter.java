package org.vss4j.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vss4j.HResult;
import org.vss4j.writer.BackupSchema;
import org.vss4j.writer.FileSet;
import org.vss4j.writer.RestoreMethod;
import org.vss4j.writer.SourceType;
import org.vss4j.writer.UsageType;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * A writer of the simulator: what it says of itself, and what goes wrong with it. Immutable; each {@code with…} method
 * gives a changed copy.
 *
 * @param metadata what it says of itself
 * @param vetoes what goes wrong with it
 * @param backupStamp the stamp that it gives its components when a snapshot is made, or empty; without
 *     {@link BackupSchema.Feature#TIMESTAMPED} it gives none
 * @param reactions what it does when it hears events
 */
public record SimulatedWriter(
        WriterMetadata metadata, List<WriterVeto> vetoes, String backupStamp, List<WriterReaction> reactions) {

    /** Copies the lists, and checks that nothing is null. */
    public SimulatedWriter {
        Objects.requireNonNull(metadata, "metadata");
        vetoes = List.copyOf(vetoes);
        Objects.requireNonNull(backupStamp, "backupStamp");
        reactions = List.copyOf(reactions);
    }

    /**
     * A writer with which nothing goes wrong.
     *
     * @param metadata what it says of itself
     * @return the writer, without a backup stamp
     */
    public static SimulatedWriter of(WriterMetadata metadata) {
        return new SimulatedWriter(metadata, List.of(), "", List.of());
    }

    /**
     * A small database with two tables and a log, to try things out. Its files are where no machine has a folder,
     * {@code %SimulatedData%}: nobody knows on which volume that is, and so it is in every snapshot set.
     *
     * @param name the writer's name
     * @return a writer that supports every type of backup
     */
    public static SimulatedWriter database(String name) {
        String folder = "%SimulatedData%\\" + name;
        FileSet log = FileSet.of(folder, "*.log");
        return of(WriterMetadata.named(name)
                        .withKind(UsageType.USER_DATA, SourceType.TRANSACTED_DATABASE)
                        .withVersion(new WriterMetadata.Version(1, 0))
                        .withSchema(BackupSchema.of(
                                BackupSchema.Feature.DIFFERENTIAL,
                                BackupSchema.Feature.INCREMENTAL,
                                BackupSchema.Feature.LOG,
                                BackupSchema.Feature.COPY,
                                BackupSchema.Feature.TIMESTAMPED))
                        .withRestoreMethod(RestoreMethod.of(RestoreMethod.Type.RESTORE_IF_CAN_REPLACE))
                        .withComponents(
                                WriterComponent.database("", "orders")
                                        .withCaption("The orders")
                                        .withDatabaseFiles(FileSet.of(folder, "orders.db"))
                                        .withDatabaseLogFiles(log),
                                WriterComponent.database("orders", "index")
                                        .withAttributes()
                                        .withDatabaseFiles(FileSet.of(folder, "index.db")),
                                WriterComponent.fileGroup("", "settings")
                                        .withFiles(FileSet.below(folder + "\\settings", "*")))
                        .withExcluded(List.of(FileSet.below(folder + "\\cache", "*")), List.of()))
                .withBackupStamp("1");
    }

    /**
     * This writer, failing as a whole at an event.
     *
     * @param event when it fails
     * @param error the failure
     * @param applicationError an error of the program's own, or S_OK
     * @param applicationMessage what the program says, or empty
     * @return the changed copy
     * @throws IllegalArgumentException if the error says success
     */
    public SimulatedWriter withVeto(
            WriterEvent event, HResult error, HResult applicationError, String applicationMessage) {
        if (!error.isFailure()) {
            throw new IllegalArgumentException(error + " is not an error code");
        }
        return with(new WriterVeto(event, "", error, applicationError, applicationMessage));
    }

    /**
     * This writer, failing as a whole at an event without a word: its state is {@code VSS_WS_UNKNOWN} from then on, and its
     * failure S_OK.
     *
     * @param event when it fails
     * @return the changed copy
     */
    public SimulatedWriter withStateUnknownAt(WriterEvent event) {
        return with(new WriterVeto(event, "", HResult.S_OK, HResult.S_OK, ""));
    }

    /**
     * This writer, failing with one component at an event: its own failure is then VSS_E_WRITERERROR_PARTIAL_FAILURE
     * (0x80042336).
     *
     * @param event when it fails
     * @param component the full path of the component
     * @param error the component's failure
     * @param applicationError an error of the program's own, or S_OK
     * @param applicationMessage what the program says, or empty
     * @return the changed copy
     * @throws IllegalArgumentException if the error says success, or there is no such component
     */
    public SimulatedWriter withComponentVeto(
            WriterEvent event, String component, HResult error, HResult applicationError, String applicationMessage) {
        if (metadata.components().stream().noneMatch(own -> own.fullPath().equals(component))) {
            throw new IllegalArgumentException(metadata.name() + " has no component " + component);
        }
        return with(new WriterVeto(event, component, error, applicationError, applicationMessage));
    }

    private SimulatedWriter with(WriterVeto veto) {
        List<WriterVeto> all = new ArrayList<>(vetoes);
        all.add(veto);
        return new SimulatedWriter(metadata, all, backupStamp, reactions);
    }

    /**
     * This writer, doing something at an event, after what it does there already. Another thread does it, or one that is in
     * {@code AbortBackup} or the last {@code Release}; a writer that has failed hears no more events of the backup.
     *
     * @param event when
     * @param action what it does: what it throws is a veto, VSS_E_WRITERERROR_NONRETRYABLE (0x800423F4), with the text of
     *     the exception as the program's message; it may use the service, but no session that waits for it
     * @return the changed copy
     */
    public SimulatedWriter onEvent(WriterEvent event, Runnable action) {
        List<WriterReaction> all = new ArrayList<>(reactions);
        all.add(new WriterReaction(event, action));
        return new SimulatedWriter(metadata, vetoes, backupStamp, all);
    }

    /**
     * This writer with another stamp.
     *
     * @param stamp what it gives its components when a snapshot is made
     * @return the changed copy
     */
    public SimulatedWriter withBackupStamp(String stamp) {
        return new SimulatedWriter(metadata, vetoes, stamp, reactions);
    }
}
