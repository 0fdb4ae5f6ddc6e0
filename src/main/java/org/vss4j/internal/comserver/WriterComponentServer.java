package org.vss4j.internal.comserver;

import java.util.List;
import org.vss4j.writer.WriterComponent;

/** An IVssWMComponent: it has no id of its own. */
final class WriterComponentServer extends ComServer {
    final WriterComponent component;

    WriterComponentServer(WriterComponent component) {
        super(List.of(), WriterComponentFace.VTABLE);
        this.component = component;
    }

    @Override
    protected void released() {
        // There is nothing behind it but data.
    }
}
