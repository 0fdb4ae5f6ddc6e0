package org.vss4j.internal.comserver;

import java.util.List;
import java.util.UUID;
import org.vss4j.internal.com.read.ComponentRecord;

/** An IVssWriterComponentsExt: it begins with two pointers to vtables, and has no id of its own. */
public final class WriterComponentsServer extends ComServer {
    final UUID instanceId;
    final UUID writerId;
    final List<ComponentRecord> components;

    /**
     * An object with one reference.
     *
     * @param instanceId the writer's instance id
     * @param writerId the writer's class id
     * @param components what the backup document says of the writer's components
     */
    public WriterComponentsServer(UUID instanceId, UUID writerId, List<ComponentRecord> components) {
        super(List.of(), WriterComponentsFace.VTABLE, WriterComponentsFace.UNKNOWN_VTABLE);
        this.instanceId = instanceId;
        this.writerId = writerId;
        this.components = List.copyOf(components);
    }

    @Override
    protected void released() {
        // There is nothing behind it but data.
    }
}
