package org.vss4j.requester;

import java.util.stream.Stream;
import org.vss4j.writer.ComponentDependency;
import org.vss4j.writer.WriterComponent;
import org.vss4j.writer.WriterMetadata;

/**
 * A component that was added to a backup by its name; those below it, if it is selectable, are in the backup with it.
 *
 * @param writer the writer whose it is
 * @param component what it is
 * @param requirement whether the backup is of use without it
 */
public record SelectedComponent(WriterMetadata writer, WriterComponent component, Requirement requirement) {

    /** Whether a component of the same writer is in the backup by this one: it, or one below it. */
    boolean carries(WriterComponent other) {
        return other.equals(component) || (component.isSelectable() && component.isAncestorOf(other));
    }

    /** This one, and what comes with it. */
    Stream<WriterComponent> carried() {
        return writer.components().stream().filter(this::carries);
    }

    /** On what this one depends, or something that comes with it. */
    Stream<ComponentDependency> dependencies() {
        return carried().flatMap(each -> each.dependencies().stream());
    }

    /** Whether something that is in the backup by this one is the target of a dependency. */
    boolean carriesTargetOf(ComponentDependency dependency) {
        return writer.writerId().equals(dependency.writerId())
                && carried().anyMatch(each -> each.hasFullPath(dependency.fullPath()));
    }
}
