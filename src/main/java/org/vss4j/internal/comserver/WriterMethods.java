package org.vss4j.internal.comserver;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.vss4j.internal.com.read.WriterStatusRecord;

/**
 * The methods of IVssBackupComponents that concern writers, and GetWriterStatusEx of …Ex3. Each returns an HRESULT; a
 * consumer is called at most once, and not after the method has returned; an object given to it passes with its one
 * reference.
 */
public interface WriterMethods {
    /**
     * A component of a writer, as a caller names it.
     *
     * @param instanceId the writer's instance id; zero where the method takes none
     * @param writerId the writer's class id
     * @param type a VSS_COMPONENT_TYPE
     * @param logicalPath its logical path; empty for NULL
     * @param name its name
     */
    record ComponentName(UUID instanceId, UUID writerId, int type, String logicalPath, String name) {}

    int getWriterMetadataCount(IntConsumer count);

    int getWriterMetadata(int index, Consumer<MetadataServer> metadata);

    int addComponent(ComponentName component);

    int setBackupSucceeded(ComponentName component, boolean succeeded);

    int setBackupOptions(ComponentName component, String options);

    int setPreviousBackupStamp(ComponentName component, String stamp);

    int getWriterStatusCount(IntConsumer count);

    int getWriterStatus(int index, Consumer<WriterStatusRecord> status);

    int getWriterStatusEx(int index, Consumer<WriterStatusRecord> status);

    int getWriterComponentsCount(IntConsumer count);

    int getWriterComponents(int index, Consumer<WriterComponentsServer> components);

    int saveAsXml(Consumer<String> xml);

    int enableWriterClasses(List<UUID> ids);

    int disableWriterClasses(List<UUID> ids);

    int disableWriterInstances(List<UUID> ids);
}
