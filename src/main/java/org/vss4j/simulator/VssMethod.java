package org.vss4j.simulator;

import java.util.EnumSet;
import java.util.Set;

/**
 * The methods of the service that the simulator knows, for {@linkplain VssSimulator.Builder faults and durations}.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/vsbackup/nl-vsbackup-ivssbackupcomponents">
 *     IVssBackupComponents</a>
 */
public enum VssMethod {
    /** {@code CreateVssBackupComponents}. */
    CREATE_VSS_BACKUP_COMPONENTS("CreateVssBackupComponents"),
    /** {@code InitializeForBackup}. */
    INITIALIZE_FOR_BACKUP("InitializeForBackup"),
    /** {@code SetContext}. */
    SET_CONTEXT("SetContext"),
    /** {@code SetBackupState}. */
    SET_BACKUP_STATE("SetBackupState"),
    /** {@code GatherWriterMetadata}, which begins an operation. */
    GATHER_WRITER_METADATA("GatherWriterMetadata"),
    /** {@code FreeWriterMetadata}. */
    FREE_WRITER_METADATA("FreeWriterMetadata"),
    /** {@code GetWriterMetadataCount}. */
    GET_WRITER_METADATA_COUNT("GetWriterMetadataCount"),
    /** {@code GetWriterMetadata}. */
    GET_WRITER_METADATA("GetWriterMetadata"),
    /** {@code EnableWriterClasses}. */
    ENABLE_WRITER_CLASSES("EnableWriterClasses"),
    /** {@code DisableWriterClasses}. */
    DISABLE_WRITER_CLASSES("DisableWriterClasses"),
    /** {@code DisableWriterInstances}. */
    DISABLE_WRITER_INSTANCES("DisableWriterInstances"),
    /** {@code AddComponent}. */
    ADD_COMPONENT("AddComponent"),
    /** {@code SetBackupOptions}. */
    SET_BACKUP_OPTIONS("SetBackupOptions"),
    /** {@code SetPreviousBackupStamp}. */
    SET_PREVIOUS_BACKUP_STAMP("SetPreviousBackupStamp"),
    /** {@code GetWriterStatusCount}. */
    GET_WRITER_STATUS_COUNT("GetWriterStatusCount"),
    /** {@code GetWriterStatus}. */
    GET_WRITER_STATUS("GetWriterStatus"),
    /** {@code GetWriterStatusEx} of {@code IVssBackupComponentsEx3}. */
    GET_WRITER_STATUS_EX("GetWriterStatusEx"),
    /** {@code GetWriterComponentsCount}. */
    GET_WRITER_COMPONENTS_COUNT("GetWriterComponentsCount"),
    /** {@code GetWriterComponents}. */
    GET_WRITER_COMPONENTS("GetWriterComponents"),
    /** {@code SetBackupSucceeded}. */
    SET_BACKUP_SUCCEEDED("SetBackupSucceeded"),
    /** {@code SaveAsXML}. */
    SAVE_AS_XML("SaveAsXML"),
    /** {@code StartSnapshotSet}. */
    START_SNAPSHOT_SET("StartSnapshotSet"),
    /** {@code AddToSnapshotSet}. */
    ADD_TO_SNAPSHOT_SET("AddToSnapshotSet"),
    /** {@code PrepareForBackup}, which begins an operation. */
    PREPARE_FOR_BACKUP("PrepareForBackup"),
    /** {@code DoSnapshotSet}, which begins an operation. */
    DO_SNAPSHOT_SET("DoSnapshotSet"),
    /** {@code GatherWriterStatus}, which begins an operation. */
    GATHER_WRITER_STATUS("GatherWriterStatus"),
    /** {@code FreeWriterStatus}. */
    FREE_WRITER_STATUS("FreeWriterStatus"),
    /** {@code GetSnapshotProperties}. */
    GET_SNAPSHOT_PROPERTIES("GetSnapshotProperties"),
    /** {@code Query}. */
    QUERY("Query"),
    /** {@code DeleteSnapshots}. */
    DELETE_SNAPSHOTS("DeleteSnapshots"),
    /** {@code IsVolumeSupported}. */
    IS_VOLUME_SUPPORTED("IsVolumeSupported"),
    /** {@code IsVolumeSnapshotted}. */
    IS_VOLUME_SNAPSHOTTED("IsVolumeSnapshotted"),
    /** {@code BackupComplete}, which begins an operation. */
    BACKUP_COMPLETE("BackupComplete"),
    /** {@code AbortBackup}. */
    ABORT_BACKUP("AbortBackup");

    private static final Set<VssMethod> WITH_OPERATION = EnumSet.of(
            GATHER_WRITER_METADATA, PREPARE_FOR_BACKUP, DO_SNAPSHOT_SET, GATHER_WRITER_STATUS, BACKUP_COMPLETE);

    private final String microsoftName;

    VssMethod(String microsoftName) {
        this.microsoftName = microsoftName;
    }

    /**
     * The name that Microsoft gives the method.
     *
     * @return such as {@code DoSnapshotSet}
     */
    public String microsoftName() {
        return microsoftName;
    }

    /**
     * Tells whether the method begins an operation, which takes its time and can fail by itself.
     *
     * @return whether it does
     */
    public boolean beginsOperation() {
        return WITH_OPERATION.contains(this);
    }
}
