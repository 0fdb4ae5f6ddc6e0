package org.vss4j.internal.comserver;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vss4j.internal.com.InterfaceId;
import org.vss4j.internal.com.read.SnapshotProperties;

/**
 * An object with the interfaces IVssBackupComponents to …Ex4, as far as a backup session uses it; the other methods return
 * E_NOTIMPL. A method that gets a consumer for an out-parameter calls it at most once, and not after it has returned;
 * the object given to a consumer passes with its one reference.
 */
public abstract class BackupServer extends ComServer {
    /** An object with one reference. */
    protected BackupServer() {
        super(
                List.of(
                        InterfaceId.IVSS_BACKUP_COMPONENTS,
                        InterfaceId.IVSS_BACKUP_COMPONENTS_EX,
                        InterfaceId.IVSS_BACKUP_COMPONENTS_EX2,
                        InterfaceId.IVSS_BACKUP_COMPONENTS_EX3,
                        InterfaceId.IVSS_BACKUP_COMPONENTS_EX4),
                BackupFace.VTABLE);
    }

    /** The methods that concern writers; null for an object that has none of them. */
    protected @Nullable WriterMethods writers() {
        return null;
    }

    /** The methods by which copies and providers are found, and copies deleted; null for an object that has none of them. */
    protected @Nullable InventoryMethods inventory() {
        return null;
    }

    protected abstract int initializeForBackup(@Nullable String xml);

    protected abstract int setBackupState(
            boolean selectComponents, boolean bootableState, int backupType, boolean partialFiles);

    protected abstract int setContext(int context);

    protected abstract int gatherWriterMetadata(Consumer<AsyncServer> async);

    protected abstract int freeWriterMetadata();

    protected abstract int startSnapshotSet(Consumer<UUID> setId);

    protected abstract int addToSnapshotSet(String volume, UUID providerId, Consumer<UUID> snapshotId);

    protected abstract int prepareForBackup(Consumer<AsyncServer> async);

    protected abstract int doSnapshotSet(Consumer<AsyncServer> async);

    protected abstract int gatherWriterStatus(Consumer<AsyncServer> async);

    protected abstract int freeWriterStatus();

    protected abstract int getSnapshotProperties(UUID snapshotId, Consumer<SnapshotProperties> properties);

    protected abstract int backupComplete(Consumer<AsyncServer> async);

    protected abstract int abortBackup();
}
