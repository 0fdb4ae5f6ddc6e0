package org.vss4j.writer;

import java.util.Objects;
import java.util.UUID;

/**
 * A component without which another one is of no use: both have to be backed up and restored together
 * ({@code IVssWMDependency}).
 *
 * @param writerId the class id of the writer whose component it is
 * @param logicalPath the component's logical path, or empty
 * @param componentName the component's name
 */
public record ComponentDependency(UUID writerId, String logicalPath, String componentName) {
    /** Checks that nothing is null. */
    public ComponentDependency {
        Objects.requireNonNull(writerId, "writerId");
        Objects.requireNonNull(logicalPath, "logicalPath");
        Objects.requireNonNull(componentName, "componentName");
    }
}
