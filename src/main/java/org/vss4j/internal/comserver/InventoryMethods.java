package org.vss4j.internal.comserver;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The methods of IVssBackupComponents by which shadow copies and providers are found and copies are deleted. Each returns
 * an HRESULT. A consumer for an out-parameter is called at most once, and not after the method has returned.
 */
public interface InventoryMethods {
    /** Query; the object given passes with its one reference. */
    int query(UUID id, int type, int returnedType, Consumer<EnumServer> enumeration);

    /** DeleteSnapshots. */
    int deleteSnapshots(UUID id, int type, boolean force, IntConsumer deleted, Consumer<UUID> notDeleted);

    /** IsVolumeSupported; 1 is yes. */
    int isVolumeSupported(UUID providerId, String volume, IntConsumer supported);
}
