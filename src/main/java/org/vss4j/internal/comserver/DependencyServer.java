package org.vss4j.internal.comserver;

import java.util.List;
import org.vss4j.writer.ComponentDependency;

/** An IVssWMDependency: it has no id of its own. */
final class DependencyServer extends ComServer {
    final ComponentDependency dependency;

    DependencyServer(ComponentDependency dependency) {
        super(List.of(), DependencyFace.VTABLE);
        this.dependency = dependency;
    }

    @Override
    protected void released() {
        // There is nothing behind it but data.
    }
}
