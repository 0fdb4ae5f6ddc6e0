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
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/vss/dependencies-between-components-managed-by-different-writers">
 *     Dependencies between Components Managed by Different Writers</a>
 */
public record ComponentDependency(UUID writerId, String logicalPath, String componentName) {
    private static final String REMOTE = "\\\\";

    /** Checks that nothing is null. */
    public ComponentDependency {
        Objects.requireNonNull(writerId, "writerId");
        Objects.requireNonNull(logicalPath, "logicalPath");
        Objects.requireNonNull(componentName, "componentName");
    }

    /**
     * The full path of the component.
     *
     * @return as {@link WriterComponent#fullPath()}
     */
    public String fullPath() {
        return WriterComponent.fullPath(logicalPath, componentName);
    }

    /**
     * Tells whether the component is one of another computer, which has to be backed up there, by whoever makes this backup:
     * its logical path or its name begins with two backslashes and the computer's name.
     *
     * @return whether it is
     */
    public boolean isRemote() {
        return logicalPath.startsWith(REMOTE) || componentName.startsWith(REMOTE);
    }
}
