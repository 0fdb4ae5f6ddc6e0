package org.vss4j.internal.comserver;

import java.util.List;
import org.vss4j.internal.com.InterfaceId;
import org.vss4j.internal.com.read.ComponentRecord;

/** An object with the interfaces IVssComponent, …Ex and …Ex2, as far as a backup session reads it. */
final class ComponentServer extends ComServer {
    final ComponentRecord component;

    ComponentServer(ComponentRecord component) {
        super(
                List.of(InterfaceId.IVSS_COMPONENT, InterfaceId.IVSS_COMPONENT_EX, InterfaceId.IVSS_COMPONENT_EX2),
                ComponentFace.VTABLE);
        this.component = component;
    }

    @Override
    protected void released() {
        // There is nothing behind it but data.
    }
}
